// The four rules for special cause, and no more (more raise false alarms), each over one group of points. Positions are 0-based in it.
// Source: NHS Making Data Count as in NHSRplotthedots (MIT).
import type { Limits } from './xmr.js';

/** -1 below, 0 on, 1 above. */
export type Side = -1 | 0 | 1;
export interface Signals {
  outside: Side[];
  shift: Side[];
  /** 1 rising, -1 falling. A point at which two trends meet has the direction of the step to its right. */
  trend: Side[];
  twoOfThree: Side[];
}

const runLength = 7;

/** Each rule's flag for each point, with its direction; 0 where the rule does not apply. Without limits nothing is special. */
export function signalsOf(values: readonly number[], limits: Limits): Signals {
  const nothing = () => values.map((): Side => 0);
  if (limits.lowerLimit === null) return { outside: nothing(), shift: nothing(), trend: nothing(), twoOfThree: nothing() };
  const { mean, lowerLimit, upperLimit, nearLowerLimit, nearUpperLimit } = limits;
  const error = rounding(values);
  const beyond = (value: number, low: number, high: number): Side => (value > high + error ? 1 : value < low - error ? -1 : 0);
  const sides = values.map((value) => beyond(value, mean, mean));
  const outside = values.map((value) => beyond(value, lowerLimit, upperLimit));
  const near = values.map((value, place): Side => (outside[place] ? 0 : beyond(value, nearLowerLimit, nearUpperLimit)));
  return { outside, shift: inRuns(sides, runLength, 0), trend: trends(values), twoOfThree: twoOfThree(near, sides) };
}

/** What decimals may lose on the way: two figures nearer than this to each other are equal, as they are on paper. */
export const rounding = (values: readonly number[]): number => 1e-12 * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Marks every run of at least `least` equal sides (0 breaks a run), and `after` points more. */
function inRuns(sides: readonly Side[], least: number, after: number): Side[] {
  const marked = Array.from({ length: sides.length + after }, (): Side => 0);
  for (let from = 0; from < sides.length; ) {
    let to = from + 1;
    while (to < sides.length && sides[to] === sides[from]) to += 1;
    if (sides[from] !== 0 && to - from >= least) marked.fill(sides[from]!, from, to + after);
    from = to;
  }
  return marked;
}

/** Seven points that all rise or all fall: six equal steps. A later trend overwrites the point it shares with the one before. */
function trends(values: readonly number[]): Side[] {
  const steps = values.slice(1).map((value, place) => Math.sign(value - values[place]!) as Side);
  return values.length === 0 ? [] : inRuns(steps, runLength - 1, 1);
}

/** Two of three neighbours near a limit (not outside), all three on one side of the mean: the near ones are marked. */
function twoOfThree(near: readonly Side[], sides: readonly Side[]): Side[] {
  const marked = near.map((): Side => 0);
  for (let first = 0; first + 2 < near.length; first += 1) {
    const three = [first, first + 1, first + 2];
    const side = sides[first]!;
    if (side === 0 || !three.every((place) => sides[place] === side)) continue;
    const nearOnes = three.filter((place) => near[place] === side);
    if (nearOnes.length >= 2) for (const place of nearOnes) marked[place] = side;
  }
  return marked;
}
