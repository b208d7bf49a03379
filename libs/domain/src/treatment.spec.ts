import { describe, expect, test } from '@jest/globals';
import { openTasks, sessionsLeft } from './index.js';
import type { Course } from '../../../test/builders/course.js';
import { cbt, medication, psychoanalysis, referralAt, session } from '../../../test/builders/referral.js';

const times = (course: Course, sessions: number) => { for (let no = 1; no <= sessions; no += 1) session(course); };
const ask = { act: 'requestExtension' as const, strandNo: 1, sessions: 4, reason: 'complex-needs' as const };

describe('a time-limited therapy', () => {
  test('is reviewed in the middle of the course', () => {
    const course = referralAt('in-treatment');
    times(course, 2);
    expect(course.tasks()).not.toContain('mid-course-review');
    times(course, 1);
    expect(course.task('mid-course-review')).toMatchObject({ assignedTo: 'imogen', strandNo: 1 });
    expect(course.refuses('imogen', { act: 'recordReview', kind: 'mid-course', strandNo: 2, outcome: 'continue' }).code).toBe('no-such-task');
    course.does('imogen', { act: 'recordReview', kind: 'mid-course', strandNo: 1, outcome: 'continue' });
    expect(course.tasks()).toEqual(['book-session']);
    expect(course.refuses('imogen', { act: 'recordReview', kind: 'mid-course', strandNo: 1, outcome: 'continue' }).code).toBe('no-such-task');
  });
  test('cognitive analytic therapy is reviewed at the reformulation, session five', () => {
    const course = referralAt('awaiting-treatment', { strands: [{ ...cbt, modality: 'cat', sessions: 16 }] });
    times(course, 4);
    expect(course.tasks()).not.toContain('mid-course-review');
    times(course, 1);
    expect(course.tasks()).toContain('mid-course-review');
  });
  test('warns when two sessions are left, and is reviewed when none is; no further session is booked', () => {
    const course = referralAt('awaiting-treatment');
    times(course, 6);
    expect(course.told('allowance-nearly-used')).toMatchObject([{ left: 2 }]);
    expect(course.task('plan-ending')).toMatchObject({ assignedTo: 'imogen' });
    course.does('imogen', { act: 'planEnding', strandNo: 1 });
    expect(course.refuses('imogen', { act: 'planEnding', strandNo: 1 }).code).toBe('no-such-task');
    times(course, 2);
    expect(course.told('allowance-used-up')).toHaveLength(1);
    expect(course.tasks()).toEqual(['end-review', 'mid-course-review']);
    expect(course.refuses('imogen', { act: 'recordReview', kind: 'end', strandNo: 1, outcome: 'continue' }).code).toBe('allowance-used-up');
    course.does('imogen', { act: 'recordReview', kind: 'end', strandNo: 1, outcome: 'end' });
    expect(course.task('complete-discharge')).toMatchObject({ assignedTo: 'imogen', strandNo: 1 });
  });
  test('a non-attendance that counts warns of the last sessions like any other', () => {
    const { policy } = referralAt('awaiting-triage');
    const course = referralAt('awaiting-treatment', { policy: { ...policy, attendance: { ...policy.attendance, countDna: true } } });
    times(course, 5);
    session(course, { code: '3' });
    expect(course.tasks()).toContain('plan-ending');
    expect(sessionsLeft(course.referral.strands[1]!)).toBe(2);
  });
});

