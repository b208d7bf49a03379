import { describe, expect, test } from '@jest/globals';
import { localDay, type ReferralEvent } from '#domain';
import { allocate, assess, cbt, received, session, sign } from '../../../../test/builders/referral.js';
import { after, type Course } from '../../../../test/builders/course.js';
import { simulate } from '../simulation/trials.js';
import { learnService } from './learn.js';
import { coursesOf, visitsOf, weeksOfList, wholeWeeks } from './visits.js';

const london = 'Europe/London';
/** Referred on the Monday of a week of 2026 (0 = 5 January), screened and accepted two days later. */
function accepted(week: number, urgency: 'routine' | 'urgent' = 'routine'): Course {
  const course = received({ at: after('2026-01-05T10:00:00.000Z', { days: 7 * week }) });
  course.passes({ days: 2 });
  course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'low', triageCode: 'E' });
  course.does('amina', { act: 'acceptAtTriage', urgency, triageCode: 'E', pathway: 'assessment', optIn: false });
  return course;
}
function assessed(week: number, urgency?: 'routine' | 'urgent'): Course {
  const course = accepted(week, urgency);
  course.passes({ days: 5 });
  assess(course);
  sign(course, 'helen');
  course.does('helen', { act: 'recordAssessmentOutcome', outcome: 'offer-treatment', riskLevel: 'low', modalities: ['cbt'], disciplines: ['psychotherapist'] });
  return course;
}
function treated(week: number, sessions: number, missed: number, urgency?: 'routine' | 'urgent'): Course {
  const course = assessed(week, urgency);
  course.passes({ days: 7 });
  allocate(course, [{ ...cbt, sessions: 8 }]);
  for (let held = 0; held < sessions; held += 1) {
    session(course);
    if (held >= missed) continue;
    session(course, { code: '3' });
    course.does('imogen', { act: 'decideAfterNonAttendance', appointmentNo: course.referral.last.appointment, decision: 'offer-again', riskChecked: true, vulnerabilityChecked: true, contactAttempted: true });
  }
  return course;
}
function discharged(course: Course): Course {
  course.does('imogen', { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 5, riskItem: 0 });
  course.does('imogen', { act: 'discharge', code: '46', riskLevel: 'low' });
  return course;
}
function withdrawn(course: Course): Course {
  course.passes({ days: 14 });
  course.does('amina', { act: 'withdraw', by: 'patient' });
  return course;
}
const histories: ReferralEvent[][] = [
  discharged(treated(0, 4, 1)), discharged(treated(1, 6, 1, 'urgent')), treated(3, 3, 0), withdrawn(accepted(4)), assessed(8), accepted(10), accepted(11, 'urgent'), received({ at: '2026-03-29T10:00:00.000Z' }),
].map((course) => course.events);
const question = { from: '2026-01-05', asOf: '2026-03-29', timeZone: london }; // twelve weeks, Monday to Sunday

