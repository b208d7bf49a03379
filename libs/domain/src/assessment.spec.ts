import { describe, expect, test } from '@jest/globals';
import { accepted, assess, book, referralAt, sign } from '../../../test/builders/referral.js';

const outcome = { act: 'recordAssessmentOutcome' as const, outcome: 'offer-treatment' as const, riskLevel: 'low' as const, modalities: ['cbt' as const], disciplines: ['psychotherapist' as const] };

describe('opting in', () => {
  test('leads to a booking', () => {
    const course = accepted({ optIn: true });
    course.does('amina', { act: 'recordOptIn' });
    expect(course.tasks()).toEqual(['book-assessment']);
    expect(course.referral.optedIn).toBe(true);
    expect(Object.keys(course.referral.timers).filter((key) => key.startsWith('opt-in'))).toEqual([]);
    expect(course.refuses('amina', { act: 'recordOptIn' }).code).toBe('no-such-task');
  });
  test('is reminded once, and after two weeks a clinician decides; the referral stays open for as long as nobody does', () => {
    const course = accepted({ optIn: true });
    const brought = course.passes({ days: 15 });
    expect(course.letters(brought)).toEqual(['opt-in-reminder to patient']);
    expect(course.told('opt-in-reminded', brought)).toHaveLength(1);
    expect(course.task('decide-without-opt-in')).toMatchObject({ queue: 'duty-clinicians', dueAt: '2026-03-20T17:00:00.000Z' });
    course.passes({ days: 700 });
    expect(course.referral.stage).toBe('awaiting-assessment');
    expect(course.tasks()).toContain('decide-without-opt-in');
  });
  test('the decision is a clinician’s: to offer an appointment all the same, or to end the care', () => {
    const decide = (decision: 'offer-appointment' | 'end-care') => {
      const course = accepted({ optIn: true });
      course.passes({ days: 15 });
      expect(course.refuses('amina', { act: 'decideWithoutOptIn', decision }).code).toBe('role-does-not-allow');
      course.does('ngozi', { act: 'decideWithoutOptIn', decision });
      return course;
    };
    expect(decide('offer-appointment').tasks()).toEqual(['book-assessment']);
    const ending = decide('end-care');
    expect(ending.task('complete-discharge')).toMatchObject({ assignedTo: 'ngozi', queue: 'mental-health-nurse' });
    ending.does('ngozi', { act: 'discharge', code: '50', riskLevel: 'low' });
    expect(ending.referral).toMatchObject({ stage: 'in-follow-up', dischargeCode: '50' });
  });
  test('nobody decides before the two weeks are over', () => {
    expect(accepted({ optIn: true }).refuses('ngozi', { act: 'decideWithoutOptIn', decision: 'end-care' }).code).toBe('no-such-task');
  });
  test('a late reply, or an appointment booked all the same, takes the decision away', () => {
    const late = accepted({ optIn: true });
    late.passes({ days: 16 });
    late.does('amina', { act: 'recordOptIn' });
    expect(late.tasks()).toEqual(['book-assessment']);
    const booked = accepted({ optIn: true });
    book(booked, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    expect(booked.tasks()).toEqual(['record-attendance']);
    booked.passes({ days: 7 });
    expect(booked.told('opt-in-reminded')).toEqual([]);
  });
});

describe('the outcome of the assessment', () => {
  test('goes to the meeting, due within a week, when treatment is offered', () => {
    const course = referralAt('in-assessment');
    course.does('helen', outcome);
    expect(course.referral.stage).toBe('awaiting-allocation');
    expect(course.task('allocate')).toMatchObject({ queue: 'mdt-meeting', dueAt: '2026-03-18T17:00:00.000Z' });
    expect(course.tasks()).toEqual(['allocate', 'write-note']);
    expect(course.referral.timers['check-in']?.dueAt).toBe('2026-04-15T08:00:00.000Z');
  });
  test.each(['refer-onward', 'discharge'] as const)('"%s" becomes the assessor’s discharge', (what) => {
    const course = referralAt('in-assessment');
    course.does('helen', { ...outcome, outcome: what, modalities: [] });
    expect(course.referral.stage).toBe('in-assessment');
    expect(course.task('complete-discharge')).toMatchObject({ assignedTo: 'helen', queue: 'clinical-psychologist' });
    course.does('helen', { ...outcome, outcome: what, modalities: [] });
    expect(course.tasks().filter((task) => task === 'complete-discharge')).toHaveLength(1);
    course.does('helen', outcome);
    expect(course.tasks()).not.toContain('complete-discharge');
  });
  test('names a modality when treatment is offered', () => {
    expect(referralAt('in-assessment').refuses('helen', { ...outcome, modalities: [] })).toMatchObject({ kind: 'incomplete', fields: ['modalities'] });
  });
  test('waits for what is booked, and is not a secretary’s', () => {
    const course = referralAt('in-assessment');
    expect(course.refuses('amina', outcome).code).toBe('role-does-not-allow');
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    expect(course.refuses('helen', outcome).code).toBe('appointment-booked');
  });
  test('immediate risk calls the duty clinician', () => {
    const course = referralAt('in-assessment');
    course.does('helen', { ...outcome, riskLevel: 'immediate' });
    expect(course.tasks()).toContain('duty-contact');
  });
  test('an assessment may have several sessions; its outcome is due five working days after the last', () => {
    const course = accepted();
    assess(course, '5', true);
    expect(course.tasks()).toEqual(['book-assessment', 'write-note']);
    sign(course, 'helen');
    assess(course);
    expect(course.tasks()).toEqual(['complete-assessment', 'write-note']);
    expect(course.task('complete-assessment')).toMatchObject({ assignedTo: 'helen', dueAt: '2026-03-25T17:00:00.000Z' });
    book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
    expect(course.tasks()).toEqual(['record-attendance', 'write-note']);
    course.does('amina', { act: 'cancelAppointment', appointmentNo: 3, by: 'provider' });
    course.does('helen', outcome);
    expect(course.referral.stage).toBe('awaiting-allocation');
  });
});
