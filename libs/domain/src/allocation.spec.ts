import { describe, expect, test } from '@jest/globals';
import { after } from '../../../test/builders/course.js';
import { allocate, book, cbt, medication, psychoanalysis, referralAt, session, sign } from '../../../test/builders/referral.js';
import type { StrandPlan } from './index.js';

const meeting = (strands: StrandPlan[], more: object = {}) => ({ act: 'allocateAtMdt' as const, between: false, reason: 'best-match-of-competence' as const, lead: 0, strands, ...more });

describe('allocating', () => {
  test('opens the strands, names the lead, keeps the reason, tells referrer and patient', () => {
    const course = referralAt('awaiting-allocation');
    const told = course.does('helen', meeting([cbt, medication], { lead: 1, meetingId: 'meeting-7' }));
    expect(course.referral).toMatchObject({ stage: 'awaiting-treatment', leadStrandNo: 2 });
    expect(course.told('allocated', told)).toMatchObject([{ reason: 'best-match-of-competence', between: false, meetingId: 'meeting-7' }]);
    expect(course.referral.strands[1]).toMatchObject({ modality: 'cbt', allowance: 8, clinicianId: 'imogen', stage: 'waiting' });
    expect(course.referral.strands[2]).toMatchObject({ modality: 'medication', allowance: null, clinicianId: 'victor' });
    expect(course.letters(told)).toEqual(['allocated to referrer', 'allocated to patient']);
    expect(course.tasks()).toEqual(['book-session', 'book-session']);
  });
  test('to a discipline without a name puts the strand into that discipline’s queue for five working days', () => {
    const course = referralAt('awaiting-allocation');
    course.does('judith', meeting([{ ...cbt, clinicianId: undefined, sessions: undefined }]));
    expect(course.task('take-on-strand')).toMatchObject({ queue: 'psychotherapist', strandNo: 1, dueAt: '2026-03-18T17:00:00.000Z' });
    expect(course.referral.strands[1]?.allowance).toBe(16);
  });
  test('in the meeting is for its chair or a team lead; between meetings a clinician may when it cannot wait', () => {
    const course = referralAt('awaiting-allocation');
    expect(course.refuses('ngozi', meeting([cbt]))).toMatchObject({ kind: 'not-yours', code: 'meeting-chairs-decide' });
    expect(course.tries('ngozi', meeting([cbt], { between: true })).refusal).toBeUndefined();
    expect(course.refuses('amina', meeting([cbt])).code).toBe('role-does-not-allow');
  });
  test.each([
    ['no strand', [], {}, 'no-such-strand'],
    ['a lead that is none of them', [cbt], { lead: 3 }, 'lead-not-in-strands'],
    ['a discipline that does not deliver it', [{ ...cbt, discipline: 'arts-therapist', clinicianId: 'rosa' }], {}, 'discipline-does-not-deliver'],
    ['a clinician of another discipline', [{ ...cbt, clinicianId: 'helen' }], {}, 'discipline-does-not-deliver'],
    ['a format that is not offered', [{ ...cbt, format: 'group' }], {}, 'format-not-offered'],
    ['more sessions than may be agreed without an approval', [{ ...cbt, sessions: 17 }], {}, 'sessions-out-of-range'],
    ['fewer sessions than make a course', [{ ...cbt, sessions: 5 }], {}, 'sessions-out-of-range'],
    ['a number of sessions for a therapy without end', [{ ...medication, sessions: 6 }], {}, 'sessions-out-of-range'],
    ['a prescriber who may not prescribe', [{ ...medication, clinicianId: 'vera' }], {}, 'competence-missing'],
    ['somebody who has left', [{ ...cbt, clinicianId: 'gwen' }], {}, 'not-a-clinician'],
    ['a clinician of another team, who could not see the referral', [{ ...cbt, clinicianId: 'leon' }], {}, 'not-a-clinician'],
  ] as [string, StrandPlan[], object, string][])('is refused with %s', (_with, strands, more, code) => {
    expect(referralAt('awaiting-allocation').refuses('helen', meeting(strands, more)).code).toBe(code);
  });
});

