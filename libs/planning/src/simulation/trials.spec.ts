import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changed, type ServiceModel } from './service-model.js';
import { estimate, simulate, whatIf } from './trials.js';

/** Arts therapy takes 12 sessions of an hour a week; one and a half people join its list a week, for 15 slots. */
const service: ServiceModel = {
  referralsPerWeek: 3, urgentShare: 0.1, entry: [{ to: 'assessment', share: 0.9 }],
  stations: [
    { code: 'assessment', slots: 4, treats: false, delayWeeks: 1, course: { kind: 'sessions', counts: [1], weeksBetween: 1, didNotAttend: 0.1 }, next: [{ to: 'arts-therapist', share: 0.55 }] },
    { code: 'arts-therapist', slots: 15, treats: true, delayWeeks: 1, leavesPerWeek: 0.005, course: { kind: 'sessions', counts: [8, 12, 16], weeksBetween: 1, didNotAttend: 0.1 } },
  ],
  waiting: Array.from({ length: 40 }, (_, place) => ({ station: 'arts-therapist', urgent: false, referredWeeksAgo: 30 - place / 2, joinedWeeksAgo: 26 - place / 2 })),
  inCare: Array.from({ length: 15 }, (_, place) => ({ station: 'arts-therapist', weeksLeft: 1 + place })),
};
const year = { weeks: 52, targetWeeks: 18, seed: 2026 };

describe('many futures of a service', () => {
  test('are 200 unless more are asked for, and each figure has the range of nine in ten', () => {
    const trials = simulate(service, year);
    expect(trials.runs).toBe(200);
    for (const { mean, low, high } of [trials.meanWaitWeeks!, trials.listAtEnd, trials.withinTargetPercent!, ...trials.listByWeek]) {
      expect(low <= mean && mean <= high).toBe(true);
    }
    expect(trials.listAtEnd.low).toBeLessThan(trials.listAtEnd.high);
    expect(trials.listByWeek).toHaveLength(52);
  });
  test('are the same for the same seed', () => expect(simulate(service, { ...year, runs: 20 })).toEqual(simulate(service, { ...year, runs: 20 })));
  test('two of a different seed tell the same story within their ranges', () => {
    const [one, other] = [1, 999_983].map((seed) => simulate(service, { ...year, seed }));
    expect(Math.abs(one!.meanWaitWeeks!.mean / other!.meanWaitWeeks!.mean - 1)).toBeLessThan(0.03);
  });
  test('one run has no range', () => expect(() => simulate(service, { ...year, runs: 1 })).toThrow('2 runs'));
  test('the range leaves out one future in twenty at each end, and nobody means no figure', () => {
    expect(estimate(Array.from({ length: 101 }, (_, place) => place))).toEqual({ mean: 50, low: 5, high: 95 });
    expect(estimate([null, 4, null])).toEqual({ mean: 4, low: 4, high: 4 });
    expect(estimate([null])).toBeNull();
  });
});

