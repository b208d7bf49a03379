// Claim and release over HTTP, sixteen people at once, against a bare server doing one guarded UPDATE; then fifty who want one task.
import { taskIdOf } from '#database';
import type { RunningProduct } from '../faults/running-product.js';
import { median, rate, ratio, spread, table, wrongOf } from './figures.js';
import { startFloor } from './floors.js';
import { allOf, answered, run, type Ask, type Heard } from './load.js';
import { hire, nurses, receiveMany, signedHeaders, type Headers } from './people.js';

const rounds = 3;
const pairs = 2_000;
const contested = 100;

export async function claims(product: RunningProduct): Promise<string> {
  await hire(product.ownerUrl);
  const headers = await signedHeaders(product.keysFile, nurses);
  const database = await product.open();
  const floor = await startFloor(product.ownerUrl, 1_000);
  try {
    const taskIds = (await receiveMany(database, 400)).map((id) => taskIdOf(id, 1));
    await measure(product, headers, floor.origin, { taskIds, count: 300, atOnce: 16 }); // warm
    const rows: string[][] = [];
    for (const atOnce of [1, 16]) rows.push([`${atOnce} at once`, ...await row(product, headers, floor.origin, { taskIds, count: atOnce === 1 ? pairs / 4 : pairs, atOnce })]);
    return table('Claim and release over HTTP (floor: bare Node + pg, one guarded UPDATE a request)', ['', 'requests', 'requests/s', 'p50 / p95 ms', 'floor/s', 'floor p50 / p95 ms', 'of its floor', 'not right'], rows)
      + table('Fifty people want the same task', ['tasks', 'claims', 'p50 / p95 ms', 'claimed twice', 'not right'], [await fifty(product, headers, (await receiveMany(database, contested)).map((id) => taskIdOf(id, 1)))]);
  } finally { floor.stop(); await database.close(); }
}

interface Order { taskIds: string[]; count: number; atOnce: number }
async function row(product: RunningProduct, headers: Headers, floor: string, order: Order): Promise<string[]> {
  const ours: Heard[] = [];
  const bare: Heard[] = [];
  for (let round = 0; round < rounds; round++) {
    const pair = await measure(product, headers, floor, order);
    ours.push(pair.ours);
    bare.push(pair.bare);
  }
  const perSecond = (list: Heard[]) => median(list.map((heard) => answered(heard) / heard.seconds));
  return [String(ours.reduce((sum, heard) => sum + answered(heard), 0)), rate(perSecond(ours)), spread(ours.flatMap(allOf)), rate(perSecond(bare)), spread(bare.flatMap(allOf)), ratio(perSecond(ours) / perSecond(bare)), wrongOf([...ours, ...bare])];
}
async function measure(product: RunningProduct, headers: Headers, floor: string, { taskIds, count, atOnce }: Order): Promise<{ ours: Heard; bare: Heard }> {
  const who = (no: number) => nurses[no % nurses.length]!;
  const ours = await run({ origin: product.api, atOnce, turns: turnsOf(count, (no) => ['claim', 'release'].map((what) => ({ name: what, method: 'POST', path: `/api/tasks/${taskIds[no % taskIds.length]}/${what}`, headers: headers(who(no)), body: '{}' }))) });
  const bare = await run({ origin: floor, atOnce, turns: turnsOf(count, (no) => ['claim', 'release'].map((what) => ({ name: what, method: 'POST', path: `/${what}`, body: JSON.stringify({ id: 1 + (no % 1_000), by: who(no) }) }))) });
  return { ours, bare };
}
const turnsOf = (count: number, turn: (no: number) => Ask[]): Ask[][] => Array.from({ length: count }, (_one, no) => turn(no));

/** Each task is asked for by fifty at once; the next task when all were answered. */
async function fifty(product: RunningProduct, headers: Headers, taskIds: string[]): Promise<string[]> {
  let twice = 0;
  const all: Heard[] = [];
  for (const taskId of taskIds) {
    const heard = await run({ origin: product.api, atOnce: 50, turns: nurses.map((one) => [{ name: 'claim', method: 'POST', path: `/api/tasks/${taskId}/claim`, headers: headers(one), body: '{}', right: [200, 409] }]) });
    all.push(heard);
    if ((heard.statuses['claim 200'] ?? 0) !== 1) twice += 1;
  }
  return [String(taskIds.length), String(all.reduce((sum, heard) => sum + answered(heard), 0)), spread(all.flatMap(allOf)), String(twice), wrongOf(all)];
}
