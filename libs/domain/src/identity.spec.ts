import { describe, expect, test } from '@jest/globals';
import { after } from '../../../test/builders/course.js';
import { accepted, assess, received, referralAt, screened } from '../../../test/builders/referral.js';

describe('who the referral is about', () => {
  test('a wrong number is kept and stays a task; the right one closes it and clears its flags, no other', () => {
    const course = received({ receive: { flags: ['nhs-number-wrong', 'risk-told-by-referrer'] } });
    course.does('amina', { act: 'recordNhsNumber', identified: false });
    expect(course.tasks()).toContain('obtain-nhs-number');
    course.does('amina', { act: 'recordNhsNumber', identified: true });
    expect(course.tasks()).not.toContain('obtain-nhs-number');
    expect(course.referral.flags).toEqual(['risk-told-by-referrer']);
  });
  test('a link to a person known already settles the look-alike, names the earlier episode, and can be undone', () => {
    const course = received({ receive: { flags: ['possible-duplicate'] } });
    expect(course.refuses('amina', { act: 'linkToPerson', personId: 'person-1' }).code).toBe('person-unchanged');
    course.does('amina', { act: 'linkToPerson', personId: 'person-0', earlierReferralId: 'referral-0' });
    expect(course.referral).toMatchObject({ personId: 'person-0', earlierReferralId: 'referral-0' });
    expect(course.tasks()).not.toContain('review-possible-duplicate');
    expect(course.refuses('amina', { act: 'unlinkFromPerson', personId: 'person-0' }).code).toBe('person-unchanged');
    course.does('priya', { act: 'unlinkFromPerson', personId: 'person-1' });
    expect(course.referral.personId).toBe('person-1');
    expect('earlierReferralId' in course.referral).toBe(false);
  });
});

describe('what it says', () => {
  test.each([['urgency', '2026-03-04T11:00:00.000Z'], ['reason', '2026-03-05T17:00:00.000Z']] as const)('an amended %s is screened again by a clinician', (changed, dueAt) => {
    const course = screened();
    course.does('drHughes', { act: 'amendReferral', changed: [changed] });
    expect(course.task('clinical-screen').dueAt).toBe(dueAt);
    expect(course.refuses('amina', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'assessment' }).code).toBe('screen-first');
  });
  test('urgency told before anybody has screened brings the screen forward, and up the ladder by the hour', () => {
    const course = received({ at: '2026-03-06T19:00:00.000Z' });
    course.claims('callum', 'clinical-screen');
    course.does('gpSystem', { act: 'amendReferral', changed: ['urgency'] });
    const { no, dueAt } = course.task('clinical-screen');
    expect(dueAt).toBe('2026-03-06T20:00:00.000Z');
    expect(course.told('task-escalated', course.passes({ hours: 2 })).filter((event) => event.no === no)).toMatchObject([{ at: dueAt, to: 'team-lead' }, { at: '2026-03-06T21:00:00.000Z', to: 'manager' }]);
    course.does('gpSystem', { act: 'amendReferral', changed: ['urgency', 'reason'] });
    expect(course.task('clinical-screen').no).toBe(no);
  });
  test('also of a person who is waiting for treatment: what the screen then finds calls the duty clinician', () => {
    const course = referralAt('awaiting-treatment');
    course.does('amina', { act: 'amendReferral', changed: ['urgency', 'contact'] });
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'immediate', triageCode: 'B' });
    expect(course.task('duty-contact').dueAt).toBe(after(course.at, { hours: 1 }));
    expect(course.referral.riskLevel).toBe('immediate');
  });
  test('a new address, or a clinician’s own amendment, asks for no screen', () => {
    const course = screened();
    course.does('amina', { act: 'amendReferral', changed: ['address', 'contact', 'name'] });
    course.does('ngozi', { act: 'amendReferral', changed: ['reason'] });
    expect(course.tasks()).toEqual(['administrative-triage']);
  });
});

describe('whose it is', () => {
  test('a transfer keeps the clocks and takes work from those who stay behind', () => {
    const course = referralAt('awaiting-allocation');
    const { waits } = course.referral;
    expect(course.refuses('judith', { act: 'transferTeam', teamId: 'north-team' }).code).toBe('team-unchanged');
    course.does('judith', { act: 'transferTeam', teamId: 'south-team' });
    expect(course.referral).toMatchObject({ teamId: 'south-team', stage: 'awaiting-allocation' });
    expect(course.referral.waits).toEqual(waits);
    expect(course.refuses('helen', { act: 'escalateToDutyClinician' })).toMatchObject({ kind: 'not-yours', code: 'not-your-team' });
    course.does('leon', { act: 'escalateToDutyClinician' });
  });
  test('a decision that was given to somebody who stays behind waits in the queue of their discipline', () => {
    const course = accepted();
    assess(course, '3');
    course.does('amina', { act: 'askReferrerForInformation', questions: ['contact'] });
    course.does('ngozi', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation' });
    expect(course.task('decide-after-non-attendance').assignedTo).toBe('helen');
    course.does('judith', { act: 'transferTeam', teamId: 'south-team' });
    expect(course.task('decide-after-non-attendance')).toMatchObject({ queue: 'clinical-psychologist' });
    expect('assignedTo' in course.task('decide-after-non-attendance')).toBe(false);
  });
  test('notes are written before the referral goes to another team, which could not write them', () => {
    const course = referralAt('in-assessment');
    course.does('helen', { act: 'recordAssessmentOutcome', outcome: 'offer-treatment', riskLevel: 'low', modalities: ['cbt'], disciplines: [] });
    expect(course.refuses('judith', { act: 'transferTeam', teamId: 'south-team' }).code).toBe('notes-missing');
  });
  test('a referral keeps the promises it was received under until it adopts others', () => {
    const course = received();
    expect(course.refuses('marcus', { act: 'adoptPolicy', version: 1 }).code).toBe('policy-unchanged');
    course.does('marcus', { act: 'adoptPolicy', version: 2 });
    expect(course.referral.policyVersion).toBe(2);
  });
});