describe('a service learned from its history', () => {
  const { model, weeks, gaps } = learnService(histories, question);
  const [assessment, psychotherapist] = model.stations;

  test('knows how many come, how many of them are urgent, and where they go', () => {
    expect([weeks, model.referralsPerWeek, model.urgentShare]).toEqual([12, 8 / 12, 2 / 8]);
    expect(model.entry).toEqual([{ to: 'assessment', share: 1 }]);
    expect(assessment!.next).toEqual([{ to: 'psychotherapist', share: 1 }]);
  });
  test('knows how long a course is, how often appointments are missed, and how long triage and the meeting take', () => {
    expect(psychotherapist!.course).toMatchObject({ kind: 'sessions', counts: [4, 6], didNotAttend: 2 / 12 });
    expect([assessment!.delayWeeks, psychotherapist!.delayWeeks]).toEqual([2 / 7, 1]);
    expect([assessment!.treats, psychotherapist!.treats]).toEqual([false, true]);
  });
  test('knows the slots that were really in use: with them, as many courses end as did end', () => {
    const { slots, course } = psychotherapist!;
    if (course.kind !== 'sessions') throw new Error('sessions were recorded');
    const inUse = (28 + 42 + 35) / 7 / 12; // days in which the three were treated, in weeks of the twelve
    const courseWeeks = (5 / (1 - course.didNotAttend)) * course.weeksBetween; // five sessions on average, with those missed
    expect(slots).toBe(2);
    expect(slots / courseWeeks).toBeCloseTo(inUse / ((28 + 42) / 7 / 2), 10);
  });
  test('knows who leaves the list unseen: one, while seven people waited 79 days together', () => {
    expect(assessment!.leavesPerWeek).toBeCloseTo(7 / (4 * 12 + 14 + 12 + 5), 10);
    expect(psychotherapist!.leavesPerWeek).toBe(0);
  });
  test('knows who waits, who is being seen and who is not decided yet today', () => {
    expect(model.waiting!.map(({ station, urgent, referredWeeksAgo }) => [station, urgent, Math.floor(referredWeeksAgo)])).toEqual([['assessment', false, 1], ['assessment', true, 0]]);
    expect(model.undecided).toEqual([{ after: 'assessment', urgent: false, referredWeeksAgo: expect.closeTo(27 / 7, 8) }, { after: null, urgent: false, referredWeeksAgo: 0 }]);
    expect(model.inCare).toMatchObject([{ station: 'psychotherapist', weeksLeft: expect.closeTo(5 * (psychotherapist!.course as { weeksBetween: number }).weeksBetween, 8) }]);
    expect(gaps).toEqual([]);
  });
  test('can be played forward', () => {
    const trials = simulate(model, { weeks: 26, targetWeeks: 18, seed: 1, runs: 50 });
    expect(trials.treated.mean).toBeGreaterThan(2);
    expect(trials.meanWaitWeeks!.mean).toBeGreaterThan(2);
  });
  test('takes slots from the job plans where they are known', () => {
    const known = learnService(histories, { ...question, slots: { psychotherapist: 30 } }).model.stations[1]!;
    expect(known).toMatchObject({ slots: 30, course: { weeksBetween: 10 / 12 } });
  });
  test('a duplicate is no referral', () => {
    const duplicate = received({ at: '2026-02-02T10:00:00.000Z' });
    duplicate.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'low', triageCode: 'E' });
    duplicate.does('ngozi', { act: 'markAsDuplicate', duplicateOf: 'referral-0' });
    expect(learnService([...histories, duplicate.events], question).model.referralsPerWeek).toBe(8 / 12);
  });
  test('what the history cannot tell is said in words', () => {
    const young = learnService([treated(9, 1, 0).events], { from: '2026-03-09', asOf: '2026-04-12', timeZone: london });
    expect(young.gaps).toEqual(['No course ended in this period (psychotherapist): the agreed number of sessions stands for the real one.']);
    expect(young.model.stations[1]!.course).toMatchObject({ counts: [8] });
    const unseen = learnService([accepted(10).events], { from: '2026-03-09', asOf: '2026-03-29', timeZone: london });
    expect(unseen.gaps).toEqual(['Nobody was seen in this period (assessment): without knowing its slots, nobody would be.']);
  });
  test('a period without a referral, or without a whole week, is refused in words', () => {
    expect(() => learnService(histories, { from: '2025-01-06', asOf: '2025-03-30', timeZone: london })).toThrow('No referral was received');
    expect(() => learnService(histories, { from: '2026-03-25', asOf: '2026-03-29', timeZone: london })).toThrow('one whole week');
  });
});

describe('a list week by week', () => {
  const visits = coursesOf(histories, question).flatMap(visitsOf);
  const period = wholeWeeks('2026-01-05', '2026-03-29');
  test('counts who joined, who began and who left, each in their week', () => {
    const rows = weeksOfList(visits, 'assessment', period);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toEqual({ urgentJoined: 0, routineJoined: 1, started: 0, left: 0 });
    expect(rows[1]).toEqual({ urgentJoined: 1, routineJoined: 0, started: 0, left: 0 });
    expect(rows[2]).toEqual({ urgentJoined: 0, routineJoined: 0, started: 1, left: 0 });
    expect(rows[6]).toMatchObject({ left: 1 });
    expect(rows.reduce((sum, row) => sum + row.urgentJoined + row.routineJoined, 0)).toBe(7);
  });
  test('whole weeks are counted back from the last day', () => expect(wholeWeeks('2026-01-01', '2026-03-29')).toEqual(period));
  test('a referral allocated without assessment joins its discipline\'s list alone', () => {
    const course = received();
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'low', triageCode: 'E' });
    course.does('amina', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation' });
    allocate(course);
    expect(visitsOf(coursesOf([course.events], { asOf: localDay(course.at, london), timeZone: london })[0]!)).toMatchObject([{ station: 'psychotherapist', joinedOn: '2026-03-04', startedOn: null }]);
  });
});
