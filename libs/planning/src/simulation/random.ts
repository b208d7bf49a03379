// Chance from a seed, so that a what-if gives the same answer tomorrow and on another machine. xoshiro128**, seeded through splitmix32.
// Source: Blackman and Vigna 2018, Scrambled linear pseudorandom number generators (public domain).

const { imul, log } = Math; // taken once: a simulation asks millions of times

/** Each call gives the next number, 0 or more and below 1. */
export type Random = () => number;

/** A stream of its own for every seed (its lower 32 bits). */
export function seededRandom(seed: number): Random {
  let mixed = seed | 0;
  const part = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = mixed ^ (mixed >>> 16);
    word = imul(word, 0x21f0aaad);
    word = imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  };
  let [a, b, c, d] = [part(), part(), part(), part()] as [number, number, number, number];
  return () => {
    const spun = imul(b, 5);
    const word = imul((spun << 7) | (spun >>> 25), 9);
    const shifted = b << 9;
    c ^= a; d ^= b; b ^= c; a ^= d; c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (word >>> 0) / 4_294_967_296;
  };
}

/** Weeks until the next of something that happens `rate` times a week at random; endless when it never does. */
export const exponential = (random: Random, rate: number): number => (rate > 0 ? -log(1 - random()) / rate : Infinity);
