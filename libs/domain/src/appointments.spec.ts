import { describe, expect, test } from '@jest/globals';
import { defaultPolicy, type Command } from './index.js';
import { after, start, type Course } from '../../../test/builders/course.js';
import { accepted, assess, book, cbt, referralAt, session, sign } from '../../../test/builders/referral.js';

const assessment = (course: Course, more: object = {}) =>
  ({ act: 'bookAppointment', purpose: 'assessment', clinicianId: 'helen', startsAt: after(course.at, { days: 7 }), minutes: 50, mechanism: 'telephone', ...more }) as Command;
const treating = (more: object = {}) => (course: Course) => assessment(course, { purpose: 'session', clinicianId: 'imogen', strandNo: 1, ...more });
const checked = { riskChecked: true, vulnerabilityChecked: true, contactAttempted: true };

describe('booking', () => {
  test('closes the booking task, leaves attendance to be recorded that evening by the clinician, tells the patient', () => {
    const course = accepted();
    const told = course.does('amina', assessment(course));
    expect(course.tasks()).toEqual(['record-attendance']);
    expect(course.task('record-attendance')).toMatchObject({ assignedTo: 'helen', queue: 'clinical-psychologist', dueAt: '2026-03-11T17:00:00.000Z' });
    expect(course.letters(told)).toEqual(['appointment to patient']);
  });
  test('what has already been held is entered afterwards, without a letter and without being overdue at once', () => {
    const course = accepted();
    course.passes({ days: 2 });
    const told = course.does('amina', assessment(course, { startsAt: after(start, { days: 1 }) }));
    expect(course.letters(told)).toEqual([]);
    expect(course.task('record-attendance').dueAt).toBe('2026-03-06T17:00:00.000Z');
  });
  test.each([
    ['a secretary', { clinicianId: 'amina' }, 'not-a-clinician'], ['somebody who has left', { clinicianId: 'gwen' }, 'not-a-clinician'],
    ['a clinician of another team', { clinicianId: 'leon' }, 'not-a-clinician'], ['nobody known', { clinicianId: 'nobody' }, 'not-a-clinician'],
    ['before the receipt', { startsAt: '2026-03-04T09:59:00.000Z' }, 'starts-before-receipt'], ['further ahead than a year', { startsAt: '2027-04-01T09:00:00.000Z' }, 'out-of-range'],
    ['with a strand', { strandNo: 1 }, 'no-such-strand'],
  ])('an assessment is not booked %s', (_how, more, code) => {
    const course = accepted();
    expect(course.refuses('amina', assessment(course, more)).code).toBe(code);
  });
  test('another length needs a coded reason: fifty minutes is usual, thirty to sixty allowed with one', () => {
    const course = accepted();
    expect(course.refuses('amina', assessment(course, { minutes: 30 }))).toMatchObject({ kind: 'incomplete', code: 'length-needs-reason' });
    expect(course.tries('amina', assessment(course, { minutes: 30, lengthReason: 'patient-concentration' })).refusal).toBeUndefined();
  });
  test('a clinician is at one place at a time', () => {
    const course = accepted();
    expect(course.refuses('amina', assessment(course), { busy: true })).toMatchObject({ code: 'clinician-is-booked', fields: ['startsAt'] });
  });
  test('one assessment at a time, and none after the assessment', () => {
    const course = accepted();
    course.does('amina', assessment(course));
    expect(course.refuses('amina', assessment(course)).code).toBe('appointment-booked');
    const treated = referralAt('in-treatment');
    expect(treated.refuses('amina', assessment(treated)).code).toBe('stage-does-not-allow');
  });
  test.each([
    ['no strand named', { strandNo: undefined }, 'no-such-strand'], ['a strand that is not there', { strandNo: 9 }, 'no-such-strand'],
    ['somebody else’s patient', { clinicianId: 'ines' }, 'not-the-treating-clinician'],
  ])('a session is not booked with %s', (_how, more, code) => {
    const course = referralAt('awaiting-treatment');
    const refusal = course.refuses('amina', treating(more)(course));
    expect([refusal.code, refusal.kind === 'incomplete']).toEqual([code, 'strandNo' in more && more.strandNo === undefined]);
  });
  test('nor while nobody has taken on the strand', () => {
    const course = referralAt('awaiting-treatment', { strands: [{ ...cbt, clinicianId: undefined }] });
    expect(course.refuses('amina', treating()(course)).code).toBe('strand-has-no-clinician');
  });
  test('no more sessions are booked than the allowance has left', () => {
    const course = referralAt('awaiting-treatment');
    for (let week = 1; week <= 8; week += 1) course.does('amina', treating({ startsAt: after(course.at, { days: 7 * week }) })(course));
    expect(course.refuses('amina', treating({ startsAt: after(course.at, { days: 70 }) })(course)).code).toBe('allowance-used-up');
  });
});