describe('more sessions', () => {
  test('approved before the mid-course review is held ask for one review, not for two', () => {
    const course = referralAt('awaiting-treatment');
    times(course, 4);
    course.does('imogen', { ...ask, sessions: 2 });
    course.does('judith', { act: 'decideExtension', strandNo: 1, approved: true });
    times(course, 1);
    expect(course.tasks()).toEqual(['book-session', 'mid-course-review']);
  });
  test('are asked for with a reason and decided by somebody else', () => {
    const course = referralAt('awaiting-treatment');
    times(course, 6);
    course.does('imogen', ask);
    expect(course.tasks()).not.toContain('plan-ending');
    expect(course.task('decide-extension')).toMatchObject({ queue: 'team-leads' });
    expect(course.refuses('imogen', ask).code).toBe('extension-awaits-decision');
    expect(course.refuses('imogen', { act: 'decideExtension', strandNo: 1, approved: true }).code).toBe('role-does-not-allow');
    course.does('judith', { act: 'decideExtension', strandNo: 1, approved: true });
    expect(course.referral.strands[1]).toMatchObject({ allowance: 12, used: 6 });
    times(course, 4);
    expect(course.told('allowance-nearly-used')).toMatchObject([{ left: 2 }, { left: 2 }]);
  });
  test('a chair does not decide their own request', () => {
    const course = referralAt('awaiting-treatment', { strands: [{ ...cbt, discipline: 'clinical-psychologist', clinicianId: 'helen' }] });
    times(course, 1);
    course.does('helen', ask);
    expect(course.refuses('helen', { act: 'decideExtension', strandNo: 1, approved: true })).toMatchObject({ kind: 'not-yours', code: 'second-person-decides' });
  });
  test('declined with sessions left: the ending is planned after all; with none left: it is reviewed', () => {
    const course = referralAt('awaiting-treatment');
    times(course, 6);
    course.does('imogen', ask);
    course.does('judith', { act: 'decideExtension', strandNo: 1, approved: false });
    expect(course.tasks()).toEqual(['book-session', 'mid-course-review', 'plan-ending']);
    times(course, 2);
    course.does('imogen', ask);
    course.does('judith', { act: 'decideExtension', strandNo: 1, approved: false });
    expect(course.tasks()).toEqual(['end-review', 'mid-course-review']);
    expect('extension' in course.referral.strands[1]!).toBe(false);
  });
  test('the team lead may approve fewer than were asked for; two more are warned of at once', () => {
    const course = referralAt('awaiting-treatment');
    times(course, 8);
    course.does('imogen', ask);
    course.does('judith', { act: 'decideExtension', strandNo: 1, approved: true, sessions: 2 });
    expect(course.referral.strands[1]?.allowance).toBe(10);
    expect(course.tasks()).toEqual(['book-session', 'mid-course-review', 'plan-ending']);
  });
  test.each([
    ['of an open-ended therapy', { strandNo: 2 }, 'open-ended-has-no-allowance'], ['of a strand that is not there', { strandNo: 7 }, 'no-such-strand'], ['none', { sessions: 0 }, 'sessions-out-of-range'],
  ])('are not asked for: %s', (_what, more, code) => {
    const course = referralAt('in-treatment', { strands: [cbt, medication] });
    expect(course.refuses('imogen', { ...ask, ...more }).code).toBe(code);
    expect(course.refuses('judith', { act: 'decideExtension', strandNo: 1, approved: true }).code).toBe('no-extension-requested');
  });
  test('none are approved as a number below one', () => {
    const course = referralAt('in-treatment');
    course.does('imogen', ask);
    expect(course.refuses('judith', { act: 'decideExtension', strandNo: 1, approved: true, sessions: 0 }).code).toBe('sessions-out-of-range');
  });
});

describe('an open-ended therapy', () => {
  test('is never capped, and is reviewed every half year for twenty-six months', () => {
    const course = referralAt('awaiting-treatment', { strands: [psychoanalysis] });
    session(course);
    const reviews: string[] = [];
    for (let week = 1; week <= 113; week += 1) {
      session(course);
      for (const task of openTasks(course.referral).filter(({ task: type }) => type === 'periodic-review')) {
        reviews.push(task.raisedAt.slice(0, 10));
        course.does('imogen', { act: 'recordReview', kind: 'periodic', strandNo: task.strandNo, outcome: 'continue' });
      }
    }
    expect(reviews).toEqual(['2026-09-16', '2027-03-18', '2027-09-17', '2028-03-20']);
    expect(course.referral).toMatchObject({ stage: 'in-treatment' });
    expect(course.referral.strands[1]).toMatchObject({ attended: 114, allowance: null });
    expect(course.told('allowance-used-up')).toEqual([]);
    expect(course.tasks()).toEqual(['book-session']);
  });
  test('that a review would end, and that goes on after all, is reviewed again', () => {
    const course = referralAt('awaiting-treatment', { strands: [psychoanalysis] });
    session(course);
    course.until(course.referral.timers['periodic-review/1']!.dueAt);
    course.does('imogen', { act: 'recordReview', kind: 'periodic', strandNo: 1, outcome: 'end' });
    expect(course.tasks()).toContain('complete-discharge');
    session(course);
    expect(course.referral.timers['periodic-review/1']).toBeDefined();
  });
  test('whose review nobody holds climbs to the manager and never falls silent', () => {
    const course = referralAt('awaiting-treatment', { strands: [psychoanalysis] });
    session(course);
    const { no } = (course.until(course.referral.timers['periodic-review/1']!.dueAt), course.task('periodic-review'));
    const climbed = course.told('task-escalated', course.passes({ days: 120 })).filter((event) => event.no === no);
    expect(climbed[0]).toMatchObject({ to: 'team-lead' });
    expect(climbed.length).toBeGreaterThan(15);
    expect(course.referral.stage).toBe('in-treatment');
  });
});

