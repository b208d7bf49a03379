// Appointments: booked, cancelled, attended or not. A non-attendance makes a task for a clinician to decide; nobody is discharged by rule.
// What counts towards the allowance is decided here, by the service's rule of the day, and recorded in the event.
import { judgeAttendance } from './attendance.js';
import type { CommandOf } from './commands.js';
import { modality } from './modalities.js';
import { bookedAppointments, openTasksOf, type Appointment, type Referral } from './referral.js';
import { incomplete, notNow, type Refusal } from './refusals.js';
import { mayTreat } from './permissions.js';
import type { Step } from './step.js';
import { ask, clearTimer, close, enter, minutesAfter, raise, type Story } from './story.js';
import { afterAttendedSession, keepStrandsMoving, strandIsOpen, warnBeforeTheEnd } from './strands.js';
import { stopWait } from './waiting-times.js';
import { afterHours, endOfDay } from './working-days.js';

type Book = CommandOf<'bookAppointment'>;
/** Minutes of an assessment: the domain's usual session; another length needs a reason. */
const assessmentMinutes = 50;
/** Nothing is booked further ahead than a year: until its appointment nobody looks at a referral again. */
const furthestDays = 366;

export const bookAppointment: Step<'bookAppointment'> = (story, command) => {
  const refusal = refuseClinician(story, command) ?? (command.purpose === 'assessment' ? refuseAssessment(story.referral, command) : refuseSession(story, command)) ?? refuseTimes(story, command);
  if (refusal) return refusal;
  const { act: _act, ...booked } = command;
  const no = story.referral.last.appointment + 1;
  const { discipline } = story.people[command.clinicianId]!;
  story.then({ type: 'appointment-booked', no, ...booked, discipline: discipline! });
  closeWhatBookingAnswers(story, command);
  raise(story, 'record-attendance', { from: minutesAfter(command.startsAt, command.minutes), notBefore: endOfDay(story.at, story.policy.calendar), appointmentNo: no, strandNo: command.strandNo, assignedTo: command.clinicianId, discipline });
  if (command.startsAt > story.at) ask(story, 'appointment', 'patient');
  return undefined;
};
/** A booked appointment answers what waited for it, and takes back that the care was about to end. */
function closeWhatBookingAnswers(story: Story, command: Book): void {
  if (command.purpose === 'session') return close(story, ['book-session', 'complete-discharge'], 'done', (task) => task.strandNo === command.strandNo);
  close(story, ['book-assessment', 'opt-in-awaited', 'decide-without-opt-in']);
  close(story, ['complete-assessment', 'complete-discharge'], 'no-longer-needed');
  for (const key of ['opt-in-reminder', 'opt-in-over']) clearTimer(story, key);
}
function refuseClinician(story: Story, command: Book): Refusal | undefined {
  const clinician = story.people[command.clinicianId];
  return !clinician || !mayTreat(clinician, story.referral.teamId) ? notNow('not-a-clinician', { fields: ['clinicianId'] }) : undefined;
}
function refuseAssessment(referral: Referral, command: Book): Refusal | undefined {
  if (command.strandNo !== undefined) return notNow('no-such-strand', { fields: ['strandNo'] });
  if (referral.stage !== 'awaiting-assessment' && referral.stage !== 'in-assessment') return notNow('stage-does-not-allow');
  return bookedAppointments(referral).length > 0 ? notNow('appointment-booked') : undefined;
}
function refuseSession(story: Story, command: Book): Refusal | undefined {
  if (command.strandNo === undefined) return incomplete('no-such-strand', 'strandNo');
  const strand = strandIsOpen(story.referral, command.strandNo);
  if (!strand) return notNow('no-such-strand', { fields: ['strandNo'] });
  if (!strand.clinicianId) return notNow('strand-has-no-clinician');
  if (strand.clinicianId !== command.clinicianId) return notNow('not-the-treating-clinician', { fields: ['clinicianId'] });
  const booked = bookedAppointments(story.referral).filter((one) => one.strandNo === strand.no).length;
  return strand.allowance !== null && strand.used + booked >= strand.allowance ? notNow('allowance-used-up') : undefined;
}
function refuseTimes(story: Story, command: Book): Refusal | undefined {
  if (command.startsAt < story.referral.receivedAt) return notNow('starts-before-receipt', { fields: ['startsAt'] });
  if (command.startsAt > afterHours(story.at, furthestDays * 24)) return notNow('out-of-range', { fields: ['startsAt'] });
  const strand = command.strandNo ? story.referral.strands[command.strandNo] : undefined;
  const usual = strand ? modality(strand.modality).minutes.usual : assessmentMinutes;
  if (command.minutes !== usual && !command.lengthReason) return incomplete('length-needs-reason', 'lengthReason');
  return story.busy ? notNow('clinician-is-booked', { fields: ['startsAt'] }) : undefined;
}

