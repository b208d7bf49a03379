// An act over HTTP, one at a time and sixteen at once, with Temporal running and stopped, against a bare server whose request is one
// transaction of an insert and an update.
import type { RunningProduct } from '../faults/running-product.js';
import { median, rate, ratio, spread, table, wrongOf } from './figures.js';
import { startFloor } from './floors.js';
import { answered, allOf, run, type Ask, type Heard } from './load.js';
import { fourActs, hire, nurses, receiveMany, secretaries, signedHeaders, type Headers } from './people.js';

const rounds = 3;
const oneAtATime = 150; // referrals, four acts each
const sixteenAtOnce = 400;

export async function acts(product: RunningProduct): Promise<string> {
  const floor = await startFloor(product.ownerUrl, 1_000);
  await hire(product.ownerUrl);
  const headers = await signedHeaders(product.keysFile, [...nurses, ...secretaries]);
  const rows: string[][] = [];
  try {
    await measure(product, headers, floor.origin, 16, 50); // warm
    for (const temporal of ['running', 'stopped']) {
      if (temporal === 'stopped') await product.parts.temporal.stop();
      for (const atOnce of [1, 16]) rows.push([`Temporal ${temporal}, ${atOnce} at once`, ...await row(product, headers, floor.origin, atOnce)]);
    }
  } finally {
    floor.stop();
    if (product.parts.temporal.pid === undefined) await product.parts.temporal.start();
  }
  return table('An act over HTTP (floor: bare Node + pg, one transaction of an insert and an update)', ['', 'N', 'acts/s', 'p50 / p95 ms', 'floor/s', 'floor p50 / p95 ms', 'of its floor', 'not right'], rows);
}

async function row(product: RunningProduct, headers: Headers, origin: string, atOnce: number): Promise<string[]> {
  const ours: Heard[] = [];
  const bare: Heard[] = [];
  for (let round = 0; round < rounds; round++) {
    const pair = await measure(product, headers, origin, atOnce, atOnce === 1 ? oneAtATime : sixteenAtOnce);
    ours.push(pair.ours);
    bare.push(pair.bare);
  }
  const perSecond = (heard: Heard) => answered(heard) / heard.seconds;
  const [acts, least] = [median(ours.map(perSecond)), median(bare.map(perSecond))];
  return [String(ours.reduce((sum, heard) => sum + answered(heard), 0)), rate(acts), spread(ours.flatMap(allOf)), rate(least), spread(bare.flatMap(allOf)), ratio(acts / least), wrongOf([...ours, ...bare])];
}

/** The same number of requests to both, one after the other, so that the state of the machine is the same. */
async function measure(product: RunningProduct, headers: Headers, floor: string, atOnce: number, referrals: number): Promise<{ ours: Heard; bare: Heard }> {
  const database = await product.open();
  const ids = await receiveMany(database, referrals).finally(() => database.close());
  const ours = await run({ origin: product.api, atOnce, turns: ids.map((id, no) => fourActs(headers, id, no)) });
  const bare = await run({ origin: floor, atOnce, turns: ids.map((_id, no) => Array.from({ length: 4 }, () => bareAct(1 + (no % 1_000)))) });
  return { ours, bare };
}
const bareAct = (id: number): Ask => ({ name: 'act', method: 'POST', path: '/act', body: JSON.stringify({ id, words: 'The telephone number has changed.' }) });
