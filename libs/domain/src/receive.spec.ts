import { describe, expect, test } from '@jest/globals';
import { received, referralAt } from '../../../test/builders/referral.js';
import { after, start } from '../../../test/builders/course.js';

const saturdayNight = '2026-03-07T23:10:00.000Z';

describe('a referral is received', () => {
  test('a clinician’s screen and the secretary’s triage are raised beside each other, and both ends of the referral are told', () => {
    const course = received();
    expect(course.referral.stage).toBe('awaiting-triage');
    expect(course.tasks()).toEqual(['administrative-triage', 'clinical-screen']);
    expect(course.task('clinical-screen')).toMatchObject({ queue: 'duty-clinicians', dueAt: '2026-03-05T17:00:00.000Z' });
    expect(course.task('administrative-triage')).toMatchObject({ queue: 'medical-secretaries', dueAt: '2026-03-05T17:00:00.000Z' });
    expect(course.letters()).toEqual(['acknowledgement to referrer', 'acknowledgement to patient']);
  });

  test('the clocks of assessment and treatment start on the day of receipt: 28 and 126 days, the last day in target', () => {
    const { waits } = received().referral;
    expect(waits.assessment).toMatchObject({ targetOn: '2026-04-01', breachAt: '2026-04-01T23:00:00.000Z' });
    expect(waits.treatment).toMatchObject({ targetOn: '2026-07-08', breachAt: '2026-07-08T23:00:00.000Z' });
  });

  test.each([
    ['the referrer calls it urgent', { referrerUrgency: 'urgent' as const }],
    ['the referrer tells of risk', { flags: ['risk-told-by-referrer' as const] }],
  ])('when %s, a clinician screens within the hour, on a Saturday night too', (_when, receive) => {
    const course = received({ at: saturdayNight, receive });
    expect(course.task('clinical-screen')).toMatchObject({ queue: 'duty-clinicians', dueAt: after(saturdayNight, { hours: 1 }) });
    expect(course.task('administrative-triage').dueAt).toBe('2026-03-10T17:00:00.000Z');
  });

  test('a person who needs help today is the duty clinician’s within the hour, whatever the hour', () => {
    const course = received({ at: saturdayNight, receive: { flags: ['emergency'] } });
    expect(course.task('duty-contact')).toMatchObject({ queue: 'duty-clinicians', dueAt: after(saturdayNight, { hours: 1 }) });
  });

  test('an emergency that nobody answers goes to the team lead after an hour, to the manager after another, that same night', () => {
    const course = received({ at: saturdayNight, receive: { flags: ['emergency'] } });
    const { no } = course.task('duty-contact');
    const steps = course.told('task-escalated', course.passes({ hours: 3, minutes: 5 })).filter((event) => event.no === no);
    expect(steps.map(({ at, to }) => [at, to])).toEqual([[after(saturdayNight, { hours: 1 }), 'team-lead'], [after(saturdayNight, { hours: 2 }), 'manager'], [after(saturdayNight, { hours: 3 }), 'manager']]);
  });

  test.each([
    ['a missing', 'nhs-number-missing' as const, 'obtain-nhs-number' as const, '2026-03-11T17:00:00.000Z'],
    ['a wrong', 'nhs-number-wrong' as const, 'obtain-nhs-number' as const, '2026-03-11T17:00:00.000Z'],
    ['a look-alike’s', 'possible-duplicate' as const, 'review-possible-duplicate' as const, '2026-03-05T17:00:00.000Z'],
    ['a known', 'same-nhs-number' as const, 'review-possible-duplicate' as const, '2026-03-05T17:00:00.000Z'],
  ])('%s NHS number turns nobody away: it becomes a task of the secretaries', (_which, flag, task, dueAt) => {
    const course = received({ receive: { flags: [flag] } });
    expect(course.task(task)).toMatchObject({ queue: 'medical-secretaries', dueAt });
    expect(course.referral.stage).toBe('awaiting-triage');
  });

  test('one referral is received once', () => {
    const course = received();
    expect(course.refuses('amina', { act: 'receive', referralId: 'x', reference: 'x', teamId: 'north-team', personId: 'p', receivedAt: start, source: 'gp', referrerUrgency: 'routine', flags: [] })).toMatchObject({ kind: 'not-now', code: 'already-received' });
  });
});

describe('a referral is brought over from a spreadsheet', () => {
  const old = { imported: true, source: 'import' as const, receivedAt: '2025-09-01T09:00:00.000Z' };

  test('its clocks started when it was received; what they breached since is recorded once; nobody is written to', () => {
    const course = received({ receive: old });
    expect(course.referral.waits.assessment?.targetOn).toBe('2025-09-29');
    expect(course.told('wait-breached').map(({ clock }) => clock)).toEqual(['assessment', 'treatment']);
    expect(course.letters()).toEqual([]);
  });

  test('what fell due before the move becomes one task to catch up; nothing is overdue on the day of the move', () => {
    const course = received({ receive: old });
    expect(course.task('catch-up').dueAt).toBe('2026-03-05T17:00:00.000Z');
    expect(Object.values(course.referral.tasks).filter(({ dueAt }) => dueAt <= start)).toEqual([]);
    expect(course.told('task-escalated', course.passes({ hours: 6 }))).toEqual([]);
    course.does('amina', { act: 'completeCatchUp' });
    expect(course.tasks()).not.toContain('catch-up');
    expect(course.refuses('amina', { act: 'completeCatchUp' }).code).toBe('no-such-task');
  });

  test('a referral of this morning has nothing to catch up on', () => {
    expect(received({ receive: { ...old, receivedAt: '2026-03-04T09:30:00.000Z' } }).tasks()).toEqual(['administrative-triage', 'clinical-screen']);
  });

  test('risk told months ago is screened within the hour of the move, an emergency answered within the hour', () => {
    const course = received({ receive: { ...old, flags: ['risk-told-by-referrer', 'emergency'] } });
    expect(course.task('clinical-screen').dueAt).toBe(after(start, { hours: 1 }));
    expect(course.task('duty-contact').dueAt).toBe(after(start, { hours: 1 }));
    expect(course.tasks()).toContain('catch-up');
  });
});

test('every stage can be built by acts alone', () => {
  const { referral } = referralAt('closed');
  expect(referral).toMatchObject({ ending: 'discharged' });
  expect([referral.tasks, referral.timers]).toEqual([{}, {}]);
});
