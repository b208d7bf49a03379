// Promises of the pathway, kept over thousands of random lives of referrals: acts in and out of order, by the right and the wrong people,
// weeks of silence and years of outage. On a failure the shortest walk that breaks the promise is printed with its seed.
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { actNames, stageCodes, type ActName, type Stage } from './index.js';
import { historyTells, promises } from '../../../test/builders/promises.js';
import { walk } from '../../../test/builders/walk.js';

const runs = Number(process.env.PROPERTY_RUNS ?? 10_000);
const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));
const steps = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 30, size: 'max' });
const history = 'the history alone tells the referral again, before and after it was kept as JSON';
const noDefect = 'no act and no deadline ever fails, and deadlines that fell due in years of outage come to an end';
const names = [...Object.keys(promises), history, noDefect];

/** What this walk breaks first, promise by promise. */
function broken(rolls: readonly number[], seen: { acts: Set<ActName>; stages: Set<Stage> }): Map<string, string> {
  const found = new Map<string, string>();
  try {
    const course = walk(rolls, (one) => {
      if (one.act && one.decision.events) seen.acts.add(one.act);
      seen.stages.add(one.course.referral.stage);
      for (const [name, keeps] of Object.entries(promises)) {
        const fault = keeps(one);
        if (fault !== undefined && !found.has(name)) found.set(name, `${fault} (after ${one.act ?? 'time'}, ${one.course.referral.stage})`);
      }
    });
    const fault = historyTells(course, isDeepStrictEqual);
    if (fault) found.set(history, fault);
  } catch (defect) {
    found.set(noDefect, String(defect));
  }
  return found;
}

describe(`whatever happens to a referral (seed ${seed}, ${runs} lives)`, () => {
  const faults = new Map<string, readonly number[]>();
  const seen = { acts: new Set<ActName>(), stages: new Set<Stage>() };
  beforeAll(() => {
    fc.assert(fc.property(steps, (rolls) => {
      for (const name of broken(rolls, seen).keys()) if (!faults.has(name)) faults.set(name, rolls);
    }), { seed, numRuns: runs });
  }, 120_000);

  test.each(names)('%s', (name) => {
    if (!faults.has(name)) return;
    const shortest = fc.check(fc.property(steps, (rolls) => broken(rolls, seen).get(name) === undefined), { seed, numRuns: runs });
    const [rolls] = shortest.counterexample ?? [faults.get(name)!];
    expect({ rolls, fault: broken(rolls, seen).get(name) }).toBe(`kept, with seed ${seed}`);
  });

  test('these lives saw every act carried out and every stage', () => {
    expect([...seen.acts].sort()).toEqual([...actNames].sort());
    expect([...seen.stages].sort()).toEqual([...stageCodes].sort());
  });
});
