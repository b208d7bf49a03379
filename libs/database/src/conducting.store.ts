// Which conductors the record is ahead of. A referral that is handed out here is leased for a while, so that two workers never tell the
// same conductor at once and a lost telling is tried again. The lease ends when the conductor has heard.
import type { Database } from './database.js';

/** `not-begun`: received, and nobody has started its conductor. `not-told`: an act it has not heard of. `overdue`: it slept past its due instant. */
export type Behind = { referralId: string; why: 'not-begun' | 'not-told' | 'overdue' };
type Row = { referral_id: string; why: Behind['why'] };
const behind = (rows: Row[]): Behind[] => rows.map((row) => ({ referralId: row.referral_id, why: row.why }));
/** Longer than one telling may take. */
const lease = `(told_at IS NULL OR told_at < now() - interval '30 seconds')`;

/** At most `limit` referrals whose conductor must be told, longest behind first: not begun 2 s after receipt, not told 10 s after an act. Leased for 30 s. */
export async function referralsBehind(database: Database, limit: number): Promise<Behind[]> {
  return behind(await database.query<Row>(`WITH chosen AS (
      SELECT referral_id, CASE WHEN conducted_seq = 0 AND told_at IS NULL THEN 'not-begun' ELSE 'not-told' END AS why FROM referral
      WHERE conducted_seq < seq AND changed_at < now() - CASE WHEN conducted_seq = 0 THEN interval '2 seconds' ELSE interval '10 seconds' END AND ${lease}
      ORDER BY changed_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    UPDATE referral SET told_at = now() FROM chosen WHERE referral.referral_id = chosen.referral_id RETURNING referral.referral_id, chosen.why`, [limit]));
}

/** At most `limit` referrals whose due instant passed more than `byMs` ago, longest first. Leased for 30 s, or for `leaseSeconds`: whoever keeps the clock alone must not wait for a lease that a telling took. */
export async function referralsOverdue(database: Database, ask: { limit: number; byMs: number; leaseSeconds?: number }): Promise<Behind[]> {
  return behind(await database.query<Row>(`WITH chosen AS (
      SELECT referral_id FROM referral WHERE due_at <= now() - $2 * interval '1 millisecond' AND (told_at IS NULL OR told_at < now() - $3 * interval '1 second') ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    UPDATE referral SET told_at = now() FROM chosen WHERE referral.referral_id = chosen.referral_id RETURNING referral.referral_id, 'overdue' AS why`, [ask.limit, ask.byMs, ask.leaseSeconds ?? 30]));
}

/** Whoever was handed out and not reached is handed out again after five seconds instead of thirty. */
export async function notReached(database: Database, referralId: string): Promise<void> {
  await database.query(`UPDATE referral SET told_at = now() - interval '25 seconds' WHERE referral_id = $1`, [referralId]);
}

/** How many referrals' conductors have not heard of the last act; exact to 1,000, then 1001. */
export async function countBehind(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM (SELECT 1 FROM referral WHERE conducted_seq < seq LIMIT 1001) ahead');
  return row!.count;
}

/** Ids of open referrals in order of id, after `after`: pages for whoever must visit them all. */
export async function openReferralsAfter(database: Database, after: string | undefined, limit: number): Promise<string[]> {
  const rows = await database.query<{ referral_id: string }>('SELECT referral_id FROM referral WHERE closed_at IS NULL AND ($1::uuid IS NULL OR referral_id > $1::uuid) ORDER BY referral_id LIMIT $2', [after ?? null, limit]);
  return rows.map((row) => row.referral_id);
}
