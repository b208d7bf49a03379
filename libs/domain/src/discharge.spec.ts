import { describe, expect, test } from '@jest/globals';
import { dischargeCodeList, dischargeCodes, openStages, type Command } from './index.js';
import { after, type Course } from '../../../test/builders/course.js';
import { accepted, book, cbt, received, referralAt, session } from '../../../test/builders/referral.js';

const discharge = (more: object = {}) => ({ act: 'discharge', code: '46', riskLevel: 'low', ...more }) as Command & { act: 'discharge' };
const treated = (): Course => {
  const course = referralAt('in-treatment');
  course.does('imogen', { act: 'recordOutcomeMeasure', measure: 'gad-7', total: 4 });
  return course;
};

describe('discharging', () => {
  test('leaves a summary due in seven days and, where one is agreed, a follow-up with the lead clinician', () => {
    const course = treated();
    book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 });
    const told = course.does('imogen', discharge({ followUpOn: '2026-04-20' }));
    expect(course.referral).toMatchObject({ stage: 'in-follow-up', dischargeCode: '46' });
    expect(course.tasks()).toEqual(['follow-up-contact', 'send-discharge-summary']);
    expect(course.task('send-discharge-summary')).toMatchObject({ queue: 'medical-secretaries', dueAt: '2026-03-25T17:00:00.000Z' });
    expect(course.task('follow-up-contact')).toMatchObject({ assignedTo: 'imogen', dueAt: '2026-04-20T16:00:00.000Z' });
    expect(course.letters(told)).toEqual(['appointment-cancelled to patient']);
    expect(Object.values(course.referral.strands).every(({ stage }) => stage === 'ended')).toBe(true);
    expect(course.referral.waits.treatment?.stoppedAt).toBeDefined();
  });
  test('leaves nothing else open: no task, no clock, no check-in', () => {
    const course = accepted({ pathway: 'allocation', receive: { flags: ['nhs-number-missing', 'possible-duplicate'] } });
    course.passes({ days: 36 });
    expect(course.tasks()).toEqual(['allocate', 'check-in', 'obtain-nhs-number', 'review-possible-duplicate']);
    course.does('ngozi', discharge({ code: '50' }));
    expect(course.tasks()).toEqual(['send-discharge-summary']);
    expect(Object.values(course.referral.waits).filter(({ stoppedAt }) => !stoppedAt)).toEqual([]);
    expect(Object.values(course.referral.timers).map(({ kind }) => kind)).toEqual(['task-overdue']);
  });
  test('closes when the summary has gone to GP and patient and the follow-up is done', () => {
    const course = treated();
    course.does('imogen', discharge({ followUpOn: '2026-04-20' }));
    expect(course.letters(course.does('amina', { act: 'sendDischargeSummary' }))).toEqual(['discharge-summary to gp', 'discharge-summary to patient']);
    expect(course.referral.stage).toBe('in-follow-up');
    expect(course.refuses('amina', { act: 'sendDischargeSummary' }).code).toBe('no-such-task');
    course.passes({ days: 40 });
    course.does('imogen', { act: 'recordFollowUpContact', outcome: 'well' });
    expect(course.referral).toMatchObject({ stage: 'closed', ending: 'discharged' });
    expect([course.referral.tasks, course.referral.timers]).toEqual([{}, {}]);
  });
  test('a person who is worse at the follow-up gets the duty clinician; who is not reached is tried again in five working days', () => {
    const course = treated();
    course.does('imogen', discharge({ followUpOn: '2026-04-20' }));
    course.until('2026-04-20T10:00:00.000Z');
    course.does('imogen', { act: 'recordFollowUpContact', outcome: 'not-reached' });
    expect(course.task('follow-up-contact')).toMatchObject({ assignedTo: 'imogen', queue: 'psychotherapist', dueAt: '2026-04-27T16:00:00.000Z' });
    course.does('imogen', { act: 'recordFollowUpContact', outcome: 'worse' });
    expect(course.tasks()).toEqual(['duty-contact', 'send-discharge-summary']);
    expect(course.refuses('imogen', { act: 'recordFollowUpContact', outcome: 'well' }).code).toBe('no-such-task');
    course.does('amina', { act: 'sendDischargeSummary' });
    expect(course.referral.stage).toBe('in-follow-up');
    course.does('ngozi', { act: 'recordDutyContact', outcome: 'spoken-to', riskLevel: 'moderate' });
    expect(course.referral.stage).toBe('closed');
  });
  test('waits for notes, for what happened at sessions already begun, and for scores since treatment began', () => {
    const course = referralAt('awaiting-treatment');
    course.does('amina', { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 15 });
    session(course, { note: false });
    expect(course.refuses('imogen', discharge()).code).toBe('notes-missing');
    course.does('imogen', { act: 'signNote', appointmentNo: 2, noteId: 'n' });
    expect(course.refuses('imogen', discharge())).toMatchObject({ kind: 'incomplete', code: 'scores-missing' });
    expect(course.tries('imogen', discharge({ scoresUnavailable: true })).refusal).toBeUndefined();
    course.does('amina', { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 8 });
    book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 });
    course.passes({ days: 7 });
    expect(course.refuses('imogen', discharge()).code).toBe('appointment-booked');
  });
  test.each(dischargeCodeList)('code %s fits only how far the care went, and no death is chosen', (code) => {
    const fits = (course: Course, group: string) => {
      const { refusal } = course.tries('ngozi', discharge({ code }));
      expect(refusal?.code === 'code-does-not-fit').toBe(dischargeCodes[code].group !== group || code === '17' || code === '49');
    };
    fits(accepted(), 'not-seen');
    fits(referralAt('awaiting-allocation'), 'seen');
    fits(treated(), 'treated');
  });
  test('at immediate risk calls the duty clinician, and keeps a contact that is still to be made', () => {
    const course = treated();
    course.does('imogen', discharge({ riskLevel: 'immediate' }));
    expect(course.tasks()).toEqual(['duty-contact', 'send-discharge-summary']);
    const waiting = treated();
    waiting.does('amina', { act: 'escalateToDutyClinician' });
    waiting.does('judith', discharge());
    expect(waiting.tasks()).toEqual(['duty-contact', 'send-discharge-summary']);
    expect(waiting.referral.timers[`task/${waiting.task('duty-contact').no}`]).toBeDefined();
  });
  test('a secretary discharges nobody; a team lead not over an unscreened word of the referrer', () => {
    const course = treated();
    expect(course.refuses('amina', discharge()).code).toBe('role-does-not-allow');
    course.does('drHughes', { act: 'amendReferral', changed: ['reason'] });
    expect(course.refuses('judith', discharge()).code).toBe('screen-first');
    expect(course.tries('imogen', discharge()).refusal).toBeUndefined();
  });
  test.each(['2026-03-17', '2028-06-01'])('no follow-up is agreed for %s', (followUpOn) => {
    expect(treated().refuses('imogen', discharge({ followUpOn }))).toMatchObject({ code: 'out-of-range', fields: ['followUpOn'] });
  });
  test('a follow-up that nobody leads is the discharging clinician’s, or waits in a queue of clinicians', () => {
    const byClinician = accepted();
    byClinician.does('callum', discharge({ code: '50', followUpOn: '2026-03-20' }));
    expect(byClinician.task('follow-up-contact')).toMatchObject({ assignedTo: 'callum', queue: 'community-practice-nurse' });
    const byLead = accepted();
    byLead.does('judith', discharge({ code: '50', followUpOn: '2026-03-20' }));
    expect(byLead.task('follow-up-contact').queue).toBe('duty-clinicians');
    expect('assignedTo' in byLead.task('follow-up-contact')).toBe(false);
  });
});

