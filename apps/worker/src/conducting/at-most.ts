/** Does `work` for each, at most `count` at once, and waits for all. The first failure is thrown once those under way have ended. */
export async function atMost<One>(count: number, all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const left = all[Symbol.iterator]();
  const lane = async () => { for (const one of left) await work(one); };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(count, all.length) }, lane));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken?.status === 'rejected') throw broken.reason;
}
