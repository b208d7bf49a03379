// A conductor whose history has grown long begins anew when it is quiet. On a server of its own, which thinks a history long after a few
// acts, and in real time: under skipped time the server sets the new run's clock wrong.
import './under-test/patience.js';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase, type Database } from '#database';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { startTemporal, type RunningTemporal } from '../../apps/cli/src/servers/temporal.js';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { carried, conductedSeq, eventTypes, receiveAndBegin } from './under-test/through-temporal.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let folder: string;
let temporal: RunningTemporal;
let here: Surroundings;
let owner: Database;
let worker: RunningWorker;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-temporal-'));
  temporal = await startTemporal({ port: await freePort(), logFile: path.join(folder, 'temporal.log'), settings: { 'limit.historyCount.suggestContinueAsNew': '30' } });
  here = await surroundings({ TEMPORAL_ADDRESS: temporal.address });
  owner = await openDatabase({ url: here.fresh.ownerUrl, keys: here.settings.keys, poolSize: 1 });
  worker = await startWorker(here);
});
afterAll(async () => { await worker.stop(); await owner.close(); await here.close(); await temporal.stop(); fs.rmSync(folder, { recursive: true, force: true }); });

const unavailable = { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' } as const;
const timesOf = async (referralId: string, type: string) => (await eventTypes(here.database, referralId)).filter((one) => one === type).length;
const runOf = async (referralId: string) => (await here.link.client.workflow.getHandle(referralWorkflowId(referralId)).describe()).runId;
const quietMs = 30_000;
const wait = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });
/** A referral with a long history; answers the id of its last act. */
async function withLongHistory(): Promise<{ id: string; last: string; run: string }> {
  const id = await receiveAndBegin(here.database, here.link);
  let last = '';
  for (let act = 0; act < 6; act++) await carried(here.link, id, 'amina', unavailable, (last = randomUUID()));
  return { id, last, run: await runOf(id) };
}

describe('a conductor with a long history', () => {
  it('begins anew only when all is quiet; acts at that very moment are done once, an old act is not done again, and the next deadline rings', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, withLongHistory));
    const quietSince = Date.now();
    // One deadline falls due after the conductor has begun anew.
    const dueAt = new Date(quietSince + quietMs + 12_000).toISOString();
    await owner.query(`UPDATE referral SET due_at = $2::timestamptz, state = jsonb_set(state, '{timers,task/1,dueAt}', to_jsonb($3::text)) WHERE referral_id = $1`, [many[0]!.id, dueAt, dueAt]);
    await wait(quietMs - 5_000);
    expect(await Promise.all(many.map(({ id }) => runOf(id)))).toEqual(many.map(({ run }) => run)); // not yet quiet for long enough
    // The others are acted on around the moment at which they begin anew.
    await Promise.all(many.slice(1).map(async ({ id }, index) => {
      await wait(quietSince + quietMs - 900 + index * 300 - Date.now());
      await carried(here.link, id, 'amina', unavailable);
    }));
    await until(async () => (await runOf(many[0]!.id)) !== many[0]!.run, 'the quiet one has begun anew', 10_000);
    expect(await Promise.all(many.slice(1).map(({ id }) => timesOf(id, 'unavailability-recorded')))).toEqual(many.slice(1).map(() => 7));
    await until(async () => (await timesOf(many[0]!.id, 'task-escalated')) > 0, 'the deadline rings in the new run', 25_000);
    expect(await timesOf(many[0]!.id, 'task-escalated')).toBe(1);
    await carried(here.link, many[0]!.id, 'amina', unavailable, many[0]!.last); // the same command id, a run later
    expect(await timesOf(many[0]!.id, 'unavailability-recorded')).toBe(6);
    for (const { id } of many) { const { seq, conducted } = await conductedSeq(here.database, id); expect(conducted).toBe(seq); }
  }, 120_000);
});
