import { describe, expect, test } from '@jest/globals';
import type { TriageCode, Urgency } from './index.js';
import { accepted, received, referralAt, screened } from '../../../test/builders/referral.js';
import { after, start } from '../../../test/builders/course.js';

const accept = (triageCode: TriageCode = 'E', urgency: Urgency = 'routine') => ({ act: 'acceptAtTriage' as const, urgency, triageCode, pathway: 'assessment' as const, optIn: false });

describe('the clinical screen', () => {
  test('is a clinician’s act, never a secretary’s', () => {
    expect(received().refuses('amina', { act: 'recordClinicalScreen', riskLevel: 'none', triageCode: 'E' })).toMatchObject({ kind: 'not-yours', code: 'role-does-not-allow' });
  });

  test('starts the response time of its triage code and closes its task', () => {
    const course = received();
    course.does('callum', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode: 'D', noteId: 'note' });
    expect(course.tasks()).toEqual(['administrative-triage']);
    expect(course.referral.waits['triage-response']?.breachAt).toBe(after(start, { hours: 72 }));
    expect(course.referral.riskLevel).toBe('moderate');
  });

  test.each([['A', 1], ['B', 1], ['C', 24]] as const)('code %s calls the duty clinician, due in %d hours', (triageCode, hours) => {
    const course = received({ at: '2026-03-07T23:10:00.000Z' });
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode });
    expect(course.task('duty-contact').dueAt).toBe(after(course.at, { hours }));
  });

  test.each([['immediate', 1], ['high', 24]] as const)('%s risk calls the duty clinician whatever the code says', (riskLevel, hours) => {
    const course = received();
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel, triageCode: 'E' });
    expect(course.task('duty-contact').dueAt).toBe(after(start, { hours }));
  });

  test('is recorded once', () => {
    expect(screened().refuses('callum', { act: 'recordClinicalScreen', riskLevel: 'none', triageCode: 'E' }).code).toBe('no-such-task');
  });
});

describe('accepting', () => {
  test('waits for the screen when a secretary accepts', () => {
    expect(received().refuses('amina', accept())).toMatchObject({ kind: 'not-now', code: 'screen-first' });
  });
  test('a clinician may screen and accept in one act, but says the risk', () => {
    expect(received().refuses('ngozi', accept())).toMatchObject({ kind: 'incomplete', code: 'screen-first', fields: ['riskLevel'] });
    const course = received();
    course.does('ngozi', { ...accept(), riskLevel: 'low' });
    expect(course.referral).toMatchObject({ stage: 'awaiting-assessment', screen: { riskLevel: 'low', triageCode: 'E' } });
    expect(course.tasks()).toEqual(['book-assessment']);
  });
  test('a risk that a secretary names counts for nothing', () => {
    expect(received().refuses('amina', { ...accept(), riskLevel: 'none' }).code).toBe('screen-first');
  });
  test('never asks for a slower response than the screen did', () => {
    expect(screened({ triageCode: 'C' }).refuses('amina', accept('E'))).toMatchObject({ code: 'less-urgent-than-screen', fields: ['triageCode'] });
  });
  test.each(['A', 'B', 'C'] as const)('code %s is never called routine', (triageCode) => {
    const course = screened({ triageCode });
    expect(course.refuses('amina', accept(triageCode))).toMatchObject({ code: 'less-urgent-than-screen', fields: ['urgency'] });
    course.does('amina', accept(triageCode, 'urgent'));
    expect(course.referral.stage).toBe('awaiting-assessment');
  });
  test.each(['F', 'G'] as const)('code %s is a signpost, not an acceptance', (triageCode) => {
    expect(screened().refuses('amina', accept(triageCode))).toMatchObject({ code: 'signpost-instead' });
  });
  test('keeps the referrer’s urgency beside the triaged one', () => {
    const course = screened({ receive: { referrerUrgency: 'urgent' } });
    course.does('amina', accept());
    expect(course.referral).toMatchObject({ referrerUrgency: 'urgent', triage: { urgency: 'routine', triageCode: 'E' } });
  });
  test('tells referrer and patient, and sets the check-in for five weeks on', () => {
    const course = accepted();
    expect(course.letters()).toEqual(expect.arrayContaining(['accepted to referrer', 'accepted to patient']));
    expect(course.referral.timers['check-in']?.dueAt).toBe('2026-04-08T08:00:00.000Z');
  });
  test('an assessment of code D is booked before its 72 hours are over', () => {
    const friday = '2026-03-06T16:00:00.000Z';
    const course = screened({ at: friday, triageCode: 'D' });
    course.does('amina', accept('D'));
    expect(course.task('book-assessment').dueAt).toBe(after(friday, { hours: 72 }));
  });
  test('once somebody has been in touch, a booking has its usual time again', () => {
    const course = accepted({ at: '2026-03-06T16:00:00.000Z', triageCode: 'E', receive: { flags: ['emergency'] } });
    course.does('ngozi', { act: 'recordDutyContact', outcome: 'spoken-to', riskLevel: 'low' });
    course.does('drHughes', { act: 'amendReferral', changed: ['urgency'] });
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode: 'C' });
    course.does('ngozi', { act: 'recordDutyContact', outcome: 'seen', riskLevel: 'low' });
    course.does('amina', { act: 'askReferrerForInformation', questions: ['consent'] });
    course.does('amina', { act: 'recordReferrerReply' });
    expect(course.task('book-assessment').dueAt).toBe('2026-03-10T17:00:00.000Z');
  });
  test('more urgent than the screen brings the response forward and calls the duty clinician', () => {
    const course = screened();
    course.passes({ hours: 2 });
    course.does('amina', accept('B', 'emergency'));
    expect(course.task('duty-contact').dueAt).toBe(after(course.at, { hours: 1 }));
    expect(course.referral.waits['triage-response']?.breachAt).toBe(after(course.at, { hours: 4 }));
  });
  test('straight to allocation, where no assessment is needed', () => {
    const course = accepted({ pathway: 'allocation' });
    expect(course.referral.stage).toBe('awaiting-allocation');
    expect(course.tasks()).toEqual(['allocate']);
  });
});

