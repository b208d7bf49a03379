import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkRecord, loadKeys, openDatabase, seedStaff, type Database } from '#database';
import { importFile } from '../../apps/cli/src/import.js';
import { referralFile } from '../../apps/cli/src/import/read-rows.js';
import type { ImportReport } from '../../apps/cli/src/import/report.js';
import { freshDatabase, type FreshDatabase } from '../servers/fresh-database.js';
import { inventSpreadsheet } from './invented-spreadsheet.js';

const sample = path.resolve('test/samples/referrals.csv');
const expectedOfSample = (JSON.parse(fs.readFileSync('test/samples/referrals.expected.json', 'utf8')) as { expected: ImportReport['rows'] }).expected;
let fresh: FreshDatabase;
let database: Database;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-import-'));
let reports = 0;
const begin = async () => {
  fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  database = await openDatabase({ url: fresh.apiUrl, keys: loadKeys(), poolSize: 10 });
};
const end = async () => { await database.close(); await fresh.drop(); };
const write = (name: string, content: string | Buffer) => { const file = path.join(folder, name); fs.writeFileSync(file, content); return file; };
const importing = async (file: string, more: { sender?: string; report?: string } = {}) =>
  importFile(database, file, await referralFile(file), { report: more.report ?? path.join(folder, `report-${reports += 1}.json`), sender: more.sender ?? 'spreadsheet' });
const count = async (table: string) => (await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]!.count;
/** Differences of the record itself; that no worker runs here is no fault of it. */
const faults = async () => Object.keys((await checkRecord(database)).broken).filter((rule) => !['conductor-has-heard', 'nothing-long-overdue'].includes(rule));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('the sample spreadsheet', () => {
  beforeAll(begin, 60_000);
  afterAll(end);

  it('is answered row by row as its senders were promised', async () => {
    const report = await importing(sample);
    expect(report.rows).toEqual(expectedOfSample);
    expect(report.totals).toMatchObject({ rows: 240, outcomes: { received: 195, refused: 42, 'already-received': 3 }, flags: { 'possible-duplicate': 6, 'same-nhs-number': 6, emergency: 3 } });
    expect(await count('referral')).toBe(195);
  });
  it('imported a second time writes nothing and says of each row that it was received already', async () => {
    const before = [await count('referral'), await count('referral_event'), await count('person'), await count('intake')];
    const report = await importing(sample);
    expect(report.rows).toEqual(expectedOfSample.map(({ flags: _flags, ...row }) => (row.outcome === 'received' ? { ...row, outcome: 'already-received' } : row)));
    expect([await count('referral'), await count('referral_event'), await count('person'), await count('intake')]).toEqual(before);
  });
  it('sends nobody a letter', async () => { expect(await count('delivery')).toBe(0); });
  it('leaves at most one catch-up task for each referral, and one wherever something fell due before the move', async () => {
    const tasks = await database.query<{ most: number; overdue: number; caught: number }>(`SELECT max(n)::int AS most, count(*) FILTER (WHERE n = 1)::int AS caught, count(*)::int AS overdue FROM (SELECT r.referral_id, (SELECT count(*) FROM task t WHERE t.referral_id = r.referral_id AND t.task = 'catch-up') AS n FROM referral r WHERE r.received_at < now() - interval '7 days') s`);
    expect(tasks[0]).toMatchObject({ most: 1, caught: tasks[0]!.overdue });
    expect((await database.query(`SELECT 1 FROM task WHERE level > 0`))).toEqual([]);
  });
  it('starts the clocks on the day each referral was received', async () => {
    const [row] = await database.query<{ received_at: Date; target: string }>(`SELECT r.received_at, r.state->'waits'->'assessment'->>'targetOn' AS target FROM referral r JOIN intake i USING (referral_id) WHERE i.sender_reference = 'SHEET-41-00001'`);
    expect([row!.received_at.toISOString(), row!.target]).toEqual(['2026-07-11T02:51:00.000Z', '2026-08-08']);
  });
  it('leaves a record without fault', async () => { expect(await faults()).toEqual([]); });
});