describe('attendance', () => {
  test('the first assessment seen stops the assessment clock and leaves a note due the same day', () => {
    const course = referralAt('in-assessment');
    expect(course.referral.waits.assessment?.stoppedAt).toBe(course.at);
    expect(course.referral.waits['triage-response']?.stoppedAt).toBe(course.at);
    expect(course.task('write-note')).toMatchObject({ assignedTo: 'helen', dueAt: '2026-03-11T17:00:00.000Z' });
  });
  test('nothing is recorded of an appointment that has not begun, but a cancellation', () => {
    const course = accepted();
    const appointmentNo = book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    expect(course.refuses('amina', { act: 'recordAttendance', appointmentNo, code: '5' }).code).toBe('appointment-not-yet');
    course.does('amina', { act: 'recordAttendance', appointmentNo, code: '2', contactAt: course.at });
    expect(course.referral.appointments[appointmentNo]).toMatchObject({ outcome: 'cancelled', code: '2' });
    expect(course.tasks()).toEqual(['book-assessment']);
    expect(course.refuses('amina', { act: 'recordAttendance', appointmentNo, code: '5' }).code).toBe('appointment-is-over');
    expect(course.refuses('amina', { act: 'cancelAppointment', appointmentNo: 77, by: 'patient' })).toMatchObject({ kind: 'unknown', code: 'no-such-appointment' });
  });
  test('who rang before the start has cancelled, though marked as not attending; who rang after it has not attended, though marked as cancelled', () => {
    const course = accepted();
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    course.passes({ days: 7, hours: 1 });
    course.does('amina', { act: 'recordAttendance', appointmentNo: 1, code: '3', contactAt: after(course.at, { hours: -2 }) });
    expect(course.told('appointment-cancelled')).toMatchObject([{ code: '2', late: true, counts: false }]);
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    course.passes({ days: 7, hours: 1 });
    course.does('amina', { act: 'cancelAppointment', appointmentNo: 2, by: 'patient' });
    expect(course.referral.appointments[2]).toMatchObject({ outcome: 'not-attended', code: '3' });
    expect(course.tasks()).toEqual(['decide-after-non-attendance']);
  });
  test.each([[24, false], [23.9, true]])('a cancellation %d hours before is late: %s', (hours, late) => {
    const course = accepted();
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    course.does('amina', { act: 'cancelAppointment', appointmentNo: 1, by: 'patient', contactAt: after(course.at, { days: 7, hours: -hours }) });
    expect(course.told('appointment-cancelled')).toMatchObject([{ late }]);
    expect(course.letters()).toContain('appointment-cancelled to patient');
  });
  test('the provider’s cancellation never counts; the patient’s late one and a non-attendance count where the service says so', () => {
    const strict = { ...defaultPolicy, attendance: { lateCancelHours: 24, countDna: true, countLateCancellation: true } };
    const used = (policy: typeof defaultPolicy, act: (course: Course, appointmentNo: number) => void) => {
      const course = referralAt('in-treatment', { policy });
      act(course, book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 }));
      return course.referral.strands[1]!.used - 1;
    };
    const notAttended = (course: Course, appointmentNo: number) => { course.passes({ days: 7 }); course.does('amina', { act: 'recordAttendance', appointmentNo, code: '3' }); };
    const late = (course: Course, appointmentNo: number) => { course.passes({ days: 6, hours: 23 }); course.does('amina', { act: 'cancelAppointment', appointmentNo, by: 'patient' }); };
    const provider = (course: Course, appointmentNo: number) => { course.passes({ days: 6, hours: 23 }); course.does('amina', { act: 'cancelAppointment', appointmentNo, by: 'provider' }); };
    expect([notAttended, late, provider].map((act) => used(strict, act))).toEqual([1, 1, 0]);
    expect([notAttended, late, provider].map((act) => used(defaultPolicy, act))).toEqual([0, 0, 0]);
  });
});

