// Everybody wants the same thing: fifty people each task of a list, forty acts one referral.
import { randomUUID } from 'node:crypto';
import { taskIdOf, type Database } from '#database';
import pg from 'pg';
import { asker, type Ask } from './asking.js';
import { differences, say } from './reckoning.js';
import { startRunningProduct, type RunningProduct } from './running-product.js';
import { bytesOf, Line, type Answer } from '../bench/line.js';
import { percentile } from '../bench/figures.js';
import { receiveMany, signedHeaders } from '../bench/people.js';

const claimants = Array.from({ length: 50 }, (_one, no) => `claimant-${no}`);
const tasks = 200;

describe('many at once', () => {
  let product: RunningProduct;
  let database: Database;
  let ask: Ask;
  let askOnce: Ask;
  beforeAll(async () => {
    product = await startRunningProduct({ without: ['temporal', 'worker'] });
    database = await product.open();
    ({ ask, askOnce } = asker(product.api, product.keysFile));
    const owner = new pg.Client({ connectionString: product.ownerUrl });
    await owner.connect();
    await owner.query(`INSERT INTO staff_member (staff_id, name, roles, discipline, team_ids) SELECT id, initcap(replace(id, '-', ' ')), '{mdt-member,duty-clinician}', 'mental-health-nurse', '{north-team}' FROM unnest($1::text[]) id`, [claimants]);
    await owner.end();
  }, 120_000);
  afterAll(async () => { await database?.close(); await product?.stop(); }, 60_000);

  it('fifty people claim each of two hundred tasks: one has it, the others are told who', async () => {
    const taskIds = (await receiveMany(database, tasks)).map((id) => taskIdOf(id, 1));
    const headers = await signedHeaders(product.keysFile, claimants);
    const { hostname, port, host } = new URL(product.api);
    const lines = claimants.map(() => new Line(hostname, Number(port)));
    await Promise.all(lines.map((line) => line.open()));
    const took: number[] = [];
    let double = 0;
    for (const taskId of taskIds) {
      const answers = await Promise.all(claimants.map(async (one, no): Promise<Answer> => {
        const since = performance.now();
        const answer = await lines[no]!.ask(bytesOf({ method: 'POST', path: `/api/tasks/${taskId}/claim`, headers: headers(one), body: '{}' }, host));
        took.push(performance.now() - since);
        return answer;
      }));
      const winners = claimants.filter((_one, no) => answers[no]!.status === 200);
      if (winners.length !== 1) double += 1;
      const losers = answers.filter(({ status }) => status !== 200).map(({ status, body }) => [status, (JSON.parse(body) as { heldBy?: { staffId: string } }).heldBy?.staffId]);
      expect([winners.length, new Set(losers.map((one) => one.join(' ')))]).toEqual([1, new Set([`409 ${winners[0]}`])]);
      const [row] = await database.query<{ by: string; version: number }>('SELECT claimed_by AS by, version FROM task WHERE task_id = $1', [taskId]);
      expect(row).toEqual({ by: winners[0], version: 2 });
    }
    for (const line of lines) line.close();
    say(`${tasks} tasks × ${claimants.length} claimants: double claims ${double}; a claim p50 ${percentile(took, 0.5).toFixed(0)} ms, p95 ${percentile(took, 0.95).toFixed(0)} ms`);
  }, 180_000);

  it('of sixty acts on one referral at the same moment some wait, the rest are told to come again, and each is done once', async () => {
    const [referralId] = await receiveMany(database, 1);
    const keys = Array.from({ length: 60 }, () => randomUUID());
    const measure = (key: string, asking: Ask) => asking('POST', `/api/referrals/${referralId}/acts/record-outcome-measure`, { as: 'ngozi', key, body: { measure: 'gad-7', total: 4 } });
    const first = await Promise.all(keys.map((key) => measure(key, askOnce)));
    const toldLater = first.filter(({ status }) => status === 429);
    expect(toldLater.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
    expect(first.every(({ status }) => status === 200 || status === 429)).toBe(true);
    expect(toldLater.length).toBeGreaterThan(0);
    const again = await Promise.all(keys.map((key) => measure(key, ask)));
    expect(again.every(({ status }) => status === 200)).toBe(true);
    const [row] = await database.query<{ acts: number; events: number }>(`SELECT (SELECT count(*)::int FROM referral_act WHERE referral_id = $1 AND act = 'recordOutcomeMeasure') AS acts,
      (SELECT count(*)::int FROM referral_event WHERE referral_id = $1 AND type = 'outcome-measure-recorded') AS events`, [referralId]);
    expect(row).toEqual({ acts: keys.length, events: keys.length });
    // Nobody conducts here: what conductors have not heard is no difference of this record.
    const { 'conductor-has-heard': _behind, ...broken } = (await differences(database)).broken;
    expect(broken).toEqual({});
    say(`60 acts on one referral at once: ${first.length - toldLater.length} done at once, ${toldLater.length} told to come again; each once in the end`);
  }, 60_000);
});
