import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#domain';
import { received, referralAt, session } from '../../../../test/builders/referral.js';
import { after, start, type Course } from '../../../../test/builders/course.js';
import { clocksOf, type Clock } from './clocks.js';
import { courseOf } from './course.js';
import type { RuleSetCode } from './rule-sets.js';
import { breaches, gapBand, impactSentence, percentile, shareOfCompleted, shareOfWaiting, talkingTherapiesShare, waitSummary } from './shares.js';

const london = 'Europe/London';
const asOf = '2026-12-31';
const clock = (course: Course, code: RuleSetCode, more: { asOf?: string; targetDays?: number } = {}): Clock =>
  clocksOf(course.events, { ruleSets: [code], asOf: more.asOf ?? asOf, timeZone: london, ...(more.targetDays !== undefined && { targetDays: { [code]: more.targetDays } }) }).clocks[0]!;
const referral = (course: Course) => ({ course: courseOf(course.events, { asOf, timeZone: london }).course!, clock: clock(course, 'talking-therapies') });
/** Received on 4 March; the first session is held so many days after allocation. */
const treatedAfter = (days: number, sessions = 1, discharged = false): Course => {
  const course = referralAt('awaiting-treatment');
  session(course, { days });
  for (let held = 1; held < sessions; held += 1) session(course);
  if (discharged) {
    course.does('imogen', { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 6, riskItem: 0 });
    course.does('imogen', { act: 'discharge', code: '46', riskLevel: 'low' });
  }
  return course;
};

describe('the two denominators of talking therapies', () => {
  const march = { from: '2026-03-01', to: '2026-03-31' };
  const [quick, slow, single] = [treatedAfter(14, 2, true), treatedAfter(40, 6, true), treatedAfter(7, 1, true)].map(referral); // first sessions on 25 March, 20 April, 18 March

  test('give different figures for the same month, so each is named', () => {
    const all = [quick!, slow!, single!];
    expect(talkingTherapiesShare(all, march, 'first-treatment')).toMatchObject({ denominator: 'first-treatment', sixWeeks: { of: 2, within: 2, percent: 100, wantedPercent: 75, met: true } });
    expect(talkingTherapiesShare(all, { from: '2026-04-01', to: '2026-05-31' }, 'first-treatment')).toMatchObject({ sixWeeks: { of: 1, within: 0, percent: 0, met: false }, eighteenWeeks: { of: 1, within: 1, percent: 100, met: true } });
    expect(talkingTherapiesShare(all, { from: '2026-04-01', to: '2026-05-31' }, 'finished-course')).toMatchObject({ denominator: 'finished-course', sixWeeks: { of: 2, within: 1, percent: 50 } });
  });
  test('one session and an end is no finished course', () => {
    expect(talkingTherapiesShare([single!], { from: '2026-01-01', to: asOf }, 'finished-course').sixWeeks).toEqual({ of: 0, within: 0, percent: null, wantedPercent: null, met: null });
  });
});

describe('shares within target', () => {
  const waiting = [10, 40, 200].map((days) => received({ at: after('2026-12-31T10:00:00.000Z', { days: -days }) }));
  test('of those who wait, the running clocks alone are counted', () => {
    const clocks = [...waiting, treatedAfter(14)].map((course) => clock(course, 'rtt-18-weeks'));
    expect(shareOfWaiting(clocks)).toEqual({ of: 3, within: 2, percent: expect.closeTo(66.67, 1), wantedPercent: 92, met: false });
    expect(shareOfCompleted(clocks, { from: '2026-03-25', to: '2026-03-25' })).toEqual({ of: 1, within: 1, percent: 100, wantedPercent: 92, met: true });
    expect(shareOfCompleted(clocks, { from: '2026-03-26', to: asOf }).of).toBe(0);
  });
  test('without a wanted percentage nothing is met or missed', () => {
    expect(shareOfWaiting(waiting.map((course) => clock(course, 'community-adult')))).toMatchObject({ of: 3, within: 1, wantedPercent: null, met: null });
  });
  test('another target says at once how many would be in breach', () => {
    const under = (targetDays: number) => waiting.map((course) => clock(course, 'rtt-18-weeks', { targetDays }));
    expect(breaches(under(28))).toHaveLength(2);
    expect(impactSentence(under(28), 28)).toBe('With a target of 4 weeks, 2 open referrals would be in breach today.');
    expect(impactSentence(under(199), 199)).toBe('With a target of 199 days, 1 open referral would be in breach today.');
    expect(impactSentence(under(7 * 52), 7 * 52)).toBe('With a target of 52 weeks, no open referral would be in breach today.');
  });
});

describe('figures of many waits', () => {
  test.each([[28, 'up to 28 days'], [29, '29 to 56 days'], [56, '29 to 56 days'], [57, '57 to 90 days'], [90, '57 to 90 days'], [91, 'more than 90 days']])('a second session after %d days lies in the band "%s"', (days, band) => expect(gapBand(days)).toBe(band));
  test('median and 92nd percentile interpolate as PostgreSQL does', () => {
    expect(waitSummary([4, 1, 3, 2])).toEqual({ count: 4, mean: 2.5, median: 2.5, p92: expect.closeTo(3.76, 10), longest: 4 });
    expect(waitSummary([7])).toEqual({ count: 1, mean: 7, median: 7, p92: 7, longest: 7 });
  });
  test('of nobody there is no figure', () => expect(waitSummary([])).toEqual({ count: 0, mean: null, median: null, p92: null, longest: null }));
  test('a percentile grows with its share and lies between shortest and longest', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (days, a, b) => {
      const sorted = [...days].sort((one, other) => one - other);
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((p) => percentile(sorted, p)!);
      expect(sorted[0]! <= low! && low! <= high! + 1e-9 && high! <= sorted.at(-1)!).toBe(true);
    }));
  });
  test('a day later nobody who waits is within a target they were past', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 200 }), (days, targetDays) => {
      const course = received();
      const day = addDays(start.slice(0, 10), days);
      const [now, next] = [day, addDays(day, 1)].map((one) => shareOfWaiting([clock(course, 'rtt-18-weeks', { asOf: one, targetDays })]).within);
      expect(now).toBe(days <= targetDays ? 1 : 0);
      expect(next! <= now!).toBe(true);
    }), { numRuns: 200 });
  });
});
