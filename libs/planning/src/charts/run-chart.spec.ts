import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chartFinding } from './findings.js';
import { expectedRuns, medianOf, runChart } from './run-chart.js';

const labels = (points: number) => Array.from({ length: points }, (_, place) => `week ${place + 1}`);

describe('a run chart', () => {
  test('five points on one side of the median are no shift, six are', () => {
    expect(runChart([1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9]).shift).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(runChart([9, 1, 9, 1, 1, 1, 1, 1, 9, 9, 9, 2, 9, 1, 9]).shift).toEqual([]);
  });
  test('a point on the median neither breaks a shift nor counts in it', () => {
    expect(runChart([5, 6, 7, 8, 5, 6, 7, 8, 1, 2, 3, 4, 1]).median).toBe(5);
    expect(runChart([5, 6, 7, 8, 5, 6, 7, 8, 1, 2, 3, 4, 1]).shift).toEqual([1, 2, 3, 5, 6, 7]);
  });
  test('four points that rise are no trend, five are; of equal neighbours only the first counts', () => {
    expect(runChart([3, 1, 2, 3, 4, 1]).trend).toEqual([]);
    expect(runChart([3, 1, 2, 3, 4, 5, 1]).trend).toEqual([1, 2, 3, 4, 5]);
    expect(runChart([3, 1, 2, 2, 3, 4, 1]).trend).toEqual([]);
    expect(runChart([3, 1, 2, 2, 3, 4, 5, 5, 1]).trend).toEqual([1, 2, 4, 5, 6]);
  });
  test('a rise that turns into a fall is two trends that share their top', () => {
    expect(runChart([1, 2, 3, 4, 5, 4, 3, 2, 1]).trend).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
  // Swed and Eisenhart 1943, as tabled for two groups of equal size: as many runs as these, or as few, chance gives less than once in forty.
  test.each([[5, 3, 9], [6, 4, 10], [7, 4, 12], [8, 5, 13], [9, 6, 14], [10, 7, 15], [12, 8, 18], [15, 11, 21], [20, 15, 27]])('of %d points above and as many below, chance gives %d to %d runs', (each, fewestRuns, mostRuns) => {
    expect(expectedRuns(each, each)).toEqual({ fewestRuns, mostRuns });
  });
  test('two plateaux have too few runs, a zigzag too many', () => {
    expect(runChart([1, 2, 1, 2, 1, 8, 9, 8, 9, 8])).toMatchObject({ runs: 2, tooFewRuns: true, tooManyRuns: false });
    expect(runChart([1, 9, 1, 9, 1, 9, 1, 9, 1, 9])).toMatchObject({ runs: 10, tooFewRuns: false, tooManyRuns: true });
  });
  test('four points can show nothing, whatever they are', () => {
    fc.assert(fc.property(fc.array(fc.integer(), { maxLength: 4 }), (values) => {
      expect(runChart(values)).toMatchObject({ shift: [], trend: [], tooFewRuns: false, tooManyRuns: false });
    }));
  });
  test('half of the points lie on either side of the median', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (values) => {
      const median = medianOf(values)!;
      expect(values.filter((value) => value < median).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((value) => value > median).length).toBeLessThanOrEqual(values.length / 2);
    }));
    expect(medianOf([])).toBeNull();
  });
  test('the chance of every number of runs adds up: a series in random order is called special less than once in ten', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    let special = 0;
    for (let series = 0; series < 2_000; series += 1) {
      const { tooFewRuns, tooManyRuns } = runChart(Array.from({ length: 12 }, random));
      if (tooFewRuns || tooManyRuns) special += 1;
    }
    expect(special / 2_000).toBeLessThan(0.1);
    expect(special).toBeGreaterThan(0);
  });
});

describe('the sentence beside a chart', () => {
  const quiet = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11, 10];
  const waits = (values: number[], target?: number) =>
    chartFinding(values, { improvementDirection: 'decrease', target, fixAfterNPoints: 13 }, { measure: 'Median wait', labels: labels(values.length), unit: ' weeks' }).sentence;

  test.each([
    ['no figures', [], 'Median wait: no figures in this period.'],
    ['one figure', [7], 'Median wait: one figure so far, 7 weeks in week 1; a change cannot be told from noise yet.'],
    ['a short quiet series', [7, 8, 7, 6], 'Median wait: no sign of a change; the median is 7 weeks. A run chart, as 4 points are too few for limits.'],
    ['a short series that climbs', [1, 2, 3, 4, 5, 6], 'Median wait: a change that chance does not explain: five or more points going one way, since week 1. A run chart, as 6 points are too few for limits.'],
    ['a quiet series', quiet, 'Median wait: no real change. week 13 has 10 weeks, within the usual 5.1 to 15.8 weeks.'],
    ['a point outside', [...quiet, 20], 'Median wait: getting worse. week 14 has 20 weeks, above the usual 5.1 to 15.8 weeks.'],
    ['a shift', [...quiet, 9, 8, 9, 8, 9, 8, 9], 'Median wait: getting better. 8 points in a row below the average of 10.5 weeks since week 13.'],
    ['a trend', [...quiet, 9, 10, 11, 12, 13, 13.5, 14], 'Median wait: getting worse. 7 points in a row rising since week 14.'],
    ['two of three', [...quiet, 15, 15.1], 'Median wait: no real change. week 15 has 15.1 weeks, within the usual 5.1 to 15.8 weeks.'],
    ['two of three with all on one side', [...quiet, 11, 15, 15.1], 'Median wait: getting worse. Two of the last three points are close to the upper limit.'],
  ])('%s', (_what, values, sentence) => expect(waits(values)).toBe(sentence));

  test('says what a target may expect', () => {
    expect(waits(quiet, 18)).toMatch(/The target of 18 weeks will be met reliably\.$/);
    expect(waits(quiet, 4)).toMatch(/At this rate the target of 4 weeks will not be met\.$/);
    expect(waits(quiet, 11)).toMatch(/it is met at times and missed at times\.$/);
  });
  test('after a marked change the new group is judged by itself, as a run chart while it is short', () => {
    const { sentence, run } = chartFinding([...quiet, 4, 5, 4], { rebaseAt: [13], improvementDirection: 'decrease' }, { measure: 'Median wait', labels: labels(16) });
    expect(run!.median).toBe(4);
    expect(sentence).toContain('no sign of a change; the median is 4. A run chart, as 3 points');
  });
  test('points without labels are refused', () => expect(() => chartFinding([1, 2], {}, { measure: 'Waits', labels: ['one'] })).toThrow('label'));
});
