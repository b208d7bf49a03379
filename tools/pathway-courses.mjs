// Which act takes a referral from which stage to which: found by playing short courses through the rules themselves, so that
// the drawing shows what they do and not what somebody remembers.

const day = 86_400_000;
const beginning = Date.parse('2027-01-05T09:30:00.000Z');
const person = (staffId, roles, discipline) => ({ staffId, roles, competences: [], teamIds: ['team'], active: true, ...(discipline && { discipline }) });
const people = [
  person('secretary', ['medical-secretary']),
  person('clinician', ['mdt-member', 'duty-clinician'], 'psychotherapist'),
  person('colleague', ['mdt-member', 'duty-clinician'], 'psychotherapist'),
  person('chair', ['chair', 'team-lead']),
];
const theirs = { clinicianId: 'clinician', minutes: 50, mechanism: 'face-to-face' };
const received = { act: 'receive', referralId: 'one', reference: 'H-1', teamId: 'team', personId: 'p', receivedAt: new Date(beginning).toISOString(), source: 'gp', referrerUrgency: 'routine', flags: [] };

const step = {
  screen: { act: 'recordClinicalScreen', riskLevel: 'low', triageCode: 'E' },
  risky: { act: 'recordClinicalScreen', riskLevel: 'high', triageCode: 'D' },
  toAssessment: { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'assessment' },
  toAllocation: { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'allocation' },
  ask: { act: 'askReferrerForInformation', questions: ['risk'] },
  reply: { act: 'recordReferrerReply' },
  return: { act: 'returnToReferrer', reason: '02', signpost: 'primary-care' },
  coSign: { act: 'coSignReturn' }, decline: { act: 'declineReturn' },
  bookAssessment: (at) => ({ act: 'bookAppointment', purpose: 'assessment', startsAt: at, ...theirs }),
  bookSession: (at) => ({ act: 'bookAppointment', purpose: 'session', startsAt: at, strandNo: 1, ...theirs }),
  attend: (_at, referral) => ({ act: 'recordAttendance', appointmentNo: referral.last.appointment, code: '5' }),
  note: (_at, referral) => ({ act: 'signNote', appointmentNo: referral.last.appointment, noteId: 'n' }),
  outcome: { act: 'recordAssessmentOutcome', outcome: 'offer-treatment', riskLevel: 'low', modalities: ['cbt'], disciplines: ['psychotherapist'] },
  allocate: { act: 'allocateAtMdt', between: false, reason: 'continuity', lead: 0, strands: [{ discipline: 'psychotherapist', modality: 'cbt', format: 'individual', sessions: 12, clinicianId: 'clinician' }] },
  discharge: (at, referral, domain) => ({ act: 'discharge', code: { 'not-seen': '50', seen: '10', treated: '46' }[domain.dischargeGroup(referral)], riskLevel: 'low', scoresUnavailable: true, followUpOn: at.slice(0, 10) }),
  summary: { act: 'sendDischargeSummary' }, followUp: { act: 'recordFollowUpContact', outcome: 'well' },
};
const assessed = [step.bookAssessment, step.attend, step.note];
/** The way most people go, from receipt to the last letter. */
const wholeWay = [step.screen, step.toAssessment, ...assessed, step.outcome, step.allocate, step.bookSession, step.attend, step.note, step.discharge, step.summary, step.followUp];
const courses = [
  wholeWay,
  [step.screen, step.toAllocation, step.ask, step.reply],
  [step.screen, step.toAssessment, step.ask, step.reply],
  [step.screen, step.ask, step.toAssessment], [step.screen, step.ask, step.toAllocation], [step.screen, step.ask, step.reply],
  [step.risky, step.toAssessment, step.ask, step.return, step.decline, step.toAssessment], // accepted, and back in triage
  [step.risky, step.return, step.coSign], [step.risky, step.ask, step.return, step.decline], [step.risky, step.ask, step.return, step.coSign],
  [...wholeWay.slice(0, -2), step.followUp, step.summary],
];
/** Tried from every stage that a course has come to. */
const everywhere = [step.return, step.discharge, { act: 'markAsDuplicate', duplicateOf: 'two' }, { act: 'withdraw', by: 'patient' }, { act: 'recordDeath' }, { act: 'recordMovedAway' }];

/** Plays the courses: every step from stage to stage that an act made, in the order of the tables, and the stages of the whole way. */
export function stageSteps(domain) {
  const seen = new Map();
  const keep = (from, act, to) => { if (from !== to) seen.set(`${from} ${act} ${to}`, { from, act, to }); };
  for (const course of courses) {
    let referral = carry(domain, undefined, received, 0);
    for (const [index, ask] of course.entries()) {
      for (const end of everywhere) { const ended = carry(domain, referral, end, index + 1); if (ended) keep(referral.stage, actOf(end, referral, domain, index + 1), ended.stage); }
      const next = carry(domain, referral, ask, index + 1);
      if (next) keep(referral.stage, actOf(ask, referral, domain, index + 1), next.stage);
      referral = next ?? referral;
    }
  }
  const order = ({ from, act, to }) => [domain.stageCodes.indexOf(from), domain.stageCodes.indexOf(to), domain.actNames.indexOf(act)];
  return [...seen.values()].sort((a, b) => { const [x, y] = [order(a), order(b)]; return x[0] - y[0] || x[1] - y[1] || x[2] - y[2]; });
}
/** The stages of the way that most people go. */
export function mainLine(domain) {
  let referral = carry(domain, undefined, received, 0);
  const line = [referral.stage];
  for (const [index, ask] of wholeWay.entries()) {
    referral = carry(domain, referral, ask, index + 1);
    if (!referral) throw new Error(`the whole way stops after ${line.at(-1)}`);
    if (referral.stage !== line.at(-1)) line.push(referral.stage);
  }
  return line;
}

const told = (ask, referral, domain, dayNo) => (typeof ask === 'function' ? ask(new Date(beginning + dayNo * day).toISOString(), referral, domain) : ask);
const actOf = (ask, referral, domain, dayNo) => told(ask, referral, domain, dayNo).act;
/** The referral after the act, by the first of our people who may do it; undefined when it is refused. */
function carry(domain, referral, ask, dayNo) {
  const command = told(ask, referral, domain, dayNo);
  for (const actor of [...people].sort((a, b) => Number(b.staffId === 'chair' && command.act === 'allocateAtMdt') - Number(a.staffId === 'chair' && command.act === 'allocateAtMdt'))) {
    const circumstances = { at: new Date(beginning + dayNo * day + 3_600_000).toISOString(), actor, policy: domain.defaultPolicy, holders: {}, people: Object.fromEntries(people.map((one) => [one.staffId, one])) };
    const { events } = domain.decide(referral, command, circumstances);
    if (events) return events.reduce(domain.evolve, referral);
  }
  return undefined;
}