describe('taking on a strand', () => {
  const queued = () => referralAt('awaiting-treatment', { strands: [{ ...cbt, clinicianId: undefined }, { ...medication, clinicianId: undefined }] });
  test('is for the discipline, and for those who have the competence', () => {
    const course = queued();
    expect(course.refuses('helen', { act: 'takeOnStrand', strandNo: 1 })).toMatchObject({ kind: 'not-yours', code: 'discipline-does-not-deliver' });
    expect(course.refuses('vera', { act: 'takeOnStrand', strandNo: 2 })).toMatchObject({ kind: 'not-yours', code: 'competence-missing' });
    expect(course.refuses('ines', { act: 'takeOnStrand', strandNo: 3 }).code).toBe('no-such-strand');
    course.does('ines', { act: 'takeOnStrand', strandNo: 1 });
    expect(course.refuses('imogen', { act: 'takeOnStrand', strandNo: 1 })).toMatchObject({ code: 'strand-has-clinician', heldBy: 'ines' });
    expect(course.task('book-session')).toMatchObject({ assignedTo: 'ines', strandNo: 1 });
  });
  test('keeps the treatment clock running until the first session', () => {
    const course = queued();
    course.does('ines', { act: 'takeOnStrand', strandNo: 1 });
    expect(course.referral.waits.treatment?.stoppedAt).toBeUndefined();
    session(course);
    expect(course.referral).toMatchObject({ stage: 'in-treatment' });
    expect(course.referral.waits.treatment?.stoppedAt).toBe(course.told('strand-started')[0]!.at);
  });
  test('without an assessment before it, the first session stops the assessment clock too', () => {
    const course = referralAt('awaiting-assessment', { pathway: 'assessment' });
    course.does('amina', { act: 'askReferrerForInformation', questions: ['consent'] });
    course.does('ngozi', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation' });
    allocate(course);
    session(course);
    expect(course.referral.waits.assessment?.stoppedAt).toBeDefined();
  });
});

describe('reallocating', () => {
  const move = { act: 'reallocate' as const, strandNo: 1, clinicianId: 'ines', reason: 'continuity' as const };
  test('calls off what is booked, tells the patient, and passes the work to the new clinician', () => {
    const course = referralAt('in-treatment');
    book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 });
    const told = course.does('judith', move);
    expect(course.letters(told)).toEqual(['appointment-cancelled to patient']);
    expect(course.told('appointment-cancelled', told)).toMatchObject([{ code: '4', counts: false }]);
    expect(course.tasks()).toEqual(['book-session']);
    expect(course.task('book-session')).toMatchObject({ assignedTo: 'ines', queue: 'psychotherapist' });
  });
  test('leaves notes still to be written with the clinician who held the session', () => {
    const course = referralAt('awaiting-treatment');
    session(course, { note: false });
    course.does('judith', move);
    expect(course.task('write-note')).toMatchObject({ assignedTo: 'imogen' });
    sign(course, 'imogen');
  });
  test('to another discipline’s queue lets reviews wait there', () => {
    const course = referralAt('awaiting-treatment');
    for (let no = 1; no <= 4; no += 1) session(course);
    expect(course.tasks()).toContain('mid-course-review');
    course.does('judith', { ...move, clinicianId: undefined, discipline: 'high-intensity-therapist' });
    expect(course.task('mid-course-review')).toMatchObject({ queue: 'high-intensity-therapist' });
    expect(course.task('take-on-strand')).toMatchObject({ queue: 'high-intensity-therapist' });
    expect('clinicianId' in course.referral.strands[1]!).toBe(false);
  });
  test.each([
    ['to whom it is already', { clinicianId: 'imogen' }, 'strand-has-clinician'], ['to a discipline that does not deliver it', { clinicianId: undefined, discipline: 'support-worker' }, 'discipline-does-not-deliver'],
    ['to no clinician', { clinicianId: 'amina' }, 'not-a-clinician'], ['of a strand that is not there', { strandNo: 5 }, 'no-such-strand'],
  ])('is refused %s', (_how, more, code) => {
    expect(referralAt('awaiting-treatment').refuses('judith', { ...move, ...more } as typeof move).code).toBe(code);
  });
});

