import { createHash } from 'node:crypto';
import { checkRecord, loadKeys, openDatabase, seedStaff, type Database } from '#database';
import { addDays, checkNhsNumber, dischargeCodeList, endings, localDay, stageCodes } from '#domain';
import { fateOf } from '../../apps/cli/src/seed/fates.js';
import { chance } from '../../apps/cli/src/seed/chance.js';
import { nhsNumber } from '../../apps/cli/src/seed/invented-people.js';
import { seed } from '../../apps/cli/src/seed.js';
import { freshDatabase, type FreshDatabase } from '../servers/fresh-database.js';

const open: { fresh: FreshDatabase; database: Database }[] = [];
async function service(): Promise<Database> {
  const fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  const database = await openDatabase({ url: fresh.apiUrl, keys: loadKeys(), poolSize: 10 });
  open.push({ fresh, database });
  return database;
}
afterAll(async () => { for (const { fresh, database } of open) { await database.close(); await fresh.drop(); } });

const today = localDay(new Date().toISOString(), 'Europe/London');
const numbers = { referrals: 110, months: 12, seed: 11, until: addDays(today, -1) };
/** Everything that happened, but for the ids that every record draws anew. */
async function storyOf(database: Database): Promise<string> {
  const rows = await database.query<object>(`SELECT r.reference, e.seq, e.type, e.at, a.actor, e.event - 'referralId' - 'personId' - 'noteId' - 'duplicateOf' AS event FROM referral_event e JOIN referral r USING (referral_id) JOIN referral_act a USING (command_id) ORDER BY 1, 2`);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}
let first: Database;
beforeAll(async () => { first = await service(); await seed(first, numbers); }, 120_000);

describe('the made-up life of a service', () => {
  it('leaves a record without fault, but for what time brings since its last day', async () => {
    const { broken, referrals, events } = await checkRecord(first);
    expect(Object.keys(broken).filter((rule) => rule !== 'nothing-long-overdue' && rule !== 'conductor-has-heard')).toEqual([]);
    expect(referrals).toBe(110);
    expect(events).toBeGreaterThan(5_000);
  });
  it('shows every ending, and referrals at every stage', async () => {
    const rows = await first.query<{ ending: string | null; stage: string }>('SELECT DISTINCT ending, stage FROM referral');
    expect(new Set(rows.flatMap((row) => row.ending ?? []))).toEqual(new Set(Object.keys(endings)));
    expect(new Set(rows.map((row) => row.stage)).size).toBe(stageCodes.length);
  });
  it('has its letters of the past sent, and some tasks in somebody’s hands', async () => {
    expect(await first.query(`SELECT 1 FROM delivery WHERE stage = 'waiting' AND asked_at < now() - interval '1 day'`)).toEqual([]);
    expect((await first.query(`SELECT 1 FROM task WHERE state = 'open' AND claimed_by IS NOT NULL AND assigned_to IS NULL`)).length).toBeGreaterThan(0);
  });
  it('is the same again for the same numbers', async () => {
    const second = await service();
    expect(await seed(second, numbers)).toMatchObject({ written: 110, leftAlone: 0 });
    expect(await storyOf(second)).toBe(await storyOf(first));
  }, 120_000);
  it('begun a second time in the same record changes nothing', async () => {
    const before = await storyOf(first);
    expect(await seed(first, numbers)).toEqual({ written: 0, repeated: 110, leftAlone: 0 });
    expect(await storyOf(first)).toBe(before);
  }, 120_000);
  it('is another for another seed, in the same record', async () => {
    expect(await seed(first, { ...numbers, referrals: 20, seed: 12 })).toMatchObject({ written: 20 });
    const [row] = await first.query<{ count: number }>('SELECT count(*)::int AS count FROM referral');
    expect(row!.count).toBe(130);
  }, 60_000);
});

describe('made-up fates and people', () => {
  it('end in the shares in which courses really end', () => {
    const codes = Array.from({ length: 20_000 }, (_, no) => fateOf(chance(5).apart(no), no + 100).code);
    const treated = codes.filter((code) => code !== undefined && ['46', '47', '48', '96'].includes(code));
    const share = (code: string) => treated.filter((one) => one === code).length / treated.length;
    expect(share('46')).toBeCloseTo(1_887_595 / 3_118_180, 1);
    expect(share('47')).toBeCloseTo(1_084_070 / 3_118_180, 1);
    expect(codes.every((code) => code === undefined || dischargeCodeList.includes(code))).toBe(true);
  });
  it('have NHS numbers of the range that is never issued', () => {
    const numbers = Array.from({ length: 5_000 }, (_, no) => nhsNumber(no));
    expect(new Set(numbers).size).toBe(5_000);
    expect(numbers.every((number) => { const { valid, synthetic } = checkNhsNumber(number); return valid && synthetic; })).toBe(true);
  });
});
