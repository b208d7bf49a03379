import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chanceOfWaiting, meanWaitOfList } from '../queueing/erlang.js';
import { EventQueue } from './event-queue.js';
import { exponential, seededRandom } from './random.js';
import type { CourseLength, ServiceModel, Station } from './service-model.js';
import { simulateRun, type RunFigures, type Span } from './simulation.js';

const station = (more: Partial<Station> = {}): Station => ({ code: 'psychotherapist', slots: 1, course: { kind: 'exponential', meanWeeks: 1 }, treats: true, ...more });
const oneList = (referralsPerWeek: number, more: Partial<Station> = {}, urgentShare = 0): ServiceModel =>
  ({ referralsPerWeek, urgentShare, entry: [{ to: 'psychotherapist', share: 1 }], stations: [station(more)] });
const many = (model: ServiceModel, span: Span, runs: number): RunFigures[] => Array.from({ length: runs }, (_, run) => simulateRun(model, span, seededRandom(run)));
/** Over everybody who began in any of the runs. */
const meanWait = (runs: RunFigures[]): number => {
  const lists = runs.map((run) => run.stations[0]!);
  return lists.reduce((sum, one) => sum + one.meanWaitWeeks! * one.started, 0) / lists.reduce((sum, one) => sum + one.started, 0);
};
const off = (measured: number, theory: number) => Math.abs(measured / theory - 1);

describe('theory of one list', () => {
  // Published: Erlang C of 2 slots at load 1 is 1/3; of 10 slots at load 8 it is 0.4092.
  test.each([[1, 0.5, 0.5], [2, 1, 1 / 3], [10, 8, 0.4092], [3, 3, 1]])('of %d slots at a load of %d, the chance of waiting is %d', (slots, load, chance) => expect(chanceOfWaiting(slots, load)).toBeCloseTo(chance, 4));
  test('has no mean wait when demand reaches capacity', () => expect([meanWaitOfList(3, 3, 1), meanWaitOfList(1, 0.5, 1)]).toEqual([null, 1]));
});

describe('the simulation agrees with theory', () => {
  test.each([[1, 0.7], [3, 0.8], [10, 0.85]])('%d slots in use for a share of %d: the mean wait within 2 % of Erlang, and people on the list = referrals a week × wait (Little)', (slots, load) => {
    const referralsPerWeek = slots * load;
    const runs = many(oneList(referralsPerWeek, { slots }), { weeks: 5_000 / referralsPerWeek, warmUpWeeks: 500 / referralsPerWeek }, 200);
    expect(off(meanWait(runs), meanWaitOfList(slots, referralsPerWeek, 1)!)).toBeLessThan(0.02);
    const meanList = runs.reduce((sum, run) => sum + run.stations[0]!.meanList, 0) / runs.length;
    expect(off(meanList, referralsPerWeek * meanWait(runs))).toBeLessThan(0.01);
    expect(off(runs.reduce((sum, run) => sum + run.stations[0]!.slotsInUse!, 0) / runs.length, load)).toBeLessThan(0.01);
  });

  test('courses of 4 sessions of which one in five is missed wait as Pollaczek and Khinchine say, within 2 %', () => {
    const [sessions, missed] = [4, 0.2];
    const course: CourseLength = { kind: 'sessions', counts: [sessions], weeksBetween: 1, didNotAttend: missed };
    const [mean, variance] = [sessions / (1 - missed), (sessions * missed) / (1 - missed) ** 2];
    const referralsPerWeek = 0.7 / mean;
    const theory = (referralsPerWeek * (variance + mean ** 2)) / (2 * (1 - 0.7));
    expect(off(meanWait(many(oneList(referralsPerWeek, { course }), { weeks: 60_000, warmUpWeeks: 3_000 }, 60)), theory)).toBeLessThan(0.02);
  });

  test('urgent people wait as Cobham says of a first class, routine ones as of a second', () => {
    const [referralsPerWeek, urgentShare] = [0.8, 0.25];
    const runs = many(oneList(referralsPerWeek, {}, urgentShare), { weeks: 15_000, warmUpWeeks: 500 }, 40);
    const mean = (which: 'urgentMeanWaitWeeks' | 'routineMeanWaitWeeks') => runs.reduce((sum, run) => sum + run.stations[0]![which]!, 0) / runs.length;
    expect(off(mean('urgentMeanWaitWeeks'), 0.8 / (1 - 0.2))).toBeLessThan(0.02);
    expect(off(mean('routineMeanWaitWeeks'), 0.8 / ((1 - 0.2) * (1 - 0.8)))).toBeLessThan(0.02);
  });
});