describe('a person leaves', () => {
  test('and everything they hold returns: strand, booked session, reviews and notes', () => {
    const course = referralAt('awaiting-treatment');
    for (let no = 1; no <= 4; no += 1) session(course, { note: no < 4 });
    book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 });
    course.does('judith', { act: 'returnHoldings', staffId: 'imogen' });
    expect(Object.values(course.referral.tasks).filter(({ assignedTo }) => assignedTo === 'imogen')).toEqual([]);
    expect(course.tasks()).toEqual(['mid-course-review', 'take-on-strand', 'write-note']);
    expect(course.letters()).toContain('appointment-cancelled to patient');
    expect(course.refuses('judith', { act: 'returnHoldings', staffId: 'imogen' }).code).toBe('nothing-held');
    course.does('ines', { act: 'takeOnStrand', strandNo: 1 });
    expect(course.task('book-session').assignedTo).toBe('ines');
  });
  test('before anything was booked: their strand waits for somebody else, with nothing left to book', () => {
    const course = referralAt('awaiting-treatment');
    course.does('judith', { act: 'returnHoldings', staffId: 'imogen' });
    expect(course.tasks()).toEqual(['take-on-strand']);
  });
  test('and an assessment that was booked with them is booked again', () => {
    const course = referralAt('awaiting-assessment');
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    course.does('priya', { act: 'returnHoldings', staffId: 'helen' });
    expect(course.tasks()).toEqual(['book-assessment']);
  });
  test('and a session of yesterday is still recorded by somebody', () => {
    const course = referralAt('in-treatment');
    book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 });
    course.passes({ days: 8 });
    course.does('judith', { act: 'returnHoldings', staffId: 'imogen' });
    expect(course.tasks()).toEqual(['record-attendance']);
    course.does('amina', { act: 'recordAttendance', appointmentNo: course.referral.last.appointment, code: '5' });
    expect(course.tasks()).toEqual(['take-on-strand', 'write-note']);
  });
});

