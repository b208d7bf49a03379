// Any command for any act: mostly one that could be meant on this referral, now and then one that could not. Used by random walks.
import { allocationReasons, amendable, assessmentOutcomes, dischargeCodeList, disciplineCodes, extensionReasons, flags, formats, measures, modality, modalityCodes, openStrands, questions, reviewKinds, riskLevels, signposts, triageCodes, type ActName, type Command, type CommandOf, type Discipline, type Measure, type StrandPlan } from '#domain';
import { between, likely, oneOf, type Roll } from './chance.js';
import { after, type Course } from './course.js';
import { staff, staffNames, type StaffName } from './staff.js';

type Make<Act extends ActName> = (course: Course, roll: Roll, by: StaffName) => Omit<CommandOf<Act>, 'act'>;
const clinicians = staffNames.filter((name) => 'discipline' in staff[name]);
const noted = (roll: Roll) => (likely(roll, 0.3) ? { noteId: `note-${between(roll, 1, 1000)}` } : {});
const risk = (roll: Roll) => oneOf(roll, [...riskLevels, 'low', 'low', 'none'] as const);
const code = (roll: Roll) => oneOf(roll, [...triageCodes, 'D', 'E', 'E', 'E'] as const);
const appointment = (course: Course, roll: Roll) => (likely(roll, 0.9) && course.referral.last.appointment > 0 ? between(roll, Math.max(1, course.referral.last.appointment - 2), course.referral.last.appointment) : 77);
const strandNo = (course: Course, roll: Roll) => { const open = openStrands(course.referral); return likely(roll, 0.92) && open.length > 0 ? oneOf(roll, open).no : between(roll, 1, 4); };
const day = (course: Course, days: number) => after(course.at, { days }).slice(0, 10);

function plan(roll: Roll): StrandPlan {
  const chosen = oneOf(roll, ['cbt', 'cbt', 'cat', 'psychoanalytic', 'medication', 'art-therapy', oneOf(roll, modalityCodes)] as const);
  const { deliveredBy, formats: offered, sessions } = modality(chosen);
  const discipline: Discipline = likely(roll, 0.97) ? oneOf(roll, deliveredBy) : oneOf(roll, disciplineCodes);
  const able = clinicians.filter((name) => (staff[name] as { discipline?: Discipline }).discipline === discipline);
  return {
    discipline, modality: chosen, format: likely(roll, 0.97) ? offered[0] : oneOf(roll, formats),
    ...(sessions && likely(roll, 0.8) && { sessions: sessions.least }), ...(likely(roll, 0.75) && { clinicianId: oneOf(roll, able) }),
  };
}
function booking(course: Course, roll: Roll): Omit<CommandOf<'bookAppointment'>, 'act'> {
  const no = strandNo(course, roll);
  const strand = course.referral.strands[no];
  const session = strand !== undefined && likely(roll, 0.95);
  const usual = session ? modality(strand.modality).minutes.usual : 50;
  return {
    purpose: session ? 'session' : 'assessment', clinicianId: session && likely(roll, 0.95) ? (strand.clinicianId ?? 'imogen') : oneOf(roll, clinicians),
    startsAt: after(course.at, { hours: oneOf(roll, [-3, 2, 24, 72, 168, 168, 24 * 400]) }), minutes: likely(roll, 0.95) ? usual : 45,
    mechanism: 'face-to-face', ...(session && { strandNo: no }), ...(!session && likely(roll, 0.02) && { strandNo: 1 }),
  };
}

