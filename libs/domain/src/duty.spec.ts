import { describe, expect, test } from '@jest/globals';
import { openStages } from './index.js';
import { after, start } from '../../../test/builders/course.js';
import { received, referralAt } from '../../../test/builders/referral.js';

const contact = { act: 'recordDutyContact' as const, outcome: 'spoken-to' as const, riskLevel: 'low' as const };

describe('the duty clinician', () => {
  test.each(openStages)('can be called at %s, by the referrer too, and is due within the hour', (stage) => {
    const course = referralAt(stage);
    course.does('drHughes', { act: 'escalateToDutyClinician' });
    expect(course.task('duty-contact')).toMatchObject({ queue: 'duty-clinicians', dueAt: after(course.at, { hours: 1 }) });
    course.does('ngozi', contact);
    expect(course.tasks()).not.toContain('duty-contact');
  });
  test('called twice is one task, and the first promise stands', () => {
    const course = received({ receive: { flags: ['emergency'] } });
    const { no } = course.task('duty-contact');
    course.does('amina', { act: 'escalateToDutyClinician' });
    course.passes({ minutes: 30 });
    course.does('amina', { act: 'escalateToDutyClinician' });
    expect(course.task('duty-contact').no).toBe(no);
    expect(course.task('duty-contact').dueAt).toBe(after(start, { hours: 1 }));
  });
  test('a contact promised for tomorrow is brought forward when somebody calls now', () => {
    const course = received();
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'high', triageCode: 'C' });
    course.does('amina', { act: 'escalateToDutyClinician' });
    expect(course.task('duty-contact').dueAt).toBe(after(start, { hours: 1 }));
  });
  test('who was not reached is tried again within the hour, for as long as it takes', () => {
    const course = received({ receive: { flags: ['emergency'] } });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      course.passes({ minutes: 50 });
      course.does('ngozi', { ...contact, outcome: 'not-reached', riskLevel: 'high' });
      expect(course.task('duty-contact').dueAt).toBe(after(course.at, { hours: 1 }));
    }
  });
  test('immediate danger is not over until emergency services were called', () => {
    const course = received({ receive: { flags: ['emergency'] } });
    course.does('ngozi', { ...contact, riskLevel: 'immediate' });
    expect(course.tasks()).toContain('duty-contact');
    course.does('ngozi', { ...contact, riskLevel: 'immediate', outcome: 'emergency-services-called' });
    expect(course.tasks()).not.toContain('duty-contact');
  });
  test('being in touch stops the response clock and records the risk', () => {
    const course = received();
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'high', triageCode: 'C' });
    course.passes({ hours: 3 });
    course.does('callum', { ...contact, riskLevel: 'moderate' });
    expect(course.referral.waits['triage-response']?.stoppedAt).toBe(course.at);
    expect(course.referral.riskLevel).toBe('moderate');
  });
  test('is a clinician’s task: a secretary records no contact', () => {
    const course = received({ receive: { flags: ['emergency'] } });
    expect(course.refuses('amina', contact).code).toBe('role-does-not-allow');
    expect(received().refuses('ngozi', contact).code).toBe('no-such-task');
  });
  test('code C is answered over the weekend: the response time counts night and day', () => {
    const course = received({ at: '2026-03-06T16:30:00.000Z' });
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode: 'C' });
    const brought = course.passes({ hours: 25 });
    expect(course.told('wait-breached', brought)).toMatchObject([{ clock: 'triage-response', at: '2026-03-07T16:30:00.000Z' }]);
    expect(course.told('task-escalated', brought)).toMatchObject([{ to: 'team-lead', at: '2026-03-07T16:30:00.000Z' }, { to: 'manager', at: '2026-03-07T17:30:00.000Z' }]);
  });
});
