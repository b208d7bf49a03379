import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { clearanceTime, judgeList, missProbability, queueingFigure, queueingFunctions, reliefCapacity, targetCapacity, targetMeanWait, targetQueueSize, waitingListPressure } from './queueing.js';

interface Vector { name: string; input: { fn: string; args: Record<string, number> }; expected: Record<string, number | boolean | null> }
const vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/queueing.json', import.meta.url), 'utf8')) as Vector[];

describe('queueing targets', () => {
  test.each(vectors)('agree with the published figure: $name', ({ input, expected }) => {
    const answer = queueingFigure(input) as Record<string, number | boolean | null>;
    expect(Object.keys(answer).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) {
      if (typeof value === 'number') expect(Math.abs((answer[name] as number) - value)).toBeLessThanOrEqual(0.000001);
      else expect(answer[name]).toBe(value);
    }
  });
  test('every formula has a published vector', () => {
    expect([...new Set(vectors.map(({ input }) => input.fn))].sort()).toEqual(Object.keys(queueingFunctions).sort());
  });

  test('estimated demand is raised by two standard errors, and left alone where the error is larger than the demand allows', () => {
    expect(reliefCapacity({ demand: 2, queueSize: 80, targetQueueSize: 28, numReferrals: 100, cvDemand: 0.5 })).toBeCloseTo(4.5, 10);
    expect(reliefCapacity({ demand: 10, queueSize: 80, targetQueueSize: 28, numReferrals: 100, cvDemand: 1 })).toBeCloseTo(12, 10);
    expect(reliefCapacity({ demand: 2, queueSize: 80, targetQueueSize: 28, numReferrals: 100 })).toBeCloseTo(4, 10);
  });
  test('exactly twice the target list is not yet too big, also when decimals do not add up', () => {
    expect(judgeList({ demand: 12, capacity: 13, queueSize: 108, targetWait: 18 }).queueTooBig).toBe(false);
    expect(judgeList({ demand: 12, capacity: 13, queueSize: 109, targetWait: 18 }).queueTooBig).toBe(true);
    expect(judgeList({ demand: 0.1, capacity: 1, queueSize: 0.6, targetWait: 12 }).queueTooBig).toBe(false);
  });
  test('what has no value is null, never infinite: no capacity, no removals, no target', () => {
    expect(queueingFigure({ fn: 'calc_queue_load', args: { demand: 3, capacity: 0 } })).toEqual({ value: null });
    expect(clearanceTime(12, 0)).toBeNull();
    expect(waitingListPressure(12, 0)).toBeNull();
    expect(targetCapacity({ demand: 3, targetWait: 0 })).toBeNull();
    expect(missProbability(0, 18)).toBe(0);
    expect(missProbability(0, 0)).toBeNull();
  });
  test.each([
    ['an unknown formula', { fn: 'calc_luck', args: {} }, 'no queueing formula'],
    ['a missing argument', { fn: 'calc_queue_load', args: { demand: 3 } }, 'needs capacity'],
    ['a negative figure', { fn: 'calc_queue_load', args: { demand: -3, capacity: 2 } }, 'demand is a number'],
  ])('refuses %s in words', (_what, question, words) => expect(() => queueingFigure(question)).toThrow(words));
});

const rate = fc.double({ min: 0.1, max: 200, noNaN: true });
const weeks = fc.double({ min: 1, max: 104, noNaN: true });

describe('whatever the list', () => {
  test('no figure is ever NaN or infinite', () => {
    const figure = fc.oneof(fc.constant(0), rate);
    fc.assert(fc.property(figure, figure, figure, fc.oneof(fc.constant(0), weeks), (demand, capacity, queueSize, targetWait) => {
      for (const value of Object.values(judgeList({ demand, capacity, queueSize, targetWait }))) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
    }), { numRuns: 2_000 });
  });
  test('a list of the target size waits the target mean wait (Little), at a pressure of one half with factor 4', () => {
    fc.assert(fc.property(rate, weeks, (demand, targetWait) => {
      const mean = targetMeanWait(targetWait)!;
      expect(targetQueueSize(demand, targetWait)! / demand).toBeCloseTo(mean, 8);
      expect(waitingListPressure(mean, targetWait)).toBeCloseTo(0.5, 8);
      expect(missProbability(mean, targetWait)).toBeCloseTo(Math.exp(-4), 8);
    }));
  });
  test('relief and target capacity are never shown together, and one of them always is', () => {
    fc.assert(fc.property(rate, rate, fc.double({ min: 0, max: 5_000, noNaN: true }), weeks, (demand, capacity, queueSize, targetWait) => {
      const { queueTooBig, reliefCapacity: relief, targetCapacity: target, targetQueueSize: wanted } = judgeList({ demand, capacity, queueSize, targetWait });
      expect([relief !== null, target !== null]).toEqual([queueTooBig, !queueTooBig]);
      if (relief !== null) expect(relief).toBeGreaterThan(demand);
      expect(queueTooBig).toBe(queueSize > 2 * wanted! + 1e-12 * Math.max(1, queueSize));
    }), { numRuns: 2_000 });
  });
});