describe('while people wait and are treated', () => {
  test('a period of unavailability informs and pauses no clock; its author may take it back for 48 hours, then only an administrator', () => {
    const course = referralAt('awaiting-treatment');
    const { breachAt } = course.referral.waits.treatment!;
    expect(course.refuses('amina', { act: 'recordUnavailability', fromOn: '2026-05-02', toOn: '2026-05-01' }).code).toBe('wrong-order');
    course.does('amina', { act: 'recordUnavailability', fromOn: '2026-05-01', toOn: '2026-05-20' });
    expect(course.referral.waits.treatment!.breachAt).toBe(breachAt);
    expect(course.refuses('gareth', { act: 'removeUnavailability', periodNo: 1 })).toMatchObject({ kind: 'not-yours', code: 'not-removable-now' });
    expect(course.refuses('amina', { act: 'removeUnavailability', periodNo: 2 })).toMatchObject({ kind: 'unknown', code: 'no-such-period' });
    course.passes({ hours: 48 });
    expect(course.tries('amina', { act: 'removeUnavailability', periodNo: 1 }).refusal).toBeUndefined();
    course.passes({ minutes: 1 });
    expect(course.refuses('amina', { act: 'removeUnavailability', periodNo: 1 }).code).toBe('not-removable-now');
    course.does('priya', { act: 'removeUnavailability', periodNo: 1 });
    expect(course.referral.unavailable).toEqual({});
  });
  test('who waits is asked every five weeks how they are; worse calls the duty clinician, not reached is tried again', () => {
    const course = referralAt('awaiting-allocation');
    course.passes({ days: 35 });
    expect(course.task('check-in')).toMatchObject({ queue: 'medical-secretaries' });
    course.does('amina', { act: 'recordCheckIn', outcome: 'not-reached' });
    expect(course.tasks()).toEqual(['allocate', 'check-in']);
    course.does('amina', { act: 'recordCheckIn', outcome: 'worse' });
    expect(course.tasks()).toEqual(['allocate', 'duty-contact']);
    course.passes({ days: 35 });
    expect(course.tasks()).toContain('check-in');
  });
  test('who has not been accepted is not on a list to be asked', () => {
    expect(referralAt('awaiting-triage').refuses('amina', { act: 'recordCheckIn', outcome: 'well' }).code).toBe('not-accepted-yet');
  });
  test('the first session ends the check-ins', () => {
    const course = referralAt('awaiting-treatment');
    course.passes({ days: 36 });
    expect(course.tasks()).toContain('check-in');
    session(course);
    expect(course.tasks()).not.toContain('check-in');
    expect(course.referral.timers['check-in']).toBeUndefined();
  });
  test('a questionnaire’s answer about self-harm calls the duty clinician in the same act, whoever enters it', () => {
    const course = referralAt('in-treatment');
    course.does('amina', { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 18, riskItem: 0 });
    expect(course.tasks()).not.toContain('duty-contact');
    course.does('amina', { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 18, riskItem: 1 });
    expect(course.tasks()).toContain('duty-contact');
    expect(course.referral.scores['phq-9']).toEqual({ total: 18, at: course.at });
  });
  test.each([['phq-9', 28], ['gad-7', 22], ['wsas', 41], ['core-10', -1]] as const)('%s has no total of %d', (measure, total) => {
    expect(referralAt('in-treatment').refuses('amina', { act: 'recordOutcomeMeasure', measure, total })).toMatchObject({ code: 'out-of-range', fields: ['total'] });
  });
  test('referring onward tells GP and patient, and the referral goes on', () => {
    const course = referralAt('in-treatment');
    expect(course.letters(course.does('imogen', { act: 'referOnward', to: 'social-care' }))).toEqual(['onward-referral to gp', 'onward-referral to patient']);
    expect(course.referral.stage).toBe('in-treatment');
  });
});