const bookedOne = (story: Story, no: number): Appointment | Refusal => {
  const one = story.referral.appointments[no];
  if (!one) return { kind: 'unknown', code: 'no-such-appointment', fields: ['appointmentNo'] };
  return one.outcome === 'booked' ? one : notNow('appointment-is-over');
};
const isRefusal = (answer: object): answer is Refusal => 'kind' in answer;

export const cancelAppointment: Step<'cancelAppointment'> = (story, command) => {
  const one = bookedOne(story, command.appointmentNo);
  if (isRefusal(one)) return one;
  settle(story, one, command.by === 'patient' ? '2' : '4', command.contactAt ?? story.at);
  return undefined;
};
export const recordAttendance: Step<'recordAttendance'> = (story, command) => {
  const one = bookedOne(story, command.appointmentNo);
  if (isRefusal(one)) return one;
  if (!['2', '4'].includes(command.code) && one.startsAt > story.at) return notNow('appointment-not-yet');
  settle(story, one, command.code, command.contactAt, command.anotherSession);
  return undefined;
};

/** Judges the code by when contact was made, records it, and leaves the next task behind. */
function settle(story: Story, one: Appointment, code: string, contactAt: string | undefined, anotherSession = false): void {
  const judged = judgeAttendance({ code, appointmentStart: one.startsAt, ...(contactAt && { patientContactAt: contactAt }), policy: story.policy.attendance });
  const effective = judged.effectiveCode ?? code;
  const counts = one.strandNo !== undefined && judged.countsTowardAllowance;
  close(story, 'record-attendance', 'done', (task) => task.appointmentNo === one.no);
  if (judged.category === 'attended') attended(story, one, effective, counts, anotherSession);
  else if (judged.category === 'did-not-attend') notAttended(story, one, effective, counts);
  else cancelled(story, one, effective as '2' | '4', judged.lateCancellation, counts);
}
function attended(story: Story, one: Appointment, code: string, counts: boolean, anotherSession: boolean): void {
  story.then({ type: 'appointment-attended', no: one.no, code, counts });
  const { discipline } = one;
  raise(story, 'write-note', { appointmentNo: one.no, strandNo: one.strandNo, assignedTo: one.clinicianId, discipline });
  stopWait(story, 'triage-response');
  if (one.strandNo) return afterAttendedSession(story, one.strandNo);
  enter(story, 'in-assessment');
  stopWait(story, 'assessment');
  if (anotherSession) bookAgain(story, undefined);
  else if (openTasksOf(story.referral, 'complete-assessment').length === 0) raise(story, 'complete-assessment', { assignedTo: one.clinicianId, discipline });
}
function notAttended(story: Story, one: Appointment, code: string, counts: boolean): void {
  story.then({ type: 'appointment-not-attended', no: one.no, code, counts, inARow: story.referral.notAttendedInARow + 1 });
  if (one.strandNo) warnBeforeTheEnd(story, one.strandNo);
  raise(story, 'decide-after-non-attendance', { appointmentNo: one.no, strandNo: one.strandNo, assignedTo: one.clinicianId, discipline: one.discipline });
}
function cancelled(story: Story, one: Appointment, code: '2' | '4', late: boolean | null, counts: boolean): void {
  story.then({ type: 'appointment-cancelled', no: one.no, code, late, counts });
  ask(story, 'appointment-cancelled', 'patient');
  if (one.strandNo) warnBeforeTheEnd(story, one.strandNo);
  bookAgain(story, one.strandNo);
}
/** The provider cannot hold this appointment (reallocated, left, care ended). Never counts; says nothing of what comes next. */
export function callOff(story: Story, one: Appointment): void {
  close(story, 'record-attendance', 'no-longer-needed', (task) => task.appointmentNo === one.no);
  story.then({ type: 'appointment-cancelled', no: one.no, code: '4', late: null, counts: false });
  ask(story, 'appointment-cancelled', 'patient');
}
/** What is to be booked next: a strand keeps moving; an assessment is booked again unless one is, or nobody assesses at this stage. */
export function bookAgain(story: Story, strandNo: number | undefined): void {
  const { referral } = story;
  if (strandNo) return keepStrandsMoving(story);
  const assessed = referral.stage !== 'awaiting-assessment' && referral.stage !== 'in-assessment';
  if (assessed || bookedAppointments(referral).length > 0 || openTasksOf(referral, 'book-assessment').length > 0) return;
  raise(story, 'book-assessment', {});
}

