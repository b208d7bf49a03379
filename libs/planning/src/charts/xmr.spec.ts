import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { xmrChart, xmrIcons, type XmrChart, type XmrOptions } from './xmr.js';

interface Vector { name: string; input: { values: number[]; options: XmrOptions }; expected: XmrChart }
const vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/xmr.json', import.meta.url), 'utf8')) as Vector[];
const quiet = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]; // mean 10.5, nothing special

describe('an XmR chart', () => {
  test.each(vectors)('is drawn as the NHS draws it: $name', ({ input, expected }) => {
    const { groups, ...rest } = xmrChart(input.values, input.options);
    const { groups: wanted, ...others } = expected;
    expect(rest).toEqual(others);
    expect(groups).toHaveLength(wanted.length);
    for (const [place, group] of wanted.entries()) {
      for (const [name, value] of Object.entries(group)) {
        const drawn = groups[place]![name as keyof typeof group];
        if (typeof value === 'number') expect(Math.abs((drawn as number) - value)).toBeLessThanOrEqual(0.0001);
        else expect(drawn).toBe(value);
      }
    }
  });

  test('six points on one side are no shift, seven are, and all seven are marked', () => {
    const step = (points: number) => xmrChart([...quiet, ...Array.from({ length: points }, (_, place) => 9.4 - 0.1 * (place % 2))], { fixAfterNPoints: 12 });
    expect(step(6).shift).toEqual([]);
    expect(step(7).shift).toEqual([12, 13, 14, 15, 16, 17, 18]);
  });
  test('a run never crosses a step that was marked', () => {
    const values = [...quiet, 11.6, 11.7, 11.6, 11.7, 11.6, 11.7, 11.6];
    expect(xmrChart(values, { fixAfterNPoints: 12, rebaseAt: [15] }).shift).toEqual([]);
    const rising = [...quiet, 9, 10, 11, 12, 13, 14, 15];
    expect(xmrChart(rising, { fixAfterNPoints: 12 }).trend).toEqual([12, 13, 14, 15, 16, 17, 18]);
    expect(xmrChart(rising, { fixAfterNPoints: 12, rebaseAt: [14] }).trend).toEqual([]);
  });
  test('the top of a rise that turns into a fall is judged by the step to its right', () => {
    const noise = [0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8];
    const { trend, pointTypes } = xmrChart([...noise, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], { improvementDirection: 'decrease', fixAfterNPoints: 12 });
    expect(trend).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(pointTypes.slice(17, 20)).toEqual(['special_cause_concern', 'special_cause_improvement', 'special_cause_improvement']);
  });
  test('two near points with an outside one between them are marked, the outside one only as outside', () => {
    const { outside, twoOfThree } = xmrChart([40, 60, 40, 60, 40, 60, 40, 60, 40, 60, 40, 60, 90, 130, 95, 50], { fixAfterNPoints: 12 });
    expect([outside, twoOfThree]).toEqual([[13], [12, 14]]);
  });
  test('a series of equal decimals is quiet, although their average is not quite the same number', () => {
    const { groups, pointTypes } = xmrChart(Array.from({ length: 15 }, () => 0.1));
    expect(groups[0]).toMatchObject({ mean: 0.1, averageMovingRange: 0, lowerLimit: 0.1, upperLimit: 0.1 });
    expect(new Set(pointTypes)).toEqual(new Set(['common_cause']));
  });
  test('a point that equals the mean on paper breaks a run, although their decimals differ', () => {
    const above = [0.4, 0.5, 0.4, 0.3, 0.4, 0.5, 0.4]; // the fourth is the mean 0.3
    const below = [0.2, 0.1, 0.2, 0.3, 0.2, 0.1, 0.2];
    expect(xmrChart([...above, ...below]).shift).toEqual([]);
  });
  test('without a target, with no direction or with one point nothing is assured', () => {
    expect(xmrChart(quiet, { improvementDirection: 'decrease' }).assurance).toBeNull();
    expect(xmrChart(quiet, { improvementDirection: 'neutral', target: 30 }).assurance).toBeNull();
    expect(xmrChart([7], { improvementDirection: 'decrease', target: 30 }).assurance).toBeNull();
    expect(xmrChart([...quiet, 7], { rebaseAt: [12], improvementDirection: 'decrease', target: 30 }).assurance).toBeNull();
  });
  test('an empty series gives an empty chart, and what is no number is refused', () => {
    expect(xmrChart([])).toEqual({ groups: [], outside: [], shift: [], trend: [], twoOfThree: [], pointTypes: [], assurance: null });
    expect(() => xmrChart([1, NaN, 2])).toThrow('numbers without gaps');
    expect(() => xmrChart([1, 2], { rebaseAt: [2] })).toThrow('position of a point');
    expect(() => xmrChart([1, 2], { fixAfterNPoints: 1 })).toThrow('2 points');
  });
  test.each([
    ['increase', 20, 'improvement_high'], ['increase', 1, 'concern_low'], ['decrease', 20, 'concern_high'], ['decrease', 1, 'improvement_low'], ['neutral', 20, 'neutral_high'], ['neutral', 1, 'neutral_low'], ['increase', 10, 'common_cause'],
  ] as const)('when %s is better and the last of a quiet series is %d, the icon is %s', (improvementDirection, last, icon) => {
    expect(xmrIcons(xmrChart([...quiet, last], { improvementDirection, fixAfterNPoints: 12 }), improvementDirection)).toEqual({ variation: icon, assurance: 'empty' });
  });
  test('a target beyond the limits is passed or failed, between them it is hit and missed', () => {
    const assured = (target: number, improvementDirection: 'increase' | 'decrease') => xmrIcons(xmrChart(quiet, { improvementDirection, target }), improvementDirection).assurance;
    expect([assured(30, 'decrease'), assured(30, 'increase'), assured(1, 'decrease'), assured(1, 'increase'), assured(11, 'increase')]).toEqual(['pass', 'fail', 'fail', 'pass', 'inconsistent']);
  });
});

