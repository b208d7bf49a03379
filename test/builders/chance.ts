// Chance that can be repeated: the same number gives the same rolls. Nothing here reads a clock or the process.

/** Rolls numbers from 0 up to, but not including, 1 (mulberry32). */
export const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
export type Roll = () => number;
export const oneOf = <Thing>(roll: Roll, things: readonly Thing[]): Thing => things[Math.floor(roll() * things.length)]!;
export const likely = (roll: Roll, share: number): boolean => roll() < share;
export const between = (roll: Roll, least: number, most: number): number => least + Math.floor(roll() * (most - least + 1));