/** A person decides, after risk and vulnerability were checked and (the first time) contact was attempted. */
export const decideAfterNonAttendance: Step<'decideAfterNonAttendance'> = (story, command) => {
  const one = story.referral.appointments[command.appointmentNo];
  const pending = openTasksOf(story.referral, 'decide-after-non-attendance').find((task) => task.appointmentNo === command.appointmentNo);
  if (!one || !pending) return notNow('no-such-task', { fields: ['appointmentNo'] });
  const missing = (['riskChecked', 'vulnerabilityChecked', 'contactAttempted'] as const).filter((check) => !command[check]);
  if (missing.length > 0) return incomplete('checks-missing', ...missing);
  story.then({ type: 'decided-after-non-attendance', no: one.no, decision: command.decision, ...(command.noteId && { noteId: command.noteId }) });
  close(story, 'decide-after-non-attendance', 'done', (task) => task.appointmentNo === one.no);
  if (command.decision === 'end-care') {
    raise(story, 'complete-discharge', { strandNo: one.strandNo, discipline: story.actor.discipline, assignedTo: story.actor.staffId });
    return undefined;
  }
  ask(story, 'did-not-attend', 'patient');
  bookAgain(story, one.strandNo);
  return undefined;
};
/** Only the treating clinician signs, at any stage; or, when they have left and the task went back to the queue, the clinician who took it. A signed note is never changed. */
export const signNote: Step<'signNote'> = (story, command) => {
  const one = story.referral.appointments[command.appointmentNo];
  if (one?.noteId) return notNow('note-already-signed');
  const task = openTasksOf(story.referral, 'write-note').find((open) => open.appointmentNo === command.appointmentNo);
  if (one?.outcome !== 'attended') return notNow('no-such-task', { fields: ['appointmentNo'] });
  if (one.clinicianId !== story.actor.staffId && (!task || task.assignedTo)) return { kind: 'not-yours', code: 'not-the-treating-clinician' };
  story.then({ type: 'note-signed', no: one.no, noteId: command.noteId });
  close(story, 'write-note', 'done', (open) => open.appointmentNo === one.no);
  return undefined;
};
export const addToNote: Step<'addToNote'> = (story, command) => {
  const one = story.referral.appointments[command.appointmentNo];
  if (!one?.noteId) return notNow('note-not-signed', { fields: ['appointmentNo'] });
  if (one.clinicianId !== story.actor.staffId) return { kind: 'not-yours', code: 'not-the-treating-clinician' };
  story.then({ type: 'note-added-to', no: one.no, noteId: command.noteId });
  return undefined;
};
