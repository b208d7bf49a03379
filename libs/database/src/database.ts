// One DataSource per process, with bounded waits: nobody waits longer than two seconds for a connection or a lock.
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import type { Pool, PoolClient } from 'pg';
import { TheRecord1700000000001 } from './migrations/1700000000001-the-record.js';
import { TheAudit1700000000002 } from './migrations/1700000000002-the-audit.js';
import { SignIn1700000000003 } from './migrations/1700000000003-sign-in.js';
import type { Keys } from './keys.js';
import { rows } from './rows/rows.js';

export interface Database {
  dataSource: DataSource;
  keys: Keys;
  /** Rows of one parameterised statement. Throws `Outage` when the database is away or too slow. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Work on one connection of the pool; released, or thrown away when it broke. */
  withClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
export interface OpenOptions { url: string; keys: Keys; poolSize?: number; statementTimeoutMs?: number }

/** The database cannot answer now: away, out of connections, too slow, or a lock was not had in time. Safe to try again with the same ids. */
export class Outage extends Error {
  constructor(override readonly cause: unknown) { super('The database cannot answer now.'); this.name = 'Outage'; }
}

const retryable = new Set(['40001', '40P01', '55P03', '57014', '57P01', '57P02', '57P03', '53300', '53400', '53100', '53200', '08000', '08003', '08006', '08001', '08004', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const brokenConnection = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|QueryRunner is already released|Query read timeout|Driver not Connected/;
/** What the audit cannot take down is not done and not shown, whatever the reason: an outage, until somebody has mended it. */
const auditTrouble = /\baudit_(event|head|link|chain_of)\b/;
/** Is this error an outage, not a defect? */
export function isOutage(error: unknown): boolean {
  if (error instanceof Outage) return true;
  const { code, message, where, errors } = error as { code?: string; message?: string; where?: string; errors?: unknown[] };
  return (code !== undefined && retryable.has(code)) || brokenConnection.test(message ?? '') || (code !== undefined && auditTrouble.test(`${message} ${where ?? ''}`)) || (Array.isArray(errors) && errors.some(isOutage));
}
export const asOutage = (error: unknown): unknown => (isOutage(error) && !(error instanceof Outage) ? new Outage(error) : error);

export function dataSourceFor(url: string, options: { poolSize?: number; statementTimeoutMs?: number } = {}): DataSource {
  return new DataSource({
    type: 'postgres', url, entities: rows, migrations: [TheRecord1700000000001, TheAudit1700000000002, SignIn1700000000003], synchronize: false, logging: false,
    poolSize: options.poolSize ?? 10, connectTimeoutMS: 2_000, applicationName: 'handrail',
    poolErrorHandler: () => undefined,
    extra: {
      options: `-c timezone=UTC -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c statement_timeout=${options.statementTimeoutMs ?? 5_000}`,
      keepAlive: true, idleTimeoutMillis: 60_000, pipeline: true,
      // A server that stands still, or a cut line, tells nobody: after this long the connection is given up.
      query_timeout: (options.statementTimeoutMs ?? 5_000) + 1_000,
    },
  });
}

const told = (): void => undefined;
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const dataSource = dataSourceFor(options.url, options);
  try { await dataSource.initialize(); } catch (error) { throw asOutage(error); }
  const pool = (dataSource.driver as unknown as { master: Pool }).master;
  const withClient = async <Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> => {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      client.on('error', told); // a connection that breaks in our hands tells its statements; told to nobody, it would end the process
      return await work(client);
    } catch (error) { throw asOutage(error); }
    finally {
      client?.off('error', told);
      client?.release(client.getTransactionStatus() !== 'I'); // one that broke, or was left in the middle, is thrown away
    }
  };
  return {
    dataSource, keys: options.keys, withClient,
    // Asked of the driver: TypeORM's own query() answers an UPDATE ... RETURNING with rows and a count, not with rows.
    query: <Row>(text: string, values: readonly unknown[] = []) => withClient(async (client) => (await client.query(text, [...values])).rows as Row[]),
    close: async () => { if (dataSource.isInitialized) await dataSource.destroy(); },
  };
}
