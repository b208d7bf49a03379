// How the tasks of triage, waiting and assessment are worked at in a made-up service: mostly in time, now and then late, never by a rule alone.
import { isPressing, riskIsPresent, type Command, type OpenTask } from '#domain';
import type { Answer, Deed, Scene } from './scene.js';

const soon = (least: number, most: number): Answer['after'] => ({ luck }) => ({ workingHours: least + luck.number() * (most - least) });
const deed = (by: string, command: Command, words?: string): Deed[] => [{ by, command, ...(words && { words }) }];
const clinician = ({ task, luck, team }: Scene): string => task.assignedTo ?? (task.queue === 'duty-clinicians' ? team.with('duty-clinician', luck) : luck.of(team.staff.filter((one) => one.discipline === task.queue)).staffId);

export const workBeforeTreatment = {
  'clinical-screen': {
    after: ({ referral, luck }) => (isPressing(referral) ? { hours: 0.2 + luck.number() } : { workingHours: 0.5 + luck.number() * 8 }),
    does: ({ referral, luck, team }) => {
      const riskLevel = isPressing(referral) ? luck.weighted([['low', 3], ['moderate', 5], ['high', 2]] as const) : luck.weighted([['none', 3], ['low', 6], ['moderate', 1]] as const);
      return deed(team.with('duty-clinician', luck), { act: 'recordClinicalScreen', riskLevel, triageCode: riskLevel === 'high' ? 'C' : riskLevel === 'moderate' ? 'D' : 'E' }, 'Screened by telephone.');
    },
  },
  'duty-contact': { after: ({ luck }) => ({ hours: 0.1 + luck.number() * 1.2 }), does: ({ luck, team }) => deed(team.with('duty-clinician', luck), { act: 'recordDutyContact', outcome: luck.weighted([['spoken-to', 8], ['seen', 2], ['not-reached', 1]] as const), riskLevel: luck.of(['low', 'moderate'] as const) }, 'Safe for tonight; plan agreed.') },
  'administrative-triage': { after: soon(2, 11), does: triage },
  'obtain-nhs-number': { after: ({ luck }) => (luck.yes(0.9) ? { workingHours: 4 + luck.number() * 40 } : undefined), does: ({ luck, team }) => deed(team.with('medical-secretary', luck), { act: 'recordNhsNumber', identified: true }) },
  'review-possible-duplicate': { after: soon(3, 12), does: ({ fate, luck, team, earlierReferralId }) => (fate.name === 'duplicate' && earlierReferralId ? deed(team.clinician(luck), { act: 'markAsDuplicate', duplicateOf: earlierReferralId }) : deed(team.with('medical-secretary', luck), { act: 'dismissDuplicate' })) },
  'information-awaited': { after: ({ fate, luck }) => (fate.name === 'no-reply' ? undefined : { workingHours: 6 + luck.number() * 60 }), does: ({ luck, team }) => deed(team.with('medical-secretary', luck), { act: 'recordReferrerReply' }, 'The surgery has answered.') },
  'decide-without-reply': { after: soon(2, 14), does: ({ luck, team }) => deed(team.with('duty-clinician', luck), { act: 'returnToReferrer', reason: '03', signpost: 'primary-care' }) },
  'co-sign-return': { after: soon(1, 8), does: ({ referral, luck, team }) => deed(team.clinician(luck, referral.returnProposedBy), { act: 'coSignReturn' }) },
  'opt-in-awaited': { after: ({ fate, luck }) => (fate.name === 'never-opts-in' || luck.yes(0.05) ? undefined : { workingHours: 2 + luck.number() * 70 }), does: ({ luck, team }) => deed(team.with('medical-secretary', luck), { act: 'recordOptIn' }) },
  'decide-without-opt-in': { after: soon(2, 14), does: (scene) => deed(clinician(scene), { act: 'decideWithoutOptIn', decision: scene.fate.name === 'never-opts-in' ? 'end-care' : 'offer-appointment' }) },
  'book-assessment': {
    after: soon(1, 14),
    does: ({ referral, at, luck, team, diary }) => {
      const clinicianId = luck.of(team.staff.filter((one) => one.roles.includes('mdt-member') && one.discipline && one.discipline !== 'support-worker')).staffId;
      const days = riskIsPresent(referral) || referral.triage?.urgency !== 'routine' ? luck.whole(1, 6) : luck.whole(5, 24);
      const startsAt = diary.take(clinicianId, at, days, 50);
      if (!startsAt) return []; // the waiting list
      return deed(team.with('medical-secretary', luck), { act: 'bookAppointment', purpose: 'assessment', clinicianId, startsAt, minutes: 50, mechanism: luck.of(['face-to-face', 'face-to-face', 'video'] as const) });
    },
  },
  'complete-assessment': {
    after: soon(3, 36),
    does: (scene) => {
      const ends = scene.fate.name === 'assessed-only';
      const outcome = !ends ? 'offer-treatment' : scene.fate.code === '11' || scene.fate.code === '13' ? 'refer-onward' : 'discharge';
      return deed(clinician(scene), { act: 'recordAssessmentOutcome', outcome, riskLevel: scene.luck.of(['none', 'low', 'low', 'moderate'] as const), modalities: ends ? [] : ['cbt'], disciplines: ends ? [] : ['psychotherapist'] }, 'Needs, wishes and risk as discussed.');
    },
  },
  'check-in': { after: soon(4, 40), does: ({ luck, team }) => deed(team.with('medical-secretary', luck), { act: 'recordCheckIn', outcome: luck.weighted([['well', 17], ['not-reached', 2], ['worse', 1]] as const) }) },
} as const satisfies Partial<Record<OpenTask['task'], Answer>>;

/** A secretary decides once a clinician has screened; one in twelve letters says too little. */
function triage({ referral, fate, luck, team }: Scene): Deed[] {
  const by = team.with('medical-secretary', luck);
  if (!referral.screen) return [];
  if (fate.name === 'returned') return deed(by, { act: 'returnToReferrer', reason: luck.of(['02', '03'] as const), signpost: luck.of(['talking-therapies', 'primary-care', 'voluntary-sector'] as const) }, 'Another service fits better.');
  const asks = fate.name === 'no-reply' || (luck.yes(0.08) && referral.stageSince === referral.receivedAt);
  if (asks) return deed(by, { act: 'askReferrerForInformation', questions: luck.of([['prior-treatment'], ['medication', 'contact'], ['risk']] as const).slice() as never });
  const urgency = referral.referrerUrgency === 'urgent' || riskIsPresent(referral) ? 'urgent' : 'routine';
  return deed(by, { act: 'acceptAtTriage', urgency, triageCode: referral.screen.triageCode, pathway: fate.staysAt || luck.yes(0.93) ? 'assessment' : 'allocation' });
}
