// The worker has nothing to do without the record, so it waits for it, however late it comes.
import { setTimeout as pause } from 'node:timers/promises';
import { isOutage, openDatabase, type Database } from '#database';
import type { Health } from './health.js';
import { kindOf, type Log } from './log.js';
import { concurrency, type Settings } from './settings.js';

/** The open database. Throws what is no outage (a wrong password, a missing database), and when `ended` is told while waiting. */
export async function databaseWhenItAnswers({ databaseUrl, keys }: Settings, health: Health, log: Log, ended: AbortSignal): Promise<Database> {
  for (let said = false; ; said = true) {
    try {
      const database = await openDatabase({ url: databaseUrl, keys, poolSize: concurrency.poolSize, statementTimeoutMs: 2_000 });
      health.database = 'ok';
      return database;
    } catch (trouble) {
      if (!isOutage(trouble)) throw trouble;
      if (!said) log.warn(kindOf(trouble), 'waiting for the database');
      await pause(1_000, undefined, { signal: ended });
    }
  }
}
/** One connection on which a statement may take five minutes, for the night's reading of the whole record. */
export const openToRead = ({ databaseUrl, keys }: Settings): Promise<Database> => openDatabase({ url: databaseUrl, keys, poolSize: 1, statementTimeoutMs: 300_000 });