describe.each(openStages)('from %s', (stage) => {
  test.each([
    ['withdraw', { act: 'withdraw', by: 'patient' }, 'withdrawn', ['withdrawn to referrer']],
    ['death', { act: 'recordDeath', diedOn: '2026-03-01' }, 'died', []],
    ['moving away', { act: 'recordMovedAway' }, 'moved-away', []],
  ] as [string, Command, string, string[]][])('%s ends everything at once and stops every message', (_how, command, ending, letters) => {
    const course = referralAt(stage);
    const booked = stage === 'in-treatment' ? book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1 }) : undefined;
    const told = course.does('amina', command);
    expect(course.referral).toMatchObject({ stage: 'closed', ending, messagesStopped: true });
    expect([course.referral.tasks, course.referral.timers]).toEqual([{}, {}]);
    expect(Object.values(course.referral.waits).filter(({ stoppedAt }) => !stoppedAt)).toEqual([]);
    expect(Object.values(course.referral.strands).filter((strand) => strand.stage !== 'ended')).toEqual([]);
    if (booked) expect(course.referral.appointments[booked]).toMatchObject({ outcome: 'cancelled', code: '4', counts: false });
    expect(course.letters(told)).toEqual(letters);
    expect(course.told('messages-stopped', told)).toHaveLength(1);
  });
});

describe('the other ends', () => {
  test.each(['withdraw', 'recordMovedAway'] as const)('%s: told risk that no clinician has looked at, or an open duty contact, is looked at first', (act) => {
    const end = { act, by: 'patient' } as Command;
    const told = received({ receive: { flags: ['risk-told-by-referrer'] } });
    expect(told.refuses('amina', end).code).toBe('screen-first');
    told.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'immediate', triageCode: 'A' });
    expect(told.refuses('amina', end).code).toBe('duty-contact-first');
    expect(told.tries('ngozi', end).refusal).toBeUndefined();
    told.does('ngozi', { act: 'recordDutyContact', outcome: 'spoken-to', riskLevel: 'low' });
    told.does('amina', end);
    expect(told.referral.stage).toBe('closed');
    expect(received({ receive: { referrerUrgency: 'urgent' } }).refuses('amina', end).code).toBe('screen-first');
  });
  test('a death is recorded whatever is open, with the code of how far the care went', () => {
    const early = received({ receive: { flags: ['emergency'] } });
    early.does('marcus', { act: 'recordDeath' });
    expect(early.referral).toMatchObject({ stage: 'closed', dischargeCode: '17' });
    const late = referralAt('in-treatment', { strands: [cbt] });
    late.does('imogen', { act: 'recordDeath' });
    expect(late.referral).toMatchObject({ dischargeCode: '49' });
  });
  test('nothing but notes and links is done to what is closed', () => {
    const course = referralAt('closed');
    expect(course.refuses('amina', { act: 'withdraw', by: 'patient' })).toMatchObject({ kind: 'not-now', code: 'stage-does-not-allow', allowed: ['linkToPerson', 'unlinkFromPerson'] });
    course.does('amina', { act: 'linkToPerson', personId: 'person-2' });
    expect(course.passes({ days: 4000 })).toEqual([]);
    expect(course.at > after('2026-04-01T00:00:00.000Z', {})).toBe(true);
  });
});
