// The record that a command works on: the database and the keys that the environment names, else those of the copy that runs here.
import { listStaff, loadKeys, openDatabase, type Database, type StaffRow } from '#database';
import { readRun, type RunRecord } from './running/copies.js';

/** Where the record lies. Throws one sentence when neither the environment nor a running copy says. */
export function whereTheRecordIs(env = process.env): { url: string; keys: string; run: RunRecord | undefined } {
  const run = readRun();
  const url = env.DATABASE_URL || run?.apiDatabase;
  const keys = env.HANDRAIL_KEYS || run?.keys;
  if (!url || !keys) throw new Error('Nothing runs here. Start it with "npm start", or set DATABASE_URL and HANDRAIL_KEYS.');
  return { url, keys, run };
}

/** Opens the record for `work` and closes it whatever happens. */
export async function withTheRecord<Result>(poolSize: number, work: (database: Database) => Promise<Result>): Promise<Result> {
  const { url, keys } = whereTheRecordIs();
  const database = await openDatabase({ url, keys: loadKeys(keys), poolSize, statementTimeoutMs: 30_000 });
  try { return await work(database); } finally { await database.close(); }
}

/** The one member of staff of this id or name (or the beginning of it, whatever the case). Throws a sentence for none or several. */
export async function staffNamed(database: Database, name: string): Promise<StaffRow> {
  const wanted = name.trim().toLocaleLowerCase();
  const staff = await listStaff(database);
  const exact = staff.filter((one) => [one.staffId, one.name].some((text) => text.toLocaleLowerCase() === wanted));
  const found = exact.length > 0 ? exact : staff.filter((one) => [one.staffId, ...one.name.split(' '), one.name].some((text) => text.toLocaleLowerCase().startsWith(wanted)));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new Error(`Nobody here is called "${name}".`);
  throw new Error(`"${name}" could be ${found.map((one) => `${one.name} (${one.staffId})`).join(' or ')}.`);
}
