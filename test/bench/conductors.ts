// Conductors: how many tellings a second, against a bare Temporal update that runs one local activity with one transaction; and how long
// after an act its conductor has heard of it, at a steady twenty acts a second over HTTP.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { carryOut, loadKeys, type Database } from '#database';
import { Conductors, connectTemporal, type TemporalLink } from '#conductor';
import type { Command } from '#domain';
import { untilCaughtUp } from '../faults/reckoning.js';
import type { RunningProduct } from '../faults/running-product.js';
import { median, percentile, rate, ratio, spread, table, wrongOf } from './figures.js';
import { startFloor } from './floors.js';
import { run } from './load.js';
import { actAsk, receiveMany, signedHeaders } from './people.js';

const rounds = 3;
const tellings = 160;
const atOnce = 8; // as many as the API tells at once
const steadySeconds = Number(process.env.HANDRAIL_BENCH_STEADY_SECONDS || 30);
const perSecond = 20;

export async function conductors(product: RunningProduct): Promise<string> {
  const database = await product.open(10);
  const link = await connectTemporal({ sealing: loadKeys(product.keysFile), env: { TEMPORAL_ADDRESS: product.temporalAddress } });
  const bare = await startFloor(product.ownerUrl, 1_000); // its tables; its HTTP server is not asked
  const worker = fork(new URL('./floor-worker.js', import.meta.url), { env: { PATH: process.env.PATH, DATABASE_URL: product.ownerUrl, TEMPORAL_ADDRESS: product.temporalAddress }, execArgv: [] });
  await once(worker, 'message');
  try {
    const ids = await receiveMany(database, tellings, { imported: true }); // an import writes no letters
    await untilCaughtUp(database, 300_000);
    const flow = await beginFloor(link);
    const [ours, floor]: number[][] = [[], []];
    for (let round = 0; round < rounds; round++) {
      ours!.push(await tellAll(link, database, ids));
      floor!.push(await updateAll(flow));
    }
    const steady = await lag(product, database, ids);
    const pace = [['tellings', String(tellings * rounds), rate(median(ours!)), rate(median(floor!)), ratio(median(ours!) / median(floor!))]];
    return table(`Tellings, ${atOnce} at once (floor: a Temporal update that runs one local activity with one transaction)`, ['', 'N', 'tellings/s', 'floor/s', 'of its floor'], pace)
      + table(`A steady ${perSecond} acts a second over HTTP for ${steadySeconds} s`, ['acts', 'act p50 / p95 ms', 'heard after p50 / p95 ms', 'most ms', 'not right'], [steady]);
  } finally {
    worker.disconnect();
    bare.stop();
    await link.close();
    await database.close();
  }
}

/** An act on each referral straight into the record, then all conductors told. Tellings a second. */
async function tellAll(link: TemporalLink, database: Database, ids: readonly string[]): Promise<number> {
  const command: Command = { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 7 };
  const told: { referralId: string; commandId: string }[] = [];
  for (const referralId of ids) {
    const commandId = randomUUID();
    await carryOut(database, { referralId, commandId, by: 'ngozi', command });
    told.push({ referralId, commandId });
  }
  const teller = new Conductors(link);
  const since = performance.now();
  for (const { referralId, commandId } of told) teller.tell(referralId, { commandId, by: 'ngozi', command });
  await teller.drained();
  if (teller.counts.heard < ids.length) console.error('not all were heard', teller.counts);
  return (teller.counts.heard / (performance.now() - since)) * 1000;
}

async function beginFloor(link: TemporalLink): Promise<TemporalLink['client']> {
  const { Client } = await import('@temporalio/client');
  const client = new Client({ connection: link.connection, namespace: link.namespace }); // bare: nothing is sealed
  await inLanes(tellings, (no) => client.workflow.start('floorWorkflow', { workflowId: `floor/${no}`, args: [1 + no], taskQueue: 'floor' }));
  await inLanes(tellings, (no) => client.workflow.getHandle(`floor/${no}`).executeUpdate('act', { args: ['warm'] }));
  return client;
}
async function updateAll(client: TemporalLink['client']): Promise<number> {
  const since = performance.now();
  await inLanes(tellings, (no) => client.workflow.getHandle(`floor/${no}`).executeUpdate('act', { args: ['The telephone number has changed.'] }));
  return (tellings / (performance.now() - since)) * 1000;
}
async function inLanes(count: number, work: (no: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => { for (let mine = next++; mine < count; mine = next++) await work(mine); };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

async function lag(product: RunningProduct, database: Database, ids: readonly string[]): Promise<string[]> {
  const headers = await signedHeaders(product.keysFile, ['ngozi']);
  const turns = Array.from({ length: steadySeconds * perSecond }, (_one, no) => [actAsk(headers, ids[no % ids.length]!, 'record-outcome-measure', 'ngozi', { measure: 'gad-7', total: no % 20 })]);
  const watching = new AbortController();
  const heardAfter = watch(database, watching.signal);
  const heard = await run({ origin: product.api, atOnce: 8, turns, perSecond });
  await untilCaughtUp(database, 60_000);
  watching.abort();
  const lags = await heardAfter;
  return [String(heard.took['act']?.length ?? 0), spread(heard.took['act'] ?? []), spread(lags), String(Math.round(percentile(lags, 1))), wrongOf([heard])];
}
/** Looks every ten milliseconds who is behind; how long each was, from the act's commit on. */
async function watch(database: Database, until: AbortSignal): Promise<number[]> {
  const lags: number[] = [];
  let behind = new Map<string, number>();
  while (!until.aborted) {
    const rows = await database.query<{ id: string; since: Date; now: Date }>('SELECT referral_id AS id, changed_at AS since, clock_timestamp() AS now FROM referral WHERE conducted_seq < seq');
    const now = rows[0]?.now.getTime() ?? Date.now();
    const still = new Map(rows.map(({ id, since }) => [id, since.getTime()]));
    for (const [id, since] of behind) if (!still.has(id)) lags.push(now - since);
    behind = still;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  return lags;
}