describe('a service of several steps', () => {
  const service: ServiceModel = {
    referralsPerWeek: 6, urgentShare: 0.15, entry: [{ to: 'assessment', share: 0.85 }],
    stations: [
      { code: 'assessment', slots: 6, treats: false, delayWeeks: 0.5, course: { kind: 'sessions', counts: [1, 1, 2], weeksBetween: 1, didNotAttend: 0.15 }, next: [{ to: 'psychotherapist', share: 0.5 }, { to: 'arts-therapist', share: 0.2 }] },
      { code: 'psychotherapist', slots: 30, treats: true, delayWeeks: 1, leavesPerWeek: 0.02, course: { kind: 'sessions', counts: [8, 12, 16], weeksBetween: 1.1, didNotAttend: 0.12 } },
      { code: 'arts-therapist', slots: 8, treats: true, leavesPerWeek: 0.01, course: { kind: 'sessions', counts: [10, 20], weeksBetween: 1, didNotAttend: 0.1, missedCounts: true } },
    ],
  };
  const span = { weeks: 156, targetWeeks: 18 };

  test('gives the same future for the same seed, and another for another', () => {
    expect(simulateRun(service, span, seededRandom(11))).toEqual(simulateRun(service, span, seededRandom(11)));
    expect(simulateRun(service, span, seededRandom(11))).not.toEqual(simulateRun(service, span, seededRandom(13)));
  });
  test('loses nobody: whoever joined a list began, left or is still on it, at every station and seed', () => {
    fc.assert(fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 200 }), (seed, weeks) => {
      for (const one of simulateRun(service, { weeks }, seededRandom(seed)).stations) expect(one.started + one.left + one.listAtEnd).toBe(one.joined);
    }), { numRuns: 200 });
  });
  test('never has more courses than slots, and uses nearly all of them where the list is long', () => {
    const { stations, listByWeek } = simulateRun({ ...service, referralsPerWeek: 12 }, { ...span, warmUpWeeks: 52 }, seededRandom(3));
    for (const one of stations) expect(one.slotsInUse!).toBeLessThanOrEqual(1);
    expect(stations[0]!.slotsInUse!).toBeGreaterThan(0.98);
    expect(listByWeek).toHaveLength(156);
    expect(listByWeek.at(-1)).toBe(stations.reduce((sum, one) => sum + one.listAtEnd, 0));
  });
  test('a list without slots never begins: no wait is reported rather than a false one', () => {
    const stuck = oneList(3, { slots: 0 });
    expect(simulateRun(stuck, { weeks: 20, targetWeeks: 4 }, seededRandom(1))).toMatchObject({ treated: 0, meanWaitWeeks: null, medianWaitWeeks: null, withinTargetPercent: null, stations: [{ started: 0, meanWaitWeeks: null, slotsInUse: null }] });
  });
  test('without referrals nothing happens', () => {
    expect(simulateRun(oneList(0), { weeks: 10 }, seededRandom(1))).toMatchObject({ referred: 0, treated: 0, listByWeek: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
  });
  test('people on the list today are taken in their order, urgent first, and their wait counts from their referral', () => {
    const waiting = [{ urgent: false, weeks: 20 }, { urgent: false, weeks: 10 }, { urgent: true, weeks: 2 }].map(({ urgent, weeks }) => ({ station: 'psychotherapist', urgent, referredWeeksAgo: weeks, joinedWeeksAgo: weeks }));
    const model: ServiceModel = { ...oneList(0, { slots: 1, course: { kind: 'sessions', counts: [5], weeksBetween: 1, didNotAttend: 0 } }), waiting, inCare: [{ station: 'psychotherapist', weeksLeft: 1 }] };
    const run = simulateRun(model, { weeks: 12, targetWeeks: 12 }, seededRandom(1));
    expect(run).toMatchObject({ treated: 3, meanWaitWeeks: (3 + 26 + 21) / 3, medianWaitWeeks: 21 }); // begun in weeks 1, 6 and 11
    expect(run.breachesByWeek).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]); // ten weeks ago + 12: untreated in week 2; the first had breached before
  });
  test('a change of slots takes effect in its week, and nobody in care is turned out', () => {
    const model: ServiceModel = { ...oneList(0, { slots: 2, slotsFrom: [{ week: 3, slots: 0 }, { week: 6, slots: 1 }], course: { kind: 'sessions', counts: [2], weeksBetween: 1, didNotAttend: 0 } }), waiting: Array.from({ length: 6 }, () => ({ station: 'psychotherapist', urgent: false, referredWeeksAgo: 0, joinedWeeksAgo: 0 })) };
    expect(simulateRun(model, { weeks: 9 }, seededRandom(1)).listByWeek).toEqual([4, 4, 2, 2, 2, 2, 1, 1, 0]);
  });
  test('somebody who has given up on one list is not hurried off the next', () => {
    const model: ServiceModel = { ...oneList(1, { code: 'assessment', treats: false, slots: 1, leavesPerWeek: 0.5, next: [{ to: 'psychotherapist', share: 1 }] }), entry: [{ to: 'assessment', share: 1 }] };
    const run = simulateRun({ ...model, stations: [...model.stations, station({ slots: 0 })] }, { weeks: 500 }, seededRandom(5));
    expect(run.stations[0]!.left).toBeGreaterThan(20);
    expect(run.stations[1]!.left).toBe(0);
  });
  test.each([
    ['a route to nowhere', { ...service, entry: [{ to: 'music', share: 1 }] }, 'no station "music"'],
    ['shares above one', { ...service, entry: [{ to: 'assessment', share: 0.7 }, { to: 'arts-therapist', share: 0.7 }] }, 'more than 1 together'],
    ['a negative figure', { ...service, referralsPerWeek: -1 }, 'referralsPerWeek'],
    ['a course of unknown length', oneList(1, { course: { kind: 'sessions', counts: [], weeksBetween: 1, didNotAttend: 0 } }), 'how many sessions'],
    ['appointments that nobody attends', oneList(1, { course: { kind: 'sessions', counts: [4], weeksBetween: 1, didNotAttend: 1 } }), 'no course ever ends'],
  ])('refuses %s in words', (_what, model, words) => expect(() => simulateRun(model, span, seededRandom(1))).toThrow(words));
  test('refuses a span that is over before it counts', () => expect(() => simulateRun(service, { weeks: 10, warmUpWeeks: 10 }, seededRandom(1))).toThrow('longer than its warm-up'));
});

