import { describe, expect, test } from '@jest/globals';
import { defaultPolicy, nextDeadline, onDeadline, systemActor, timers, type TimerKind } from './index.js';
import { accepted, assess, medication, psychoanalysis, received, referralAt, session } from '../../../test/builders/referral.js';
import { after, start, type Course } from '../../../test/builders/course.js';
import { staff } from '../../../test/builders/staff.js';

describe('clocks', () => {
  test('a target breaches once, as the day after the last day in target begins; a clock that has stopped never does', () => {
    const waiting = accepted();
    expect(waiting.told('wait-breached', waiting.until('2026-04-01T22:59:59.999Z'))).toMatchObject([{ clock: 'triage-response', at: '2026-04-01T10:00:00.000Z' }]);
    expect(waiting.told('wait-breached', waiting.passes({ minutes: 1 }))).toMatchObject([{ clock: 'assessment', at: '2026-04-01T23:00:00.000Z' }]);
    expect(waiting.told('wait-breached', waiting.passes({ days: 60 })).filter(({ clock }) => clock === 'assessment')).toEqual([]);
    const seen = accepted();
    assess(seen);
    expect(seen.told('wait-breached', seen.passes({ days: 60 })).filter(({ clock }) => clock === 'assessment')).toEqual([]);
  });
  test('the hidden wait from assessment to treatment has its own clock, from the day of receipt', () => {
    const course = referralAt('awaiting-treatment');
    expect(course.told('wait-breached', course.passes({ days: 200 }))).toMatchObject([{ clock: 'treatment', at: '2026-07-08T23:00:00.000Z' }]);
  });
  test('a promise of 72 hours is brought forward by a promise of 24, never put off by one of 28 days', () => {
    const course = received();
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode: 'D' });
    course.passes({ hours: 1 });
    course.does('ngozi', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'assessment', riskLevel: 'low' });
    expect(course.referral.waits['triage-response']?.breachAt).toBe(after(start, { hours: 72 }));
    course.does('amina', { act: 'amendReferral', changed: ['urgency'] });
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode: 'C' });
    expect(course.referral.waits['triage-response']?.breachAt).toBe(after(start, { hours: 25 }));
  });
});

describe('what is overdue', () => {
  test('goes to the team lead, after a working day to the manager, after three more again, and so on', () => {
    const course = received();
    const { no } = course.task('administrative-triage');
    const climbed = course.told('task-escalated', course.passes({ days: 21 })).filter((event) => event.no === no);
    expect(climbed.map(({ at, level, to }) => [at.slice(0, 10), level, to])).toEqual([
      ['2026-03-05', 1, 'team-lead'], ['2026-03-06', 2, 'manager'], ['2026-03-11', 3, 'manager'], ['2026-03-16', 4, 'manager'], ['2026-03-19', 5, 'manager'], ['2026-03-24', 6, 'manager']]);
  });
  test('climbs by the hour only in an emergency: not what is routine about an urgent referral, nor a routine screen', () => {
    const urgent = received({ receive: { referrerUrgency: 'urgent' } });
    const triage = urgent.task('administrative-triage').no;
    expect(urgent.told('task-escalated', urgent.passes({ days: 2 })).filter(({ no }) => no === triage)).toMatchObject([{ level: 1, nextAt: '2026-03-06T17:00:00.000Z' }]);
    const routine = received();
    const screen = routine.task('clinical-screen').no;
    expect(routine.told('task-escalated', routine.passes({ days: 2 })).filter(({ no }) => no === screen)).toMatchObject([{ level: 1, nextAt: '2026-03-06T17:00:00.000Z' }]);
  });
  test('stays in the queue and with the person it was given to', () => {
    const course = referralAt('in-assessment');
    course.passes({ days: 10 });
    expect(course.task('write-note')).toMatchObject({ assignedTo: 'helen', level: 4, queue: 'clinical-psychologist' });
  });
  test('a service without a ladder is told every working day all the same', () => {
    const course = received({ policy: { ...defaultPolicy, escalationWorkingDays: [] } });
    expect(course.told('task-escalated', course.passes({ days: 5 })).length).toBeGreaterThan(2);
  });
});

/** A referral for which a timer of this kind is the next to ring after `ring` days. */
const reach: Record<TimerKind, () => Course> = {
  'task-overdue': received,
  'chase-referrer': () => referralAt('awaiting-information'),
  'opt-in-reminder': () => accepted({ optIn: true }),
  'opt-in-over': () => accepted({ optIn: true }),
  'check-in': () => referralAt('awaiting-treatment'),
  'periodic-review': () => { const course = referralAt('awaiting-treatment', { strands: [psychoanalysis] }); session(course); return course; },
  'joint-review': () => { const course = referralAt('awaiting-treatment', { strands: [psychoanalysis, medication] }); session(course); session(course, { strandNo: 2 }); return course; },
  'wait-breach': received,
};
describe('every deadline', () => {
  test.each(Object.keys(timers) as TimerKind[])('"%s" can ring, brings something, and is not due again at the same instant', (kind) => {
    const course = reach[kind]();
    const timer = Object.values(course.referral.timers).find((one) => one.kind === kind)!;
    course.until(after(timer.dueAt, { minutes: -1 }));
    const before = course.events.length;
    course.until(timer.dueAt);
    expect(course.events.length).toBeGreaterThan(before);
    expect(course.referral.timers[timer.key]?.dueAt).not.toBe(timer.dueAt);
    expect(nextDeadline(course.referral)! > timer.dueAt).toBe(true);
  });
  test('for asking how a person is brings nothing while they are being assessed', () => {
    const course = referralAt('in-assessment');
    expect(course.referral.timers['check-in']).toBeDefined();
    course.passes({ days: 60 });
    expect(course.tasks()).toEqual(['complete-assessment', 'write-note']);
  });
  test('that is not yet due brings nothing', () => {
    const { referral } = received();
    expect(onDeadline(referral, { at: start, actor: systemActor, policy: defaultPolicy, holders: {}, people: staff })).toEqual([]);
  });
  test('rings at the same instant for everybody, though it was set in summer for winter', () => {
    const course = received({ at: '2026-10-20T09:00:00.000Z' });
    course.does('amina', { act: 'askReferrerForInformation', questions: ['other'] });
    expect(course.told('referrer-chased', course.passes({ days: 15 })).map(({ at }) => at)).toEqual(['2026-10-23T08:00:00.000Z', '2026-10-27T09:00:00.000Z', '2026-11-03T09:00:00.000Z']);
  });
});
