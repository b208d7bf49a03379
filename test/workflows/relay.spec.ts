// The relay and its sweep: whatever a loss left behind is found by the record and brought up to it, with Temporal or without.
import './under-test/patience.js';
import { randomUUID } from 'node:crypto';
import { carryOut, openDatabase, referralsBehind, type Database } from '#database';
import type { Command, Instant } from '#domain';
import { connectTemporal, type TemporalLink } from '#conductor';
import { atFirst, type Health } from '../../apps/worker/src/health.js';
import { Relay } from '../../apps/worker/src/conducting/relay.js';
import { openLog } from '../../apps/worker/src/log.js';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { conductedSeq, eventTypes, receive, receiveAndBegin, stateOf } from './under-test/through-temporal.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
let owner: Database;
beforeAll(async () => {
  here = await surroundings();
  owner = await openDatabase({ url: here.fresh.ownerUrl, keys: here.settings.keys, poolSize: 2 });
  worker = await startWorker(here);
});
afterAll(async () => { await worker.stop(); await owner.close(); await here.close(); });

const unavailable: Command = { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' };
const recordAct = async (referralId: string, command: Command = unavailable, by = 'amina', at?: Instant) => {
  const { refusal } = await carryOut(here.database, { referralId, commandId: randomUUID(), command, by, at });
  if (refusal) throw new Error(refusal.code);
};
const hasHeard = async (referralId: string) => { const { seq, conducted } = await conductedSeq(here.database, referralId); return seq === conducted; };
const isRunning = (referralId: string) => here.link.client.workflow.getHandle(referralWorkflowId(referralId)).describe().then(({ status }) => status.name === 'RUNNING', () => false);
const escalations = async (referralId: string) => (await eventTypes(here.database, referralId)).filter((type) => type === 'task-escalated').length;
/** A referral whose first deadline passed two hours ago; `heard`: its conductor had been told of everything, and slept past it. */
async function overdue({ heard }: { heard: boolean }): Promise<string> {
  const id = await receive(here.database);
  await owner.query(`UPDATE referral SET due_at = now() - interval '2 hours', conducted_seq = CASE WHEN $2 THEN seq ELSE conducted_seq END,
    state = jsonb_set(state, '{timers,task/1,dueAt}', to_jsonb(to_char(now() AT TIME ZONE 'UTC' - interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) WHERE referral_id = $1`, [id, heard]);
  return id;
}

describe('while Temporal is there', () => {
  it('a referral whose conductor nobody began gets one within seconds', async () => {
    const id = await receive(here.database);
    await until(() => hasHeard(id), 'the conductor has heard of the receipt');
    expect(await isRunning(id)).toBe(true);
  });
  it('an act that nobody told of reaches its conductor', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    await until(() => hasHeard(id), 'begun');
    await recordAct(id);
    expect(await hasHeard(id)).toBe(false);
    await until(() => hasHeard(id), 'the conductor has heard of the act', 30_000);
  });
  it('a conductor that was terminated is begun again from the record alone', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    await until(() => hasHeard(id), 'begun');
    await here.link.client.workflow.getHandle(referralWorkflowId(id)).terminate();
    await recordAct(id);
    await until(() => hasHeard(id), 'the new conductor has heard of the act', 40_000);
    expect(await isRunning(id)).toBe(true);
  });
  it('a conductor that was lost in its sleep is begun again when its due instant has passed, and the deadline rings once', async () => {
    const id = await overdue({ heard: true });
    expect(await isRunning(id)).toBe(false);
    await until(async () => (await escalations(id)) > 0, 'the task is escalated');
    await until(() => isRunning(id), 'the conductor is begun again');
    expect(await escalations(id)).toBe(1);
  });
});

describe('while Temporal is away', () => {
  let lost: { link: TemporalLink; health: Health; relay: Relay };
  beforeAll(async () => {
    const settings = { ...here.settings.temporal, connectionOptions: { address: `127.0.0.1:${await freePort()}` } };
    const link = await connectTemporal({ sealing: here.settings.keys, settings, lazy: true });
    const health = atFirst();
    lost = { link, health, relay: new Relay({ database: here.database, link, health, log: openLog({ write: () => undefined }), atOnce: 4 }) };
    await worker.stop();
  });
  afterAll(async () => { await lost.link.close(); });

  it('deadlines ring all the same, and conductors hear of it when Temporal is back', async () => {
    const id = await overdue({ heard: true });
    await lost.relay.turn();
    expect(lost.health).toMatchObject({ temporal: 'away', database: 'ok' });
    expect(lost.health.behind).toBeGreaterThan(0);
    expect(await escalations(id)).toBe(1);
    expect(await hasHeard(id)).toBe(false);
    worker = await startWorker(here);
    await until(() => hasHeard(id), 'the conductor has heard', 40_000);
    expect(await escalations(id)).toBe(1);
    expect(Date.parse((await stateOf(here.database, id)).timers['task/1']!.dueAt)).toBeGreaterThan(Date.now());
  });
});

describe('two workers', () => {
  it('never take the same referral at the same moment', async () => {
    await worker.stop();
    for (let count = 0; count < 20; count++) await recordAct(await receive(here.database), unavailable);
    await owner.query(`UPDATE referral SET changed_at = now() - interval '1 minute', told_at = NULL`);
    const taken = await Promise.all([referralsBehind(here.database, 100), referralsBehind(here.database, 100), referralsBehind(here.database, 100)]);
    const ids = taken.flat().map((one) => one.referralId);
    expect(ids.length).toBeGreaterThanOrEqual(20);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await referralsBehind(here.database, 100)).toEqual([]); // leased
    worker = await startWorker(here);
  });
});
