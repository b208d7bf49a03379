// How the tasks of allocation, treatment and discharge are worked at in a made-up service.
import { addDays, dischargeGroup, localDay, modality, type Command, type DischargeCode, type ModalityCode, type OpenTask, type StrandPlan } from '#domain';
import type { Answer, Deed, Scene } from './scene.js';

const soon = (least: number, most: number): Answer['after'] => ({ luck }) => ({ workingHours: least + luck.number() * (most - least) });
const deed = (by: string, command: Command, words?: string): Deed[] => [{ by, command, ...(words && { words }) }];
const offered = [['cbt', 8], ['cat', 4], ['counselling', 4], ['guided-self-help', 3], ['art-therapy', 2], ['emdr', 2], ['systemic', 1], ['ipt', 1], ['stpp', 1], ['psychodynamic', 1], ['occupational-therapy', 2], ['nursing-care', 1], ['social-work', 1]] as const satisfies (readonly [ModalityCode, number])[];
const strandOf = ({ referral, task }: Scene) => referral.strands[task.strandNo ?? 0]!;
/** Who does what a strand or a clinician's own work asks for. */
const clinician = ({ referral, task, luck, team }: Scene): string => task.assignedTo ?? referral.strands[task.strandNo ?? 0]?.clinicianId ?? (luck.of(team.staff.filter((one) => one.discipline === task.queue && one.roles.includes('mdt-member')))?.staffId ?? team.clinician(luck));
const chair = ({ team, luck }: Scene) => team.with('chair', luck);

function plan({ team, luck }: Scene, code: ModalityCode): StrandPlan {
  const { deliveredBy, needs, formats, sessions } = modality(code);
  const discipline = luck.of(deliveredBy.filter((one) => team.of(one, needs).length > 0));
  const who = luck.of(team.of(discipline, needs));
  return { discipline, modality: code, format: luck.of(formats), ...(sessions && { sessions: luck.whole(sessions.least, Math.min(sessions.most, sessions.least + 8)) }), ...(luck.yes(0.4) && { clinicianId: who.staffId }) };
}

export const workInTreatment = {
  allocate: { after: soon(8, 40), does: (scene) => {
    const strands = [plan(scene, scene.luck.weighted(offered)), ...(scene.luck.yes(0.12) ? [plan(scene, 'medication')] : [])];
    return deed(chair(scene), { act: 'allocateAtMdt', between: scene.luck.yes(0.1), reason: scene.luck.of(['best-match-of-competence', 'patient-preference', 'shortest-wait', 'continuity'] as const), lead: 0, strands }, 'Discussed in the meeting.');
  } },
  'take-on-strand': { after: ({ luck }) => ({ workingHours: luck.weighted([[luck.whole(4, 40), 4], [luck.whole(40, 320), 3]]) }), does: (scene) => {
    const { discipline, modality: code, no } = strandOf(scene);
    const able = scene.team.of(discipline, modality(code).needs);
    return able.length > 0 ? deed(scene.luck.of(able).staffId, { act: 'takeOnStrand', strandNo: no }) : [];
  } },
  'book-session': { after: soon(1, 12), does: bookSession },
  'record-attendance': { after: ({ referral, task, luck }) => {
    const one = referral.appointments[task.appointmentNo!]!;
    return { at: new Date(Date.parse(one.startsAt) + (one.minutes + luck.whole(1, 180)) * 60_000).toISOString() };
  }, does: recordAttendance },
  'write-note': { after: ({ luck }) => ({ workingHours: luck.weighted([[0.2 + luck.number() * 2, 9], [10 + luck.number() * 30, 1]]) }), does: (scene) => deed(clinician(scene), { act: 'signNote', appointmentNo: scene.task.appointmentNo!, noteId: '' }, scene.luck.of(['Sleep a little better; homework agreed.', 'Spoke about the loss. Risk unchanged.', 'Exposure step three done.', 'Quiet session; tearful, safe.'])) },
  'decide-after-non-attendance': { after: soon(1, 14), does: (scene) => {
    const { referral, fate, task } = scene;
    const drops = (fate.name === 'never-attends' && referral.notAttendedInARow > 1) || (task.strandNo !== undefined && (fate.code === '47' || fate.code === '96') && referral.notAttendedInARow > 1);
    return deed(clinician(scene), { act: 'decideAfterNonAttendance', appointmentNo: task.appointmentNo!, decision: drops ? 'end-care' : 'offer-again', riskChecked: true, vulnerabilityChecked: true, contactAttempted: true }, 'Rang, wrote; no new risk known.');
  } },
  'mid-course-review': { after: soon(2, 30), does: (scene) => [measure(scene, 15), ...review(scene, 'mid-course', 'continue')] },
  'periodic-review': { after: soon(4, 50), does: (scene) => [measure(scene, 13), ...review(scene, 'periodic', 'continue')] },
  'end-review': { after: soon(1, 20), does: (scene) => [measure(scene, 9), ...review(scene, 'end', 'end')] },
  'joint-review': { after: soon(8, 60), does: (scene) => deed(chair(scene), { act: 'recordReview', kind: 'joint', outcome: 'continue' }) },
  'plan-ending': { after: soon(2, 20), does: (scene) => (scene.luck.yes(0.15)
    ? deed(clinician(scene), { act: 'requestExtension', strandNo: scene.task.strandNo!, sessions: scene.luck.whole(2, 4), reason: scene.luck.of(['complex-needs', 'slow-engagement', 'ending-needs-time'] as const) })
    : deed(clinician(scene), { act: 'planEnding', strandNo: scene.task.strandNo! })) },
  'decide-extension': { after: soon(2, 16), does: ({ task, luck, team }) => deed(team.with('team-lead', luck), { act: 'decideExtension', strandNo: task.strandNo!, approved: luck.yes(0.8) }) },
  'complete-discharge': { after: soon(1, 14), does: (scene) => deed(clinician(scene), discharge(scene), 'Knows whom to call.') },
  'send-discharge-summary': { after: soon(4, 36), does: ({ luck, team }) => deed(team.with('medical-secretary', luck), { act: 'sendDischargeSummary' }, 'Summary of the episode, agreed with the patient.') },
  'follow-up-contact': { after: ({ task, luck }) => ({ at: new Date(Date.parse(task.dueAt) - luck.whole(30, 400) * 60_000).toISOString() }), does: (scene) => deed(clinician(scene), { act: 'recordFollowUpContact', outcome: scene.luck.weighted([['well', 8], ['not-reached', 1]] as const) }) },
} as const satisfies Partial<Record<OpenTask['task'], Answer>>;

