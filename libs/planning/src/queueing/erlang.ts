// What theory says of one list before several equal slots, arrivals and courses at random (M/M/c): the yardstick that the simulation is
// measured against. Source: Erlang 1917; any text on queues.

/** Chance that somebody who arrives must wait. `load` = arrival rate × mean course, in slots; below `slots`, or everybody waits. */
export function chanceOfWaiting(slots: number, load: number): number {
  if (load >= slots) return 1;
  let blocked = 1; // Erlang B, slot by slot: no factorial grows beyond a number
  for (let slot = 1; slot <= slots; slot += 1) blocked = (load * blocked) / (slot + load * blocked);
  return blocked / (1 - (load / slots) * (1 - blocked));
}

/** Mean wait in weeks before a course begins, over everybody who arrives. Null when demand reaches capacity: the list grows without end. */
export function meanWaitOfList(slots: number, arrivalsPerWeek: number, meanCourseWeeks: number): number | null {
  const load = arrivalsPerWeek * meanCourseWeeks;
  return load >= slots ? null : (chanceOfWaiting(slots, load) * meanCourseWeeks) / (slots - load);
}
