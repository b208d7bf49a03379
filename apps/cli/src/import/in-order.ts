// Many at once, yet in order where order matters: of two pieces of work that share a key the earlier one ends before the later begins.

/** Runs `work` on all, at most `atOnce` together. The first failure stops the reading and is thrown when what was begun has ended. */
export async function inOrder<One>(all: AsyncIterable<One>, atOnce: number, keysOf: (one: One) => readonly string[], work: (one: One) => Promise<void>): Promise<void> {
  const lastOf = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const one of all) {
    const keys = keysOf(one);
    const before = keys.flatMap((key) => lastOf.get(key) ?? []);
    const mine: Promise<void> = Promise.all(before).then(() => (failures.length > 0 ? undefined : work(one))).catch((cause: unknown) => { failures.push(cause); }).then(() => {
      running.delete(mine);
      for (const key of keys) if (lastOf.get(key) === mine) lastOf.delete(key);
    });
    running.add(mine);
    for (const key of keys) lastOf.set(key, mine);
    if (running.size >= atOnce) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