describe('another spreadsheet of the same kind', () => {
  beforeAll(begin, 60_000);
  afterAll(end);

  it.each([7, 20_261, 4_097])('is answered row by row by the same rules (seed %i)', async (seed) => {
    const { csv, expected } = inventSpreadsheet(seed, 400);
    expect((await importing(write(`seed-${seed}.csv`, csv), { sender: `sheet ${seed}` })).rows).toEqual(expected);
  });
  it('says the same as lines of JSON', async () => {
    const { ndjson, expected } = inventSpreadsheet(51, 200);
    expect((await importing(write('seed-51.ndjson', ndjson), { sender: 'lines' })).rows).toEqual(expected.map((row) => ({ ...row, row: row.row - 1 })));
  });
  it('keeps its columns in another order, and rows that are torn are reported beside those that are not', async () => {
    const [head, ...rest] = inventSpreadsheet(77, 12).csv.slice(1).split('\r\n');
    const turned = [head!.split(',').reverse().join(','), 'stray,row', '', [...'x'.repeat(26)].join(',')].join('\n');
    expect((await importing(write('turned.csv', `${turned}\n\n\n`), { sender: 'turned' })).rows).toEqual([2, 3, 4].map((row) => expect.objectContaining({ row, outcome: 'refused', field: 'row', code: 'column-count' })));
    expect(rest.length).toBeGreaterThan(10);
  });
  it('leaves a record without fault', async () => { expect(await faults()).toEqual([]); });
});

describe('an import that is killed in the middle', () => {
  beforeAll(begin, 60_000);
  afterAll(end);

  it('goes on where it stopped and reports every row as if nothing had happened', async () => {
    const { csv, expected } = inventSpreadsheet(88, 900);
    const file = write('killed.csv', csv);
    const report = path.join(folder, 'killed.json');
    for (const lines of [100, 400]) await killWhen(lines, file, report);
    const received = await count('referral');
    expect(received).toBeGreaterThan(150);
    expect(received).toBeLessThan(expected.filter((row) => row.outcome === 'received').length);
    expect((await importing(file, { report })).rows).toEqual(expected);
    expect(await count('referral')).toBe(expected.filter((row) => row.outcome === 'received').length);
    expect(fs.existsSync(`${report}.unfinished`)).toBe(false);
    expect(await faults()).toEqual([]);
  }, 60_000);

  /** Runs the command as people do and kills it with SIGKILL when so many rows are reported. */
  async function killWhen(lines: number, file: string, report: string): Promise<void> {
    const child = spawn(process.execPath, ['bin/handrail.mjs', 'import', file, '--report', report], { env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: fresh.apiUrl }, stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => { child.once('exit', (_code, signal) => resolve(signal)); });
    const reported = () => (fs.existsSync(`${report}.unfinished`) ? fs.readFileSync(`${report}.unfinished`, 'utf8').split('\n').length : 0);
    while (child.exitCode === null && reported() < lines) await new Promise((resolve) => { setTimeout(resolve, 5); });
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
  }
});

describe('a file that cannot be imported', () => {
  const header = fs.readFileSync(sample, 'utf8').split('\r\n')[0]!.slice(1);
  const row = fs.readFileSync(sample, 'utf8').split('\r\n')[2]!; // José Åkesson's
  it.each([
    ['is missing', path.join(folder, 'nowhere.csv'), /there is no such file\./],
    ['is a folder', folder, /there is no such file\./],
    ['is empty', write('empty.csv', ''), /is empty\.$/],
    ['holds a header alone', write('header.csv', `\uFEFF${header}\r\n`), /holds no referral\.$/],
    ['has another header', write('other.csv', 'name,age\nEwa,21\n'), /is not the header of a referral spreadsheet: it lacks columns sender_reference, .* and 20 more; it has the unknown columns name, age\.$/],
    ['has semicolons between its columns', write('semicolons.csv', `${header.replaceAll(',', ';')}\n`), /are separated by semicolons: save it as CSV with commas\.$/],
    ['lacks one column', write('lacks.csv', `${header.replace('risk_suicide,', '')}\n${row}\n`), /it lacks column risk_suicide\.$/],
    ['names one column twice', write('twice.csv', `${header},urgency\n${row},routine\n`), /it has twice the column urgency\.$/],
    ['is not in UTF-8', write('latin.csv', Buffer.from(`${header}\n${row}`, 'latin1')), /is not in UTF-8: save it as "CSV UTF-8"\.$/],
    ['is in UTF-16', write('utf16.csv', Buffer.from(`\uFEFF${header}\n${row}`, 'utf16le')), /is not in UTF-8/],
    ['opens a quotation mark that is never closed', write('quote.csv', `${header}\n${row}\nSHEET-1,"2026`), /a quotation mark is opened that is never closed\.$/],
  ])('because it %s is refused in one sentence, before anything is written', async (_why, file, sentence) => {
    const refusal = await referralFile(file).then(() => 'it was accepted', (cause: Error) => cause.message);
    expect(refusal).toMatch(sentence);
    expect(refusal).not.toContain('\n');
  });
});