describe('chance from a seed', () => {
  test('lies between 0 and 1, fills every part of it evenly, and differs from seed to seed', () => {
    const random = seededRandom(42);
    const parts = Array.from({ length: 20 }, () => 0);
    const draws = Array.from({ length: 200_000 }, random);
    expect(draws.every((one) => one >= 0 && one < 1)).toBe(true);
    for (const one of draws) parts[Math.floor(one * 20)]! += 1;
    expect(parts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(36.2); // chi-squared, 19 degrees, 1 %
    expect(new Set(Array.from({ length: 1_000 }, (_, seed) => seededRandom(seed)())).size).toBe(1_000);
  });
  test('waits of a rate have its mean and its spread, and never come at rate 0', () => {
    const random = seededRandom(7);
    const draws = Array.from({ length: 200_000 }, () => exponential(random, 4));
    const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
    expect(off(mean, 0.25)).toBeLessThan(0.01);
    expect(off(draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws.length, 0.0625)).toBeLessThan(0.03);
    expect(exponential(random, 0)).toBe(Infinity);
  });
  test('what is to come is taken earliest first', () => {
    fc.assert(fc.property(fc.array(fc.nat(1_000)), (instants) => {
      const queue = new EventQueue();
      for (const [place, instant] of instants.entries()) queue.add(instant, place);
      const taken = Array.from({ length: instants.length }, () => { const next = queue.next; expect(instants[queue.take()]).toBe(next); return next; });
      expect(taken).toEqual([...instants].sort((a, b) => a - b));
      expect([queue.size, queue.next]).toEqual([0, Infinity]);
    }));
  });
});
