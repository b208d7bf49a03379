// What an act needs to know before or after it meets the record: which referral, whether it changed since it was seen, since when
// somebody holds what is in the way.
import type { Database, StaffRow } from '#database';
import { isOfTeam, mayDo } from '#domain';
import { notNow, unknown } from '../arriving/problems.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const REFERENCE = /^HR-\d{1,12}$/i;
const MOST_CHANGES_TOLD = 50;

/** The id of a referral named by its id or its reference. Throws 404. */
export async function referralIdOf(database: Database, named: string): Promise<string> {
  if (UUID.test(named)) return named;
  if (!REFERENCE.test(named)) throw unknown('no-such-referral');
  const [row] = await database.query<{ id: string }>('SELECT referral_id AS id FROM referral WHERE reference = upper($1)', [named]);
  if (!row) throw unknown('no-such-referral');
  return row.id;
}

/** Whoever may not see the service's referrals (a referrer, a connected system) knows of those alone that they sent. Throws 404. */
export async function mustBeTheirOwn(database: Database, staff: StaffRow, referralId: string): Promise<void> {
  if (mayDo(staff, 'referral.view')) return;
  const sent = await database.query('SELECT 1 FROM intake WHERE referral_id = $1 AND sender = $2', [referralId, staff.staffId]);
  if (sent.length === 0) throw unknown('no-such-referral');
}

/** 409 with what changed, when the referral is not at the version that was seen; an act that was carried out before is never stale. */
export async function refuseStale(database: Database, ask: { referralId: string; seen: number; commandId: string; staff: StaffRow }): Promise<void> {
  const [row] = await database.query<{ seq: number; teamId: string; known: boolean }>(
    'SELECT seq, team_id AS "teamId", EXISTS (SELECT 1 FROM referral_act WHERE command_id = $2) AS known FROM referral WHERE referral_id = $1', [ask.referralId, ask.commandId]);
  if (!row || !isOfTeam(ask.staff, row.teamId)) throw unknown('no-such-referral');
  if (row.known || row.seq === ask.seen) return;
  const changed = await database.query<{ seq: number; type: string; at: Date }>('SELECT seq, type, at FROM referral_event WHERE referral_id = $1 AND seq > $2 ORDER BY seq LIMIT $3', [ask.referralId, ask.seen, MOST_CHANGES_TOLD]);
  throw notNow('stale', { version: row.seq, changed: changed.map(({ seq, type, at }) => ({ version: seq, type, at: at.toISOString() })) });
}

/** Since when this person holds a task of the referral. */
export async function holdsSince(database: Database, referralId: string, staffId: string): Promise<string | undefined> {
  const [row] = await database.query<{ at: Date | null }>(`SELECT min(claimed_at) AS at FROM task WHERE referral_id = $1 AND claimed_by = $2 AND state = 'open'`, [referralId, staffId]);
  return row?.at?.toISOString();
}