describe('non-attendance', () => {
  test('is a clinician’s decision, after risk, vulnerability and a contact attempt; never a discharge by itself', () => {
    const course = accepted();
    assess(course, '3');
    expect(course.task('decide-after-non-attendance')).toMatchObject({ queue: 'clinical-psychologist', assignedTo: 'helen', dueAt: '2026-03-13T17:00:00.000Z' });
    const decide = { act: 'decideAfterNonAttendance' as const, appointmentNo: 1, decision: 'offer-again' as const, ...checked };
    expect(course.refuses('amina', decide).code).toBe('role-does-not-allow');
    expect(course.refuses('helen', { ...decide, riskChecked: false, contactAttempted: false })).toMatchObject({ kind: 'incomplete', code: 'checks-missing', fields: ['riskChecked', 'contactAttempted'] });
    expect(course.letters(course.does('helen', decide))).toEqual(['did-not-attend to patient']);
    expect(course.tasks()).toEqual(['book-assessment']);
    expect(course.refuses('helen', decide).code).toBe('no-such-task');
  });
  test('of a person at risk is decided the same day', () => {
    const course = accepted({ receive: { flags: ['risk-told-by-referrer'] } });
    assess(course, '3');
    expect(course.task('decide-after-non-attendance').dueAt).toBe('2026-03-11T17:00:00.000Z');
  });
  test('twice in a row is told with the second, and still a person decides', () => {
    const course = referralAt('in-treatment');
    for (const inARow of [1, 2]) {
      session(course, { code: '3' });
      expect(course.told('appointment-not-attended').at(-1)).toMatchObject({ inARow, counts: false });
      if (inARow === 1) course.does('imogen', { act: 'decideAfterNonAttendance', appointmentNo: course.referral.last.appointment, decision: 'offer-again', ...checked });
    }
    course.passes({ days: 90 });
    expect(course.referral.stage).toBe('in-treatment');
    course.does('imogen', { act: 'decideAfterNonAttendance', appointmentNo: course.referral.last.appointment, decision: 'end-care', ...checked });
    expect(course.task('complete-discharge')).toMatchObject({ assignedTo: 'imogen', strandNo: 1 });
  });
  test('who comes again starts the count afresh', () => {
    const course = referralAt('in-treatment');
    session(course, { code: '3' });
    course.does('imogen', { act: 'decideAfterNonAttendance', appointmentNo: course.referral.last.appointment, decision: 'offer-again', ...checked });
    session(course);
    expect(course.referral.notAttendedInARow).toBe(0);
  });
  test('decided after another appointment was booked raises no second booking', () => {
    const course = accepted();
    assess(course, '3');
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    course.does('helen', { act: 'decideAfterNonAttendance', appointmentNo: 1, decision: 'offer-again', ...checked });
    expect(course.tasks()).toEqual(['record-attendance']);
  });
  test('of two sessions, each decided to end the care, asks for one discharge', () => {
    const course = referralAt('in-treatment');
    const first = session(course, { code: '3' });
    const second = session(course, { code: '3' });
    for (const appointmentNo of [first, second]) course.does('imogen', { act: 'decideAfterNonAttendance', appointmentNo, decision: 'end-care', ...checked });
    expect(course.tasks()).toEqual(['complete-discharge']);
  });
  test('can be decided while information is awaited', () => {
    const course = accepted();
    assess(course, '3');
    course.does('amina', { act: 'askReferrerForInformation', questions: ['contact'] });
    course.does('helen', { act: 'decideAfterNonAttendance', appointmentNo: 1, decision: 'offer-again', ...checked });
    expect(course.tasks()).toEqual(['information-awaited']);
    course.does('amina', { act: 'recordReferrerReply' });
    expect(course.tasks()).toEqual(['book-assessment']);
  });
  test('ended after a non-attendance, then wanted after all: a new appointment takes the ending back', () => {
    const course = accepted();
    assess(course, '3');
    course.does('helen', { act: 'decideAfterNonAttendance', appointmentNo: 1, decision: 'end-care', ...checked });
    expect(course.tasks()).toEqual(['complete-discharge']);
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    expect(course.tasks()).toEqual(['record-attendance']);
  });
});

describe('notes', () => {
  test('are the treating clinician’s own; a signed note is only added to', () => {
    const course = referralAt('in-assessment');
    expect(course.refuses('amina', { act: 'signNote', appointmentNo: 1, noteId: 'n' }).code).toBe('role-does-not-allow');
    expect(course.refuses('ngozi', { act: 'signNote', appointmentNo: 1, noteId: 'n' })).toMatchObject({ kind: 'not-yours', code: 'not-the-treating-clinician' });
    expect(course.refuses('helen', { act: 'addToNote', appointmentNo: 1, noteId: 'n' }).code).toBe('note-not-signed');
    sign(course, 'helen');
    expect(course.refuses('helen', { act: 'signNote', appointmentNo: 1, noteId: 'n' }).code).toBe('note-already-signed');
    expect(course.refuses('ngozi', { act: 'addToNote', appointmentNo: 1, noteId: 'n' }).code).toBe('not-the-treating-clinician');
    course.does('helen', { act: 'addToNote', appointmentNo: 1, noteId: 'n2' });
    expect(course.referral.appointments[1]?.noteId).toBe('note-1');
  });
  test('of nobody’s session do not exist', () => {
    expect(accepted().refuses('helen', { act: 'signNote', appointmentNo: 1, noteId: 'n' }).code).toBe('no-such-task');
  });
  test('of a clinician who has left are written by the clinician who takes them from the queue', () => {
    const course = referralAt('in-assessment');
    course.does('judith', { act: 'returnHoldings', staffId: 'helen' });
    expect('assignedTo' in course.task('write-note')).toBe(false);
    course.does('ngozi', { act: 'signNote', appointmentNo: 1, noteId: 'n' });
    expect(course.tasks()).toEqual(['complete-assessment']);
  });
  test('can still be written after the patient has died', () => {
    const course = referralAt('in-assessment');
    course.does('amina', { act: 'recordDeath' });
    expect(course.refuses('ngozi', { act: 'signNote', appointmentNo: 1, noteId: 'n' }).code).toBe('not-the-treating-clinician');
    sign(course, 'helen', 1);
    expect(course.referral.appointments[1]?.noteId).toBe('note-1');
    expect(course.referral.stage).toBe('closed');
  });
});
