// kill -9 in the middle of acts, again and again, of every process in turn, in an order that follows from a seed.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '#database';
import { asker } from './asking.js';
import { partNames, type PartName } from './part.js';
import { freshNotebook, PersonAtWork } from './people-at-work.js';
import { differences, reckon, say, seconds, untilCaughtUp, untilConducted } from './reckoning.js';
import { startRunningProduct, type RunningProduct } from './running-product.js';
import { chance, shuffled } from './seeded.js';
import { percentile } from '../bench/figures.js';

const seed = Number(process.env.HANDRAIL_FAULT_SEED || 20_261_124);
const rounds = Number(process.env.HANDRAIL_FAULT_ROUNDS || 8); // four kills each

const spread = (times: readonly number[]) => `p50 ${seconds(percentile(times, 0.5))}, most ${seconds(Math.max(...times))}`;

describe('a process that is killed in the middle of acts', () => {
  let product: RunningProduct;
  let database: Database;
  beforeAll(async () => { product = await startRunningProduct(); database = await product.open(); }, 120_000);
  afterAll(async () => { await database?.close(); await product?.stop(); }, 60_000);

  it('loses nothing that was answered, does nothing twice, and the conductors catch up with the record', async () => {
    const next = chance(seed);
    const { ask } = asker(product.api, product.keysFile);
    const notebook = freshNotebook();
    const people = Array.from({ length: 4 }, () => new PersonAtWork(ask, notebook, next, 200));
    const back = new Map<PartName, number[]>(partNames.map((name) => [name, []]));
    const stoodStill = new Map<PartName, number[]>(partNames.map((name) => [name, []]));
    await pause(1_000);
    for (const name of Array.from({ length: rounds }, () => shuffled(partNames, next)).flat()) {
      await pause(100 + next() * 400);
      await once(notebook.sent, 'sent');
      await pause(next() * 12); // before the transaction, in it, after its commit, after the answer
      const killedAt = performance.now();
      await product.parts[name].kill();
      back.get(name)!.push(await product.parts[name].start());
      await pause(700);
      stoodStill.get(name)!.push(standstill(notebook.answeredAt, killedAt, performance.now()));
    }
    await Promise.all(people.map((one) => one.stop()));
    const caughtUp = await untilCaughtUp(database, 180_000);
    const conducted = await untilConducted(product, database, 180_000);
    const found = await reckon(database, notebook);
    const check = await differences(database);
    say(`seed ${seed}, ${rounds * partNames.length} kills: ${found.intakes} intakes, ${found.acts} acts, ${found.claims} claims; ${notebook.settled} outcomes unknown at first, settled by sending again`);
    for (const name of partNames) say(`  ${name}: back after ${spread(back.get(name)!)}; nobody was answered for ${spread(stoodStill.get(name)!)}`);
    say(`  lost ${found.lost.length}, double ${found.double.length}; conductors caught up after ${seconds(caughtUp)}, one for each open referral after ${seconds(conducted)}; check: ${check.referrals} referrals, ${check.events} events, ${check.differences} differences`);
    expect(notebook.unexpected).toEqual([]);
    expect([found.lost, found.double]).toEqual([[], []]);
    expect(check.broken).toEqual({});
    expect(found.intakes).toBeGreaterThan(rounds);
    expect(notebook.settled).toBeGreaterThan(0); // the kills did hit requests under way
  }, 900_000);
});

/** The longest time without an answer to anybody, from the kill until a little after the part was back. */
function standstill(answeredAt: readonly number[], from: number, to: number): number {
  const moments = [from, ...answeredAt.filter((at) => at > from && at < to), to];
  return Math.max(...moments.slice(1).map((at, index) => at - moments[index]!));
}