const series = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 60 });

describe('whatever the series', () => {
  const mirrored = { special_cause_improvement: 'special_cause_concern', special_cause_concern: 'special_cause_improvement', common_cause: 'common_cause' } as Record<string, string>;
  test('turning better into worse turns every improvement into a concern and changes nothing else', () => {
    fc.assert(fc.property(series, (values) => {
      const up = xmrChart(values, { improvementDirection: 'increase' });
      const down = xmrChart(values, { improvementDirection: 'decrease' });
      expect(down.pointTypes).toEqual(up.pointTypes.map((type) => mirrored[type]));
      expect([down.groups, down.outside, down.shift, down.trend, down.twoOfThree]).toEqual([up.groups, up.outside, up.shift, up.trend, up.twoOfThree]);
    }), { numRuns: 1_000 });
  });
  test('moving the whole series up moves the limits with it and marks the same points', () => {
    fc.assert(fc.property(series, fc.integer({ min: -500, max: 500 }), (values, by) => {
      const here = xmrChart(values);
      const there = xmrChart(values.map((value) => value + by));
      expect([there.outside, there.shift, there.trend, there.twoOfThree, there.pointTypes]).toEqual([here.outside, here.shift, here.trend, here.twoOfThree, here.pointTypes]);
      expect(there.groups[0]!.mean - by).toBeCloseTo(here.groups[0]!.mean, 6);
    }), { numRuns: 1_000 });
  });
  test('the rules agree with a plain reading of their words', () => {
    fc.assert(fc.property(series, (values) => {
      const { groups: [group], ...chart } = xmrChart(values);
      if (group!.lowerLimit === null) return;
      const side = (value: number) => (Math.abs(value - group!.mean) < 1e-9 * 60 ? 0 : Math.sign(value - group!.mean));
      const seven = (holds: (window: number[]) => boolean) => values.flatMap((_, place) => (
        [0, 1, 2, 3, 4, 5, 6].some((back) => place - back >= 0 && place - back + 7 <= values.length && holds(values.slice(place - back, place - back + 7))) ? [place] : []));
      expect(chart.shift).toEqual(seven((window) => side(window[0]!) !== 0 && window.every((value) => side(value) === side(window[0]!))));
      expect(chart.trend).toEqual(seven((window) => [1, -1].some((way) => window.slice(1).every((value, place) => Math.sign(value - window[place]!) === way))));
    }), { numRuns: 1_000 });
  });
});
