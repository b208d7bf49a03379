// Referrals at every stage of care, each brought there by the acts that bring real ones there. Used by specs; seeds may follow the same paths.
import type { Instant, Policy, Receive, Stage, StrandPlan, TriageCode } from '#domain';
import { after, Course, firstReceipt, start } from './course.js';
import type { StaffName } from './staff.js';

export interface Wishes {
  at?: Instant; policy?: Policy;
  receive?: Partial<Receive>;
  triageCode?: TriageCode; optIn?: boolean; pathway?: 'assessment' | 'allocation';
  strands?: StrandPlan[];
}
export const cbt: StrandPlan = { discipline: 'psychotherapist', modality: 'cbt', format: 'individual', sessions: 8, clinicianId: 'imogen' };
export const psychoanalysis: StrandPlan = { discipline: 'psychotherapist', modality: 'psychoanalytic', format: 'individual', clinicianId: 'imogen' };
export const medication: StrandPlan = { discipline: 'psychiatrist', modality: 'medication', format: 'individual', clinicianId: 'victor' };

/** Received now, or (`receive.receivedAt`) earlier. */
export function received(wishes: Wishes = {}): Course {
  const course = new Course(wishes.at ?? start, wishes.policy);
  course.does('amina', { act: 'receive', ...firstReceipt, receivedAt: course.at, ...wishes.receive });
  return course;
}
export function screened(wishes: Wishes = {}): Course {
  const course = received(wishes);
  course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'low', triageCode: wishes.triageCode ?? 'E' });
  return course;
}
export function accepted(wishes: Wishes = {}): Course {
  const course = screened(wishes);
  course.does('amina', { act: 'acceptAtTriage', urgency: 'routine', triageCode: wishes.triageCode ?? 'E', pathway: wishes.pathway ?? 'assessment', optIn: wishes.optIn ?? false });
  return course;
}
/** Books an assessment with `by` a week ahead, at ten, and lets time pass until it has been held and recorded. */
export function assess(course: Course, code: '5' | '3' = '5', anotherSession = false): void {
  book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen', days: 7 });
  course.passes({ days: 7, minutes: 50 });
  course.does('amina', { act: 'recordAttendance', appointmentNo: course.referral.last.appointment, code, anotherSession });
}
export interface Booking { purpose: 'assessment' | 'session'; clinicianId: StaffName; strandNo?: number; days?: number; minutes?: number }
export function book(course: Course, by: StaffName, { purpose, clinicianId, strandNo, days = 7, minutes = 50 }: Booking): number {
  course.does(by, { act: 'bookAppointment', purpose, clinicianId, startsAt: after(course.at, { days }), minutes, mechanism: 'face-to-face', ...(minutes !== 50 && strandNo === undefined && { lengthReason: 'clinical-need' as const }), ...(strandNo && { strandNo }) });
  return course.referral.last.appointment;
}
export function sign(course: Course, by: StaffName, appointmentNo = course.referral.last.appointment): void {
  course.does(by, { act: 'signNote', appointmentNo, noteId: `note-${appointmentNo}` });
}
/** One session of a strand: booked, held a week later, recorded with the code, its note signed. */
export function session(course: Course, options: { strandNo?: number; code?: '5' | '3'; note?: boolean; days?: number } = {}): number {
  const strandNo = options.strandNo ?? 1;
  const strand = course.referral.strands[strandNo]!;
  const minutes = strand.modality === 'medication' ? 30 : 50;
  const no = book(course, 'amina', { purpose: 'session', clinicianId: strand.clinicianId as StaffName, strandNo, minutes, days: options.days ?? 7 });
  course.passes({ days: options.days ?? 7, minutes });
  course.does('amina', { act: 'recordAttendance', appointmentNo: no, code: options.code ?? '5' });
  if ((options.code ?? '5') === '5' && (options.note ?? true)) sign(course, strand.clinicianId as StaffName, no);
  return no;
}
export function allocate(course: Course, strands: StrandPlan[] = [cbt]): void {
  course.does('helen', { act: 'allocateAtMdt', between: false, reason: 'best-match-of-competence', lead: 0, strands });
}

const steps: [Stage, (wishes: Wishes) => Course][] = [
  ['awaiting-triage', received],
  ['awaiting-information', (wishes) => { const course = received(wishes); course.does('amina', { act: 'askReferrerForInformation', questions: ['prior-treatment'] }); return course; }],
  ['awaiting-assessment', accepted],
  ['in-assessment', (wishes) => { const course = accepted(wishes); assess(course); return course; }],
  ['awaiting-allocation', (wishes) => {
    const course = referralAt('in-assessment', wishes);
    sign(course, 'helen');
    course.does('helen', { act: 'recordAssessmentOutcome', outcome: 'offer-treatment', riskLevel: 'low', modalities: ['cbt'], disciplines: ['psychotherapist'] });
    return course;
  }],
  ['awaiting-treatment', (wishes) => { const course = referralAt('awaiting-allocation', wishes); allocate(course, wishes.strands); return course; }],
  ['in-treatment', (wishes) => { const course = referralAt('awaiting-treatment', wishes); session(course); return course; }],
  ['in-follow-up', (wishes) => {
    const course = referralAt('in-treatment', wishes);
    course.does('imogen', { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 6, riskItem: 0 });
    course.does('imogen', { act: 'discharge', code: '46', riskLevel: 'low' });
    return course;
  }],
  ['closed', (wishes) => { const course = referralAt('in-follow-up', wishes); course.does('amina', { act: 'sendDischargeSummary' }); return course; }],
];
/** A referral that has just come to this stage. */
export function referralAt(stage: Stage, wishes: Wishes = {}): Course {
  const course = new Map(steps).get(stage)!(wishes);
  if (course.referral.stage !== stage) throw new Error(`meant ${stage}, came to ${course.referral.stage}`);
  return course;
}
