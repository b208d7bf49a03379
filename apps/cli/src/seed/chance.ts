// Chance from a seed: the same seed, the same throws, on every machine.

export interface Chance {
  /** 0 up to but not 1. */
  number(): number;
  /** A whole number from `least` to `most`, both possible. */
  whole(least: number, most: number): number;
  of<One>(all: readonly One[]): One;
  /** One of the weighted; weights need not add up to anything. */
  weighted<One>(all: readonly (readonly [One, number])[]): One;
  /** True in `share` of all cases. */
  yes(share: number): boolean;
  /** Chance of its own for one part of the whole, whatever is thrown elsewhere. */
  apart(part: number): Chance;
}

/** mulberry32: small, fast, good enough for made-up lives; never for secrets. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const weighted = <One>(all: readonly (readonly [One, number])[]): One => {
    let left = number() * all.reduce((sum, [, weight]) => sum + weight, 0);
    return (all.find(([, weight]) => (left -= weight) < 0) ?? all.at(-1)!)[0];
  };
  return {
    number, weighted,
    whole: (least, most) => least + Math.floor(number() * (most - least + 1)),
    of: (all) => all[Math.floor(number() * all.length)]!,
    yes: (share) => number() < share,
    apart: (part) => chance(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(part + 1, 0xc2b2ae35)),
  };
}