describe('opting in', () => {
  test('is asked of a person without risk, and reminded and decided on working mornings', () => {
    const course = accepted({ optIn: true });
    expect(course.task('opt-in-awaited')).toMatchObject({ queue: 'medical-secretaries', dueAt: '2026-03-18T17:00:00.000Z' });
    expect(course.referral.timers['opt-in-reminder']?.dueAt).toBe('2026-03-11T09:00:00.000Z');
    expect(course.referral.timers['opt-in-over']?.dueAt).toBe('2026-03-18T09:00:00.000Z');
    expect(course.told('opt-in-asked')).toHaveLength(1);
  });
  test.each([
    ['risk', { receive: { flags: ['risk-told-by-referrer' as const] } }, 'routine' as const],
    ['urgency', {}, 'urgent' as const],
  ])('is not asked where there is %s', (_what, wishes, urgency) => {
    const course = screened(wishes);
    course.does('amina', { ...accept('E', urgency), optIn: true });
    expect(course.tasks()).toEqual(['book-assessment']);
  });
});

describe('asking the referrer', () => {
  const ask = { act: 'askReferrerForInformation' as const, questions: ['medication' as const] };
  test('chases on days 3, 7 and 14, then a clinician decides; the clocks run on; nothing closes', () => {
    const course = received();
    course.does('amina', ask);
    const brought = course.passes({ days: 15 });
    expect(course.told('referrer-chased', brought).map(({ at, step }) => [at, step])).toEqual([
      ['2026-03-09T09:00:00.000Z', 1], ['2026-03-11T09:00:00.000Z', 2], ['2026-03-18T09:00:00.000Z', 3]]);
    expect(course.letters(brought)).toEqual(Array.from({ length: 3 }, () => 'information-chaser to referrer'));
    expect(course.task('decide-without-reply')).toMatchObject({ queue: 'duty-clinicians', dueAt: '2026-03-20T17:00:00.000Z' });
    expect(course.referral.waits.assessment?.stoppedAt).toBeUndefined();
    course.passes({ days: 400 });
    expect(course.referral.stage).toBe('awaiting-information');
  });
  test('chasers keep to working mornings over Easter, and never two on one day', () => {
    const course = received({ at: '2026-03-31T10:00:00.000Z' });
    course.does('amina', ask);
    const brought = course.passes({ days: 20 });
    expect(course.told('referrer-chased', brought).map(({ at }) => at)).toEqual(['2026-04-07T08:00:00.000Z', '2026-04-08T08:00:00.000Z', '2026-04-14T08:00:00.000Z']);
  });
  test('Scotland works on Easter Monday, so its referrers are chased on it', () => {
    const { policy } = received();
    const course = received({ at: '2026-04-02T10:00:00.000Z', policy: { ...policy, calendar: { ...policy.calendar, nation: 'scotland' } } });
    course.does('amina', ask);
    expect(course.told('referrer-chased', course.passes({ days: 5 })).map(({ at }) => at)).toEqual(['2026-04-06T08:00:00.000Z']);
  });
  test('after an outage of weeks only one chaser goes out a day', () => {
    const course = received();
    course.does('amina', ask);
    expect(course.told('referrer-chased', course.awakensAt('2026-04-20T10:00:00.000Z'))).toHaveLength(1);
    expect(course.told('referrer-chased', course.passes({ days: 1 }))).toHaveLength(1);
  });
  test('asking again starts the chasing anew', () => {
    const course = received();
    course.does('amina', ask);
    course.passes({ days: 10 });
    course.does('amina', ask);
    expect(course.tasks().filter((task) => task === 'information-awaited')).toHaveLength(1);
    expect(course.told('referrer-chased', course.passes({ days: 6 })).map(({ step }) => step)).toEqual([1]);
  });
  test('is not possible while an appointment is booked', () => {
    const course = accepted();
    course.does('amina', { act: 'bookAppointment', purpose: 'assessment', clinicianId: 'helen', startsAt: after(course.at, { days: 7 }), minutes: 50, mechanism: 'video' });
    expect(course.refuses('amina', ask).code).toBe('appointment-booked');
  });
  test.each([['awaiting-triage', 'administrative-triage'], ['awaiting-assessment', 'book-assessment'], ['awaiting-allocation', 'allocate']] as const)('the reply takes a referral back to %s with its next task', (stage, task) => {
    const course = referralAt(stage);
    course.does('amina', ask);
    expect(course.referral.stage).toBe('awaiting-information');
    course.does('drHughes', { act: 'recordReferrerReply' });
    expect(course.referral.stage).toBe(stage);
    expect(course.tasks()).toContain(task);
    expect(course.referral.timers['chase-referrer']).toBeUndefined();
  });
  test('what is answered about risk meets a clinician before a secretary goes on', () => {
    const course = screened();
    course.does('amina', { ...ask, questions: ['risk'] });
    course.does('amina', { act: 'recordReferrerReply' });
    expect(course.tasks()).toEqual(['administrative-triage', 'clinical-screen']);
    expect(course.refuses('amina', accept()).code).toBe('screen-first');
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'high', triageCode: 'C' });
    expect(course.tasks()).toContain('duty-contact');
  });
  test('no reply: a clinician may accept without it', () => {
    const course = referralAt('awaiting-information');
    course.passes({ days: 15 });
    course.does('callum', { ...accept(), riskLevel: 'low' });
    expect(course.tasks()).toEqual(['book-assessment']);
  });
  test('accepted before the reply came: nobody is chased any more', () => {
    const course = referralAt('awaiting-information');
    course.does('callum', { ...accept(), riskLevel: 'low' });
    expect(course.referral.timers['chase-referrer']).toBeUndefined();
  });
  test('while information is awaited the patient is not reminded to opt in', () => {
    const course = accepted({ optIn: true });
    course.does('amina', ask);
    const brought = course.passes({ days: 20 });
    expect(course.told('opt-in-reminded', brought)).toEqual([]);
    expect(course.tasks()).toEqual(['decide-without-reply', 'information-awaited']);
  });
  test('a person who waits for information is still asked how they are', () => {
    const course = accepted();
    course.passes({ days: 20 });
    course.does('amina', ask);
    course.passes({ days: 20 });
    expect(course.tasks()).toContain('check-in');
    course.does('amina', { act: 'recordCheckIn', outcome: 'well' });
    expect(course.referral.timers['check-in']).toBeDefined();
  });
  test('accepting a second time writes no second letter', () => {
    const course = accepted();
    course.does('amina', ask);
    expect(course.letters(course.does('ngozi', { ...accept(), pathway: 'allocation' }))).toEqual([]);
  });
});