const make: { [Act in ActName]: Make<Act> } = {
  receive: (course, roll) => ({
    referralId: 'referral-1', reference: 'HR-000001', teamId: 'north-team', personId: 'person-1', source: 'gp', referrerUrgency: likely(roll, 0.8) ? 'routine' : 'urgent',
    receivedAt: after(course.at, { days: -oneOf(roll, [0, 0, 0, 1, 40, 400]) }), imported: likely(roll, 0.2), flags: flags.filter(() => likely(roll, 0.15)),
  }),
  recordClinicalScreen: (_course, roll) => ({ riskLevel: risk(roll), triageCode: code(roll), ...noted(roll) }),
  acceptAtTriage: (course, roll) => ({
    urgency: oneOf(roll, ['routine', 'routine', 'urgent']), triageCode: likely(roll, 0.8) ? (course.referral.screen?.triageCode ?? 'E') : code(roll), pathway: likely(roll, 0.8) ? 'assessment' : 'allocation',
    ...(likely(roll, 0.5) && { riskLevel: risk(roll) }), ...(likely(roll, 0.7) && { optIn: likely(roll, 0.4) }), ...noted(roll),
  }),
  askReferrerForInformation: (_course, roll) => ({ questions: [oneOf(roll, questions)], ...noted(roll) }),
  recordReferrerReply: (_course, roll) => noted(roll),
  returnToReferrer: (_course, roll) => ({ reason: oneOf(roll, ['01', '02', '03']), signpost: oneOf(roll, signposts) }),
  coSignReturn: () => ({}),
  declineReturn: (_course, roll) => noted(roll),
  markAsDuplicate: (_course, roll) => ({ duplicateOf: likely(roll, 0.9) ? 'referral-0' : 'referral-1' }),
  dismissDuplicate: () => ({}),
  escalateToDutyClinician: (_course, roll) => noted(roll),
  recordDutyContact: (_course, roll) => ({ outcome: oneOf(roll, ['seen', 'spoken-to', 'spoken-to', 'not-reached', 'emergency-services-called']), riskLevel: risk(roll) }),
  recordNhsNumber: (_course, roll) => ({ identified: likely(roll, 0.7) }),
  linkToPerson: (_course, roll) => ({ personId: oneOf(roll, ['person-1', 'person-2']), ...(likely(roll, 0.5) && { earlierReferralId: 'referral-0' }) }),
  unlinkFromPerson: (_course, roll) => ({ personId: oneOf(roll, ['person-1', 'person-2']) }),
  amendReferral: (_course, roll) => ({ changed: [oneOf(roll, amendable)] }),
  completeCatchUp: () => ({}),
  recordOptIn: () => ({}),
  decideWithoutOptIn: (_course, roll) => ({ decision: oneOf(roll, ['offer-appointment', 'end-care']) }),
  bookAppointment: booking,
  cancelAppointment: (course, roll) => ({ appointmentNo: appointment(course, roll), by: oneOf(roll, ['patient', 'provider']), ...(likely(roll, 0.3) && { contactAt: after(course.at, { hours: -between(roll, 0, 30) }) }) }),
  recordAttendance: (course, roll) => ({ appointmentNo: appointment(course, roll), code: oneOf(roll, ['5', '5', '5', '6', '7', '3', '2', '4']), anotherSession: likely(roll, 0.2), ...(likely(roll, 0.2) && { contactAt: after(course.at, { hours: -between(roll, 0, 30) }) }) }),
  decideAfterNonAttendance: (course, roll) => ({ appointmentNo: appointment(course, roll), decision: oneOf(roll, ['offer-again', 'offer-again', 'end-care']), riskChecked: likely(roll, 0.95), vulnerabilityChecked: true, contactAttempted: true }),
  signNote: (course, roll) => ({ appointmentNo: appointment(course, roll), noteId: 'note' }),
  addToNote: (course, roll) => ({ appointmentNo: appointment(course, roll), noteId: 'note' }),
  recordAssessmentOutcome: (_course, roll) => ({ outcome: oneOf(roll, [...assessmentOutcomes, 'offer-treatment', 'offer-treatment'] as const), riskLevel: risk(roll), modalities: likely(roll, 0.95) ? ['cbt'] : [], disciplines: ['psychotherapist'] }),
  allocateAtMdt: (_course, roll) => { const strands = likely(roll, 0.7) ? [plan(roll)] : [plan(roll), plan(roll)]; return { between: likely(roll, 0.4), reason: oneOf(roll, allocationReasons), lead: likely(roll, 0.95) ? 0 : 2, strands, ...noted(roll) }; },
  addStrand: (_course, roll) => ({ reason: oneOf(roll, allocationReasons), strand: plan(roll) }),
  requestSecondStrand: (_course, roll) => noted(roll),
  declineSecondStrand: (_course, roll) => noted(roll),
  takeOnStrand: (course, roll) => ({ strandNo: strandNo(course, roll) }),
  reallocate: (course, roll) => ({ strandNo: strandNo(course, roll), reason: oneOf(roll, allocationReasons), ...(likely(roll, 0.6) && { clinicianId: oneOf(roll, clinicians) }), ...(likely(roll, 0.2) && { discipline: oneOf(roll, disciplineCodes) }) }),
  returnHoldings: (course, roll) => ({ staffId: likely(roll, 0.8) ? (Object.values(course.referral.strands)[0]?.clinicianId ?? 'helen') : oneOf(roll, clinicians) }),
  endStrand: (course, roll) => ({ strandNo: strandNo(course, roll), reason: oneOf(roll, ['completed', 'patient-ended', 'clinician-ended', 'replaced']) }),
  recordReview: (course, roll) => ({ kind: oneOf(roll, reviewKinds), outcome: oneOf(roll, ['continue', 'continue', 'end']), strandNo: strandNo(course, roll) }),
  planEnding: (course, roll) => ({ strandNo: strandNo(course, roll) }),
  requestExtension: (course, roll) => ({ strandNo: strandNo(course, roll), sessions: between(roll, 0, 4), reason: oneOf(roll, extensionReasons) }),
  decideExtension: (course, roll) => ({ strandNo: strandNo(course, roll), approved: likely(roll, 0.5), ...(likely(roll, 0.3) && { sessions: between(roll, 0, 3) }) }),
  recordUnavailability: (course, roll) => ({ fromOn: day(course, 3), toOn: day(course, likely(roll, 0.9) ? 10 : 1) }),
  removeUnavailability: (course, roll) => ({ periodNo: between(roll, 1, Math.max(1, course.referral.last.period)) }),
  recordCheckIn: (_course, roll) => ({ outcome: oneOf(roll, ['well', 'worse', 'not-reached']) }),
  recordOutcomeMeasure: (_course, roll) => { const measure = oneOf(roll, Object.keys(measures) as Measure[]); return { measure, total: between(roll, 0, measures[measure] + 1), ...(likely(roll, 0.2) && { riskItem: between(roll, 0, 3) }) }; },
  referOnward: (_course, roll) => ({ to: oneOf(roll, signposts) }),
  transferTeam: (_course, roll) => ({ teamId: oneOf(roll, ['north-team', 'south-team']) }),
  discharge: (course, roll) => ({ code: oneOf(roll, dischargeCodeList), riskLevel: risk(roll), scoresUnavailable: likely(roll, 0.7), ...(likely(roll, 0.5) && { followUpOn: day(course, oneOf(roll, [-1, 1, 30, 30, 90])) }) }),
  sendDischargeSummary: (_course, roll) => noted(roll),
  recordFollowUpContact: (_course, roll) => ({ outcome: oneOf(roll, ['well', 'well', 'worse', 'not-reached']) }),
  withdraw: (_course, roll) => ({ by: oneOf(roll, ['patient', 'referrer']) }),
  recordDeath: (course, roll) => (likely(roll, 0.5) ? { diedOn: day(course, -1) } : {}),
  recordMovedAway: () => ({}),
  adoptPolicy: (_course, roll) => ({ version: between(roll, 1, 2) }),
};
export const endingActs = ['withdraw', 'recordDeath', 'recordMovedAway', 'markAsDuplicate', 'returnToReferrer'] as const satisfies ActName[];

/** A command for this act, as `by` might give it. */
export const anyCommand = (act: ActName, course: Course, roll: Roll, by: StaffName): Command =>
  ({ act, ...(make[act] as Make<ActName>)(course, roll, by) }) as Command;
