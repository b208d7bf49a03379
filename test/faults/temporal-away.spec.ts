// Temporal goes away while people work, comes back, comes back without its memory; a conductor is ended by somebody's hand.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { carryOut, loadKeys, type Database } from '#database';
import { connectTemporal } from '#conductor';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { asker, type Ask } from './asking.js';
import { freshNotebook, PersonAtWork, type Notebook } from './people-at-work.js';
import { differences, reckon, say, seconds, untilCaughtUp, untilConducted } from './reckoning.js';
import { startRunningProduct, type RunningProduct } from './running-product.js';
import { chance } from './seeded.js';
import { percentile } from '../bench/figures.js';
import { madeUpReferral, receiveMany } from '../bench/people.js';

const awaySeconds = Number(process.env.HANDRAIL_FAULT_AWAY_SECONDS || 60);
const AN_HOUR_MS = 3_600_000;

describe('Temporal', () => {
  let product: RunningProduct;
  let database: Database;
  beforeAll(async () => { product = await startRunningProduct(); database = await product.open(); }, 120_000);
  afterAll(async () => { await database?.close(); await product?.stop(); }, 60_000);

  it('may be away: everybody is answered, clocks go on, and afterwards every conductor knows what happened', async () => {
    const { ask } = asker(product.api, product.keysFile);
    const notebook = freshNotebook();
    // An urgent referral is screened within the hour: these were received almost an hour ago, so that the hour ends while Temporal is away.
    const overdue = await receivePressing(ask, 10);
    const people = Array.from({ length: 4 }, () => new PersonAtWork(ask, notebook, chance(7), 200));
    await pause(1_500);
    await product.parts.temporal.kill();
    const since = performance.now();
    const later = await receivePressing(ask, 10);
    await pause(awaySeconds * 1_000 - (performance.now() - since));
    await product.parts.temporal.start();
    const back = performance.now();
    await pause(500);
    await Promise.all(people.map((one) => one.stop()));
    const caughtUp = await untilCaughtUp(database, 180_000);
    const conducted = await untilConducted(product, database, 180_000);
    for (const key of [...overdue, ...later]) notebook.intakes.push(key);
    const found = await reckon(database, notebook);
    const rang = await escalations(database);
    const check = await differences(database);
    const tries = notebook.answeredAt.length;
    say(`Temporal away for ${awaySeconds} s: ${found.intakes} intakes, ${found.acts} acts, ${found.claims} claims, all of ${tries} requests answered, slowest ${seconds(notebook.slowestMs)}; ${rang.length} deadlines rang meanwhile, p95 ${seconds(percentile(rang.map((one) => one.lateMs), 0.95))} late`);
    say(`  lost ${found.lost.length}, double ${found.double.length}; caught up ${seconds(caughtUp)} after it was back (of ${seconds(performance.now() - back)} looked at), conducted after ${seconds(conducted)}; check ${check.differences} differences`);
    expect(notebook.unexpected).toEqual([]);
    expect(notebook.settled).toBe(0); // nobody had to send anything twice
    expect([found.lost, found.double]).toEqual([[], []]);
    expect(rang.map((one) => one.referralId).sort()).toEqual([...overdue, ...later].map((one) => one.referralId).sort());
    expect(rang.every((one) => one.times === 1)).toBe(true);
    expect(check.broken).toEqual({});
  }, (awaySeconds + 400) * 1_000);

  it('may lose one conductor to somebody’s hand: the next act that it does not hear of begins it again', async () => {
    const [referralId] = await receiveMany(database, 1);
    await untilCaughtUp(database, 30_000);
    const link = await connectTemporal({ sealing: loadKeys(product.keysFile), env: { TEMPORAL_ADDRESS: product.temporalAddress } });
    const conductor = link.client.workflow.getHandle(referralWorkflowId(referralId!));
    await conductor.terminate('by an operator’s mistake');
    // Straight into the record: nobody tells the conductor.
    await carryOut(database, { referralId: referralId!, commandId: `unheard-${referralId}`, by: 'ngozi', command: { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 9 } });
    const after = await untilCaughtUp(database, 120_000);
    expect((await conductor.describe()).status.name).toBe('RUNNING');
    await link.close();
    say(`a terminated conductor: begun again by the sweep ${seconds(after)} after the act it did not hear of`);
  }, 200_000);

  it('may lose all its memory: every conductor is begun again from the record', async () => {
    const ids = await receiveMany(database, 60);
    await untilCaughtUp(database, 180_000);
    await product.parts.temporal.kill();
    fs.rmSync(path.join(product.folder, 'temporal'), { recursive: true, force: true });
    await product.parts.temporal.start();
    const after = await untilConducted(product, database, 180_000);
    const { ask } = asker(product.api, product.keysFile);
    for (const id of ids.slice(0, 5)) expect((await ask('POST', `/api/referrals/${id}/acts/record-outcome-measure`, { as: 'ngozi', key: `after-${id}`, body: { measure: 'phq-9', total: 3 } })).status).toBe(200);
    const caughtUp = await untilCaughtUp(database, 180_000);
    const check = await differences(database);
    say(`Temporal without its data: ${check.referrals} referrals, each open one conducted again ${seconds(after)} after it was back, the next acts heard of after ${seconds(caughtUp)}; check ${check.differences} differences`);
    expect(check.broken).toEqual({});
  }, 500_000);
});

/** Receives so many urgent referrals whose first hour ends twelve seconds from now. */
async function receivePressing(ask: Ask, count: number): Promise<Notebook['intakes']> {
  return Promise.all(Array.from({ length: count }, async () => {
    const key = randomUUID();
    const body = { ...madeUpReferral(key), teamId: 'north-team', urgency: 'urgent', receivedAt: new Date(Date.now() - AN_HOUR_MS + 12_000).toISOString() };
    const answer = await ask<{ referralId: string }>('POST', '/api/referrals', { as: 'gp-system', key, body });
    return { sender: 'gp-system', key, referralId: answer.body.referralId };
  }));
}

/** How often each task that fell due was escalated, and how late. */
async function escalations(database: Database): Promise<{ referralId: string; times: number; lateMs: number }[]> {
  return database.query(`SELECT e.referral_id AS "referralId", count(*)::int AS times, max(extract(epoch FROM e.at - t.due_at) * 1000)::float8 AS "lateMs"
    FROM referral_event e JOIN task t ON t.referral_id = e.referral_id AND t.no = (e.event->>'no')::int WHERE e.type = 'task-escalated' GROUP BY e.referral_id, t.no`);
}
