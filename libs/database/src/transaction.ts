// One READ COMMITTED transaction in as few round trips as it takes: BEGIN travels with the first statement and COMMIT with the last, on
// a connection that sends without waiting for the answer before. A collision is tried again, bounded.
import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { Database } from './database.js';

/** Somebody else wrote at the same moment; the whole transaction is tried again. */
export class TryAgain extends Error {}
/** Raised by a statement that found its guard broken (see `guarded`): the same as `TryAgain`, said by PostgreSQL. */
const guardBroken = '22012';
const collisions = new Set(['23505', '40001', '40P01', guardBroken]);
const tries = 4;

export interface Transaction {
  client: PoolClient;
  /** The last statement, sent together with COMMIT; nothing may follow it. It must guard itself in SQL: what it returns is committed already. */
  last<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>>;
}

/** SQL that lets a statement through only when `condition` holds: else PostgreSQL ends it with an error and nothing is kept. */
export const guarded = (condition: string): string => `1 / (${condition})::int`;

/** Runs work in one transaction; tried again from the start on a collision, at most four times. Throws what `work` throws, `Outage`, or the collision that did not go away. */
export async function inTransaction<Result>(database: Database, work: (client: PoolClient, transaction: Transaction) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try { return await database.withClient((client) => once(client, work)); }
    catch (error) {
      if (attempt >= tries || !isCollision(error)) throw error;
      await new Promise((resolve) => { setTimeout(resolve, Math.random() * 10 * attempt); });
    }
  }
}
const isCollision = (error: unknown): boolean => {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return error instanceof TryAgain || collisions.has(code ?? cause?.code ?? '');
};

async function once<Result>(client: PoolClient, work: (client: PoolClient, transaction: Transaction) => Promise<Result>): Promise<Result> {
  let over = false;
  const last = async <Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>> => {
    over = true;
    sendTogether(client);
    const answer = client.query<Row>(statement);
    const [answered, ended] = await Promise.allSettled([answer, client.query('COMMIT')]);
    if (answered.status === 'rejected') throw answered.reason; // COMMIT of a failed transaction is its ROLLBACK
    if (ended.status === 'rejected') throw ended.reason;
    return answered.value;
  };
  sendTogether(client);
  const begun = client.query('BEGIN');
  begun.catch(() => undefined); // whatever broke it breaks the first statement too
  try {
    const result = await work(client, { client, last });
    await begun;
    if (!over) await client.query('COMMIT');
    return result;
  } catch (error) {
    if (!over) await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** What is written until the end of this turn of the event loop leaves as one packet. */
function sendTogether(client: PoolClient): void {
  const { stream } = (client as PoolClient & { connection: { stream: { cork(): void; uncork(): void } } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
