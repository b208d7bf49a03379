// The record that a command works on: the database and the keys that the environment names, else those of the copy that runs here.
import { listStaff, loadKeys, openDatabase, type Database, type StaffRow } from '#database';
import { readRun, type RunRecord } from './running/copies.js';
import { staffMeant } from './token.js';

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

/** The one member of staff of this id or name, or its beginning. Throws a sentence for none or several. */
export const staffNamed = async (database: Database, name: string): Promise<StaffRow> => staffMeant(await listStaff(database), name);