describe('a second strand of care', () => {
  test('is asked for by a clinician and decided by the meeting', () => {
    const course = referralAt('in-treatment');
    course.does('imogen', { act: 'requestSecondStrand', competence: 'prescribing' });
    course.does('imogen', { act: 'requestSecondStrand', competence: 'prescribing' });
    expect(course.task('consider-second-strand')).toMatchObject({ queue: 'mdt-meeting' });
    course.does('judith', { act: 'declineSecondStrand' });
    expect(course.tasks()).toEqual(['book-session']);
    expect(course.refuses('judith', { act: 'declineSecondStrand' }).code).toBe('no-such-task');
    course.does('imogen', { act: 'requestSecondStrand' });
    course.does('judith', { act: 'addStrand', reason: 'risk', strand: medication });
    expect(course.tasks()).toEqual(['book-session', 'book-session']);
    expect(course.referral).toMatchObject({ leadStrandNo: 1 });
    expect(course.refuses('judith', { act: 'addStrand', reason: 'risk', strand: { ...medication, format: 'group' } }).code).toBe('format-not-offered');
  });
  test('a prescriber beside a therapist brings a joint review every twelve weeks, in the meeting', () => {
    const course = referralAt('awaiting-treatment', { strands: [cbt, medication] });
    session(course);
    expect(course.referral.timers['joint-review']).toBeUndefined();
    session(course, { strandNo: 2 });
    const dueAt = course.referral.timers['joint-review']!.dueAt;
    expect(dueAt).toBe('2026-06-17T08:00:00.000Z');
    course.until(dueAt);
    expect(course.task('joint-review')).toMatchObject({ queue: 'mdt-meeting' });
    course.does('helen', { act: 'recordReview', kind: 'joint', outcome: 'continue' });
    expect(course.referral.timers['joint-review']!.dueAt).toBe('2026-09-09T08:00:00.000Z');
    course.until('2026-09-09T08:00:00.000Z');
    course.does('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' });
    expect(course.tasks()).not.toContain('joint-review');
    expect(course.referral).toMatchObject({ leadStrandNo: 2 });
  });
  test('a review of one strand does not move the joint review', () => {
    const course = referralAt('awaiting-treatment', { strands: [cbt, medication] });
    session(course, { strandNo: 2 });
    for (let no = 1; no <= 4; no += 1) session(course);
    const { dueAt } = course.referral.timers['joint-review']!;
    course.does('imogen', { act: 'recordReview', kind: 'mid-course', strandNo: 1, outcome: 'continue' });
    expect(course.referral.timers['joint-review']!.dueAt).toBe(dueAt);
  });
  test('a third strand does not put the joint review off', () => {
    const course = referralAt('awaiting-treatment', { strands: [cbt, medication] });
    session(course);
    session(course, { strandNo: 2 });
    const { dueAt } = course.referral.timers['joint-review']!;
    course.does('judith', { act: 'addStrand', reason: 'risk', strand: { discipline: 'arts-therapist', modality: 'art-therapy', format: 'individual', clinicianId: 'rosa' } });
    course.does('amina', { act: 'bookAppointment', purpose: 'session', clinicianId: 'rosa', strandNo: 3, startsAt: after(course.at, { days: 1 }), minutes: 60, mechanism: 'face-to-face' });
    course.passes({ days: 1 });
    course.does('amina', { act: 'recordAttendance', appointmentNo: course.referral.last.appointment, code: '5' });
    expect(course.referral.timers['joint-review']!.dueAt).toBe(dueAt);
  });
  test('a joint review that ends the care asks the lead for the discharge', () => {
    const course = referralAt('awaiting-treatment', { strands: [cbt, medication] });
    session(course);
    session(course, { strandNo: 2 });
    course.passes({ days: 84 });
    course.does('judith', { act: 'recordReview', kind: 'joint', outcome: 'end' });
    expect(course.task('complete-discharge')).toMatchObject({ assignedTo: 'imogen', queue: 'psychotherapist' });
  });
});

describe('ending a strand', () => {
  test('waits for the session that has begun and is not recorded', () => {
    const course = referralAt('in-treatment');
    book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 });
    course.passes({ days: 7 });
    expect(course.refuses('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' }).code).toBe('appointment-booked');
  });
  test('calls off what is still to come', () => {
    const course = referralAt('in-treatment');
    const appointmentNo = book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 });
    course.does('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' });
    expect(course.referral.appointments[appointmentNo]).toMatchObject({ outcome: 'cancelled', code: '4' });
    expect(course.tasks()).toEqual(['complete-discharge']);
  });
  test('of an open-ended therapy ends its reviews', () => {
    const course = referralAt('in-treatment', { strands: [psychoanalysis] });
    course.does('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' });
    expect(Object.keys(course.referral.timers).filter((key) => key.includes('review'))).toEqual([]);
  });
  test('the last one leaves the discharge to its clinician; another strand may take its place', () => {
    const course = referralAt('in-treatment');
    course.does('imogen', { act: 'endStrand', strandNo: 1, reason: 'patient-ended' });
    expect(course.refuses('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' }).code).toBe('no-such-strand');
    expect(course.task('complete-discharge')).toMatchObject({ assignedTo: 'imogen' });
    course.does('judith', { act: 'addStrand', reason: 'patient-preference', strand: { ...cbt, clinicianId: 'ines' } });
    expect(course.tasks()).toEqual(['book-session']);
    expect(course.referral).toMatchObject({ leadStrandNo: 2 });
  });
});