describe('what if', () => {
  test('nothing changed makes no difference at all', () => {
    expect(whatIf(service, {}, { ...year, runs: 30 }, 'nothing changed').difference).toEqual({ meanWaitWeeks: { mean: 0, low: 0, high: 0 }, listAtEnd: { mean: 0, low: 0, high: 0 }, withinTargetPercent: { mean: 0, low: 0, high: 0 } });
  });
  test('one more arts therapist shortens list and wait in nearly every future, and the sentence says by how much', () => {
    const { difference, then, now, sentence } = whatIf(service, { slots: { station: 'arts-therapist', more: 12 } }, year, 'one more arts therapist (12 slots)');
    expect(difference.listAtEnd.high).toBeLessThan(0);
    expect(difference.meanWaitWeeks!.high).toBeLessThan(0);
    expect(difference.withinTargetPercent!.low).toBeGreaterThan(0);
    expect(sentence).toMatch(/^After 52 weeks with one more arts therapist \(12 slots\), [\d.]+ \([\d.]+ to [\d.]+\) people would be waiting instead of [\d.]+ \([\d.]+ to [\d.]+\), on the list of arts-therapist [\d.]+ \([\d.]+ to [\d.]+\) instead of [\d.]+ \([\d.]+ to [\d.]+\), and the mean wait/);
    expect(sentence).toContain('nine of ten of 200 futures');
    expect(sentence).not.toContain('does not change');
    expect(then.listAtEnd.mean - now.listAtEnd.mean).toBeCloseTo(difference.listAtEnd.mean, 8);
  });
  test('a therapist who comes later helps less', () => {
    const list = (fromWeek: number) => whatIf(service, { slots: { station: 'arts-therapist', more: 12, fromWeek } }, { ...year, runs: 60 }, 'more').then.listAtEnd.mean;
    expect(list(0)).toBeLessThan(list(26));
    expect(list(26)).toBeLessThan(simulate(service, { ...year, runs: 60 }).listAtEnd.mean);
  });
  test('a lower limit of sessions lets more people begin', () => {
    expect(whatIf(service, { sessionLimit: { station: 'arts-therapist', sessions: 8 } }, { ...year, runs: 60 }, 'eight sessions').difference.listAtEnd.high).toBeLessThan(0);
  });
  test('another target changes who is within it and nothing else', () => {
    const { difference } = whatIf(service, { targetWeeks: 52 }, { ...year, runs: 30 }, 'a target of 52 weeks');
    expect(difference.withinTargetPercent!.low).toBeGreaterThan(0);
    expect([difference.listAtEnd.mean, difference.meanWaitWeeks!.mean]).toEqual([0, 0]);
  });
  test('a change that helps in some futures only, or in none, is said to be so', () => {
    expect(whatIf(service, { slots: { station: 'assessment', more: 1 } }, { ...year, runs: 60 }, 'one more assessment a week').sentence).toContain('In some futures the wait does not change');
    expect(whatIf(service, { sessionLimit: { station: 'arts-therapist', sessions: 16 } }, { ...year, runs: 20 }, 'at most 16 sessions').sentence).toContain('The wait does not change.');
  });
  test('a service without any slot for treatment is told so in words, never as a number', () => {
    const stuck = changed({ ...service, inCare: [] }, { slots: { station: 'arts-therapist', more: -15 } });
    const { sentence } = whatIf(stuck, { referrals: { factor: 1 } }, { ...year, runs: 10 }, 'nothing changed');
    expect(sentence).toMatch(/Even then, nobody would be treated/);
    expect(sentence).not.toMatch(/NaN|Infinity|null/);
    expect(whatIf(stuck, { slots: { station: 'arts-therapist', more: 5 } }, { ...year, runs: 10 }, 'five slots').sentence).toMatch(/As things are, nobody would be treated/);
  });
  test('an unknown station is refused', () => expect(() => changed(service, { sessionLimit: { station: 'music', sessions: 3 } })).toThrow('no station "music"'));
  test('more slots never leave more people waiting at the end, over many futures', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 10 }), (more) => {
      expect(whatIf(service, { slots: { station: 'arts-therapist', more } }, { ...year, runs: 20 }, 'more').difference.listAtEnd.mean).toBeLessThanOrEqual(0);
    }), { numRuns: 10 });
  });
  test('slots added to a station that changes its slots are added from that week on to every later step', () => {
    const planned: ServiceModel = { ...service, stations: [{ ...service.stations[1]!, slots: 10, slotsFrom: [{ week: 20, slots: 8 }, { week: 40, slots: 12 }] }], entry: [{ to: 'arts-therapist', share: 1 }] };
    const slots = (fromWeek: number) => changed(planned, { slots: { station: 'arts-therapist', more: 2, fromWeek } }).stations[0]!;
    expect(slots(0)).toMatchObject({ slots: 12, slotsFrom: [{ week: 20, slots: 10 }, { week: 40, slots: 14 }] });
    expect(slots(30)).toMatchObject({ slots: 10, slotsFrom: [{ week: 20, slots: 8 }, { week: 30, slots: 10 }, { week: 40, slots: 14 }] });
    expect(slots(20)).toMatchObject({ slots: 10, slotsFrom: [{ week: 20, slots: 10 }, { week: 40, slots: 14 }] });
  });
});