const measure = (scene: Scene, about: number): Deed => ({ by: clinician(scene), command: { act: 'recordOutcomeMeasure', measure: 'phq-9', total: Math.max(0, about + scene.luck.whole(-5, 5)), riskItem: 0 } });
const review = (scene: Scene, kind: 'mid-course' | 'end' | 'periodic', outcome: 'continue' | 'end'): Deed[] => deed(clinician(scene), { act: 'recordReview', kind, strandNo: scene.task.strandNo!, outcome }, 'Looked at the aims together.');

/** The next session about a week on; or the end of a strand, where this life has come to it. */
function bookSession(scene: Scene): Deed[] {
  const { at, luck, fate, diary } = scene;
  const strand = strandOf(scene);
  const by = clinician(scene);
  if (fate.name === 'declines' && strand.attended === 0) return deed(by, discharge(scene), 'The patient declines treatment.');
  const leaves = (fate.code === '48' && strand.attended >= 3) || (strand.allowance === null && strand.attended >= (strand.modality === 'medication' ? 6 : 30));
  if (leaves) return deed(by, { act: 'endStrand', strandNo: strand.no, reason: fate.code === '48' ? 'clinician-ended' : 'completed' });
  const { usual } = modality(strand.modality).minutes;
  const startsAt = diary.take(by, at, strand.attended === 0 ? luck.whole(3, 20) : luck.whole(4, 8), usual);
  if (!startsAt) return []; // the waiting list
  return deed(by, { act: 'bookAppointment', purpose: 'session', clinicianId: by, startsAt, minutes: usual, mechanism: luck.of(['face-to-face', 'face-to-face', 'video', 'telephone'] as const), strandNo: strand.no });
}
function recordAttendance(scene: Scene): Deed[] {
  const { referral, task, luck, fate } = scene;
  const one = referral.appointments[task.appointmentNo!]!;
  const strand = referral.strands[one.strandNo ?? 0];
  const stays = fate.name === 'never-attends' ? !one.strandNo : (fate.code === '47' || fate.code === '96') && strand !== undefined && strand.attended >= 2;
  const code = stays ? '3' : luck.weighted([['5', 86], ['6', 4], ['3', 4], ['2', 5], ['4', 1]] as const);
  return deed(clinician(scene), { act: 'recordAttendance', appointmentNo: one.no, code, ...(code === '2' && { contactAt: new Date(Date.parse(one.startsAt) - luck.whole(2, 60) * 3_600_000).toISOString() }) });
}
function discharge({ referral, fate, at, luck, policy }: Scene): Command {
  const group = dischargeGroup(referral);
  const fitting: Record<typeof group, DischargeCode> = { treated: '46', seen: '14', 'not-seen': '50' };
  const fits = fate.code !== undefined && (['46', '47', '48', '96'].includes(fate.code) ? group === 'treated' : fate.code === '50' ? group === 'not-seen' : group === 'seen');
  const followUpOn = group === 'treated' && luck.yes(0.3) ? addDays(localDay(at, policy.calendar.timeZone), 28) : undefined;
  return { act: 'discharge', code: fits ? fate.code! : fitting[group], riskLevel: luck.of(['none', 'low', 'low'] as const), ...(followUpOn && { followUpOn }), ...(group === 'treated' && Object.keys(referral.scores).length === 0 && { scoresUnavailable: true }) };
}
