// Intake over HTTP, sixteen senders at once: each a whole referral with its key, received in one transaction with its tasks and messages.
import type { RunningProduct } from '../faults/running-product.js';
import { median, rate, spread, table, wrongOf } from './figures.js';
import { allOf, answered, run, type Heard } from './load.js';
import { intakeAsk, signedHeaders } from './people.js';
import { randomUUID } from 'node:crypto';

const rounds = 3;
const perRound = 1_500;

export async function intake(product: RunningProduct): Promise<string> {
  const headers = await signedHeaders(product.keysFile, ['gp-system']);
  const one = (count: number, atOnce: number) => run({ origin: product.api, atOnce, turns: Array.from({ length: count }, () => [intakeAsk(headers, randomUUID())]) });
  await one(300, 16); // warm
  const rows: string[][] = [];
  for (const atOnce of [1, 16]) {
    const heard: Heard[] = [];
    for (let round = 0; round < rounds; round++) heard.push(await one(atOnce === 1 ? 300 : perRound, atOnce));
    rows.push([`${atOnce} at once`, String(heard.reduce((sum, each) => sum + answered(each), 0)), rate(median(heard.map((each) => answered(each) / each.seconds))), spread(heard.flatMap(allOf)), wrongOf(heard)]);
  }
  return table('Intake over HTTP', ['', 'N', 'referrals/s', 'p50 / p95 ms', 'not right'], rows);
}
