// The record goes away: stopped, killed, or standing still. Nobody waits for long, everybody is told to come again, and what is sent again
// under the same key is done once.
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { Database } from '#database';
import { asker, type Answered, type Ask } from './asking.js';
import { differences, say, seconds, untilCaughtUp } from './reckoning.js';
import { startRunningProduct, type RunningProduct } from './running-product.js';
import { madeUpReferral, receiveMany } from '../bench/people.js';

describe('the record', () => {
  let product: RunningProduct;
  let database: Database;
  let ask: Ask;
  let askOnce: Ask;
  beforeAll(async () => {
    product = await startRunningProduct();
    database = await product.open();
    ({ ask, askOnce } = asker(product.api, product.keysFile));
  }, 250_000);
  afterAll(async () => { await database?.close(); await product?.stop(); }, 60_000);

  const measure = (referralId: string, key: string, asking: Ask) => asking('POST', `/api/referrals/${referralId}/acts/record-outcome-measure`, { as: 'ngozi', key, body: { measure: 'phq-9', total: 5 } });
  const intake = (key: string, asking: Ask) => asking('POST', '/api/referrals', { as: 'gp-system', key, body: { ...madeUpReferral(key), teamId: 'north-team' } });
  const isPutOff = ({ status, retryAfter, tookMs }: Answered) => { expect([status, Number(retryAfter) > 0]).toEqual([503, true]); return tookMs; };
  const countOf = async (text: string, values: unknown[]) => (await database.query<{ count: number }>(text, values))[0]!.count;

  it('may be away: 503 with Retry-After within two and a half seconds, and the same key afterwards does it once', async () => {
    const [referralId] = await receiveMany(database, 1);
    const [apiPid, workerPid] = [product.parts.api.pid, product.parts.worker.pid];
    const keys = Array.from({ length: 10 }, () => randomUUID());
    await product.parts.postgres.kill();
    const waits = (await Promise.all(keys.flatMap((key) => [measure(referralId!, key, askOnce), intake(key, askOnce)]))).map(isPutOff);
    const again = Promise.all(keys.flatMap((key) => [measure(referralId!, key, ask), intake(key, ask)])); // sent while it is away, until it is back
    await pause(1_000);
    await product.parts.postgres.start();
    const back = performance.now();
    expect((await again).every(({ status }) => status === 200 || status === 201)).toBe(true);
    say(`PostgreSQL away: put off after at most ${seconds(Math.max(...waits))}; every one of ${keys.length * 2} answered ${seconds(performance.now() - back)} after it was back`);
    expect(Math.max(...waits)).toBeLessThan(15_000);
    expect(await countOf(`SELECT count(*)::int AS count FROM referral_act WHERE referral_id = $1 AND act = 'recordOutcomeMeasure'`, [referralId])).toBe(keys.length);
    expect(await countOf('SELECT count(*)::int AS count FROM intake WHERE sender_reference = ANY ($1)', [keys])).toBe(keys.length);
    expect([product.parts.api.pid, product.parts.worker.pid]).toEqual([apiPid, workerPid]); // nobody had to be started again
    await untilCaughtUp(database, 180_000);
    expect((await differences(database)).broken).toEqual({});
  }, 250_000);

  it('may stand still without a word: nobody waits longer than its limit, and it goes on when the record does', async () => {
    const [referralId] = await receiveMany(database, 1);
    const key = randomUUID();
    expect((await measure(referralId!, randomUUID(), ask)).status).toBe(200);
    const all = family(product.parts.postgres.pid!);
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    const wait = await measure(referralId!, key, askOnce).then(isPutOff).finally(() => { for (const pid of all) process.kill(pid, 'SIGCONT'); });
    expect((await measure(referralId!, key, ask)).status).toBe(200);
    say(`PostgreSQL standing still: put off after ${seconds(wait)}`);
    expect(wait).toBeLessThan(25_000);
    expect(await countOf(`SELECT count(*)::int AS count FROM referral_act WHERE referral_id = $1 AND act = 'recordOutcomeMeasure'`, [referralId])).toBe(2);
    await untilCaughtUp(database, 180_000);
    expect((await differences(database)).broken).toEqual({});
  }, 250_000);
});

/** A process and those it has made. */
const family = (pid: number): number[] => [pid, ...fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)];
