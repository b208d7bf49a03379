// Requests that add something and are no act: the same key and body again gets the stored answer, another body is refused, and one still
// under way is told so. The stored answer is sealed, for it may hold words.
import { createHmac } from 'node:crypto';
import { open, seal, type Database } from '#database';
import { incomplete, notNow } from './problems.js';

export interface Once { key: string; caller: string; route: string; body: unknown }
export interface Answer { status: number; body: unknown }
interface Row { body_hash: Buffer; status: number | null; response: { sealed: string } | null }

const KEPT_DAYS = 7;
/** A request that was cut off in the middle may be taken up again after this long. */
const CUT_OFF_AFTER_SECONDS = 60;

/** Runs `work` once per caller, route and key. A refused or failed one leaves nothing and may be tried again. */
export async function once(database: Database, ask: Once, work: () => Promise<Answer>): Promise<Answer & { repeated: boolean }> {
  const hash = createHmac('sha256', database.keys.token).update(JSON.stringify(ask.body ?? null)).digest();
  const before = await begin(database, ask, hash);
  if (before) return before;
  try {
    const answer = await work();
    await database.query('UPDATE idempotency SET status = $4, response = $5 WHERE key = $1 AND caller = $2 AND route = $3',
      [ask.key, ask.caller, ask.route, answer.status, JSON.stringify({ sealed: seal(database.keys, JSON.stringify(answer.body), placeOf(ask)).toString('base64') })]);
    return { ...answer, repeated: false };
  } catch (error) {
    await database.query('DELETE FROM idempotency WHERE key = $1 AND caller = $2 AND route = $3 AND status IS NULL', [ask.key, ask.caller, ask.route]).catch(() => undefined);
    throw error;
  }
}
const placeOf = ({ key, caller, route }: Once): string => `idempotency/response/${caller}/${route}/${key}`;

/** Undefined: this request is the first, or takes up one that was cut off. */
async function begin(database: Database, ask: Once, hash: Buffer): Promise<(Answer & { repeated: true }) | undefined> {
  const place = [ask.key, ask.caller, ask.route];
  const first = await database.query<unknown>('INSERT INTO idempotency (key, caller, route, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1', [...place, hash]);
  if (first.length > 0) return undefined;
  const [row] = await database.query<Row>('SELECT body_hash, status, response FROM idempotency WHERE key = $1 AND caller = $2 AND route = $3', place);
  if (row && !row.body_hash.equals(hash)) throw incomplete('key-reused');
  if (row?.response) return { status: row.status!, body: JSON.parse(open(database.keys, Buffer.from(row.response.sealed, 'base64'), placeOf(ask))), repeated: true };
  // The result of an UPDATE … RETURNING comes back as [rows, count]; a CTE gives the rows alone.
  const taken = await database.query<unknown>(`WITH taken AS (UPDATE idempotency SET at = now() WHERE key = $1 AND caller = $2 AND route = $3 AND status IS NULL AND at < now() - $4 * interval '1 second' RETURNING 1) SELECT * FROM taken`, [...place, CUT_OFF_AFTER_SECONDS]);
  if (taken.length === 0) throw notNow('key-still-running');
  return undefined;
}

/** Forgets answers older than a week. */
export async function forgetOldAnswers(database: Database): Promise<void> {
  await database.query(`DELETE FROM idempotency WHERE at < now() - $1 * interval '1 day'`, [KEPT_DAYS]);
}
