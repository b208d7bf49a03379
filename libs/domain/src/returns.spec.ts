import { describe, expect, test } from '@jest/globals';
import { received, referralAt, screened } from '../../../test/builders/referral.js';
import type { Course } from '../../../test/builders/course.js';

const back = { act: 'returnToReferrer' as const, reason: '02' as const, signpost: 'talking-therapies' as const };
const duplicate = { act: 'markAsDuplicate' as const, duplicateOf: 'referral-0' };
const closedWithNothingOpen = (course: Course, ending: string) => {
  expect(course.referral).toMatchObject({ stage: 'closed', ending });
  expect([course.referral.tasks, course.referral.timers]).toEqual([{}, {}]);
  for (const wait of Object.values(course.referral.waits)) expect(wait.stoppedAt).toBeDefined();
};

describe('returning to the referrer', () => {
  test('after a screen without risk: closed with a national reason and a signpost, referrer and patient told', () => {
    const course = screened();
    const told = course.does('amina', { ...back, noteId: 'why' });
    expect(course.told('returned-to-referrer', told)).toMatchObject([{ reason: '02', signpost: 'talking-therapies', noteId: 'why' }]);
    expect(course.letters(told)).toEqual(['returned to referrer', 'returned to patient']);
    closedWithNothingOpen(course, 'returned');
  });
  test('a clinician returns what they have looked at; a secretary’s return of what nobody has screened is only proposed', () => {
    const byClinician = received();
    byClinician.does('ngozi', back);
    closedWithNothingOpen(byClinician, 'returned');
    const bySecretary = received();
    bySecretary.does('amina', back);
    expect(bySecretary.referral.stage).toBe('awaiting-triage');
    expect(bySecretary.task('co-sign-return')).toMatchObject({ queue: 'duty-clinicians', dueAt: '2026-03-05T17:00:00.000Z' });
  });
  test.each([
    ['risk was told by the referrer', () => screened({ receive: { flags: ['risk-told-by-referrer'] } })],
    ['the screen found risk', () => { const course = received(); course.does('callum', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode: 'D' }); return course; }],
    ['the duty clinician is still to be in touch', () => { const course = screened(); course.does('drHughes', { act: 'escalateToDutyClinician' }); return course; }],
  ])('when %s, even a clinician’s return needs another clinician’s signature', (_when, at) => {
    const course = at();
    course.does('ngozi', back);
    expect(course.referral.stage).toBe('awaiting-triage');
    expect(course.refuses('ngozi', { act: 'coSignReturn' }).code).toBe('co-sign-by-another');
    expect(course.refuses('amina', { act: 'coSignReturn' }).code).toBe('role-does-not-allow');
    course.does('callum', { act: 'coSignReturn' });
    closedWithNothingOpen(course, 'returned');
  });
  test('while a return is proposed nothing else is decided about the referral', () => {
    const course = received();
    course.does('amina', back);
    for (const command of [back, duplicate, { act: 'askReferrerForInformation' as const, questions: ['risk' as const] }, { act: 'acceptAtTriage' as const, urgency: 'routine' as const, triageCode: 'E' as const, pathway: 'assessment' as const }]) {
      expect(course.refuses('ngozi', command).code).toBe('return-awaits-co-sign');
    }
    expect(course.tries('ngozi', { act: 'recordClinicalScreen', riskLevel: 'high', triageCode: 'C' }).refusal).toBeUndefined();
  });
  test('a clinician who declines the return takes the referral back to triage', () => {
    const course = referralAt('awaiting-information');
    course.does('amina', back);
    course.does('callum', { act: 'declineReturn' });
    expect(course.referral.stage).toBe('awaiting-triage');
    expect(course.referral.proposedReturn).toBeUndefined();
    expect(course.tasks()).toEqual(['administrative-triage', 'clinical-screen']);
    for (const act of ['declineReturn', 'coSignReturn'] as const) expect(course.refuses('callum', { act }).code).toBe('no-return-proposed');
  });
  test('a reply that comes while a return awaits its signature leaves the signature possible', () => {
    const course = referralAt('awaiting-assessment');
    course.does('amina', { act: 'escalateToDutyClinician' });
    course.does('amina', { act: 'askReferrerForInformation', questions: ['consent'] });
    course.does('amina', back);
    course.does('drHughes', { act: 'recordReferrerReply' });
    expect(course.referral.stage).toBe('awaiting-triage');
    expect(course.tasks()).toEqual(['co-sign-return', 'duty-contact']);
    course.does('ngozi', { act: 'declineReturn' });
    expect(course.tasks()).toContain('administrative-triage');
  });
  test('a referrer is not chased for what may be returned to them', () => {
    const course = referralAt('awaiting-information');
    course.does('amina', back);
    expect(course.told('referrer-chased', course.passes({ days: 20 }))).toEqual([]);
  });
  test('a person who has been seen is discharged, not returned', () => {
    const course = referralAt('awaiting-allocation');
    course.does('amina', { act: 'askReferrerForInformation', questions: ['consent'] });
    expect(course.refuses('ngozi', back).code).toBe('stage-does-not-allow');
    course.does('ngozi', { act: 'discharge', code: '12', riskLevel: 'low' });
    expect(course.referral.stage).toBe('in-follow-up');
  });
  test('what was never accepted is not discharged', () => {
    expect(referralAt('awaiting-information').refuses('ngozi', { act: 'discharge', code: '50', riskLevel: 'low' }).code).toBe('not-accepted-yet');
  });
});

describe('duplicates', () => {
  test('a secretary closes a duplicate only after a clinician has looked at what it tells', () => {
    const course = received({ receive: { flags: ['possible-duplicate'] } });
    expect(course.refuses('amina', duplicate).code).toBe('screen-first');
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'none', triageCode: 'E' });
    expect(course.letters(course.does('amina', duplicate))).toEqual(['duplicate to referrer']);
    closedWithNothingOpen(course, 'duplicate');
    expect(course.referral.duplicateOf).toBe('referral-0');
  });
  test('nor while the duty clinician is to be in touch', () => {
    const course = screened({ receive: { flags: ['emergency'] } });
    expect(course.refuses('amina', duplicate).code).toBe('duty-contact-first');
    course.does('ngozi', duplicate);
    closedWithNothingOpen(course, 'duplicate');
  });
  test('nothing is a duplicate of itself', () => {
    expect(screened().refuses('amina', { ...duplicate, duplicateOf: 'referral-1' })).toMatchObject({ code: 'person-unchanged', fields: ['duplicateOf'] });
  });
  test('a look-alike that is none goes on as it was', () => {
    const course = received({ receive: { flags: ['possible-duplicate'], duplicateOf: 'referral-0' } });
    course.does('amina', { act: 'dismissDuplicate' });
    expect(course.tasks()).toEqual(['administrative-triage', 'clinical-screen']);
    expect('duplicateOf' in course.referral).toBe(false);
    expect(course.refuses('amina', { act: 'dismissDuplicate' }).code).toBe('no-such-task');
  });
});
