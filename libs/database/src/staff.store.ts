// Who works here. Read afresh on each request: access taken away counts at once.
import type { StaffMember } from '#domain';
import { changeEntry, ofChange, taskEntry, withTaskEntry } from './audit/act-entry.js';
import type { Witness } from './audit/audit-words.js';
import type { Database } from './database.js';
import { staffFrom } from './record-reading.js';
import { inTransaction } from './transaction.js';

/** `session` and `requestId` stand beside somebody who asks just now: the audit is told them. */
export interface StaffRow extends StaffMember { name: string; session?: string; requestId?: string }
type Json = Parameters<typeof staffFrom>[0] & { name: string };
const columns = 'staff_id, name, roles, discipline, competences, team_ids, active';
const row = (json: Json): StaffRow => ({ ...staffFrom(json), name: json.name });

export async function staffMember(database: Database, staffId: string): Promise<StaffRow | undefined> {
  return (await staffOfIds(database, [staffId])).get(staffId);
}
/** The staff of these ids, by id; ids that nobody has are missing. */
export async function staffOfIds(database: Database, staffIds: readonly string[]): Promise<Map<string, StaffRow>> {
  const { rows } = await database.withClient((client) => client.query<Json>({ name: 'staff-of-ids', text: `SELECT ${columns} FROM staff_member WHERE staff_id = ANY ($1)`, values: [staffIds] }));
  return new Map(rows.map((json) => [json.staff_id, row(json)]));
}
export async function listStaff(database: Database): Promise<StaffRow[]> {
  return (await database.query<Json>(`SELECT ${columns} FROM staff_member ORDER BY name`)).map(row);
}
/** Takes access away at once. What the person holds is returned by `returnHoldings` on each referral of `referralsHeldBy`. */
export async function endAccess(database: Database, staffId: string, by: Witness): Promise<StaffRow | undefined> {
  return inTransaction(database, async (client) => {
    const { rows: [one] } = await client.query<Json>(`UPDATE staff_member SET active = false, left_at = coalesce(left_at, now()) WHERE staff_id = $1 RETURNING ${columns}`, [staffId]);
    if (one) await client.query(ofChange, changeEntry(by, { resource: 'staff', resourceId: staffId, act: 'end-access' }));
    return one && row(one);
  });
}
/** Open referrals on which this person has a strand, a booked appointment, or a task given to them. */
export async function referralsHeldBy(database: Database, staffId: string): Promise<string[]> {
  const rows = await database.query<{ referral_id: string }>(`SELECT referral_id FROM strand WHERE clinician_id = $1 AND stage <> 'ended'
    UNION SELECT referral_id FROM appointment WHERE clinician_id = $1 AND outcome = 'booked'
    UNION SELECT referral_id FROM task WHERE state = 'open' AND assigned_to = $1`, [staffId]);
  return rows.map((one) => one.referral_id);
}
/** Frees every open task this person has claimed. Returns how many. */
export async function releaseAllClaims(database: Database, staffId: string, by: Witness): Promise<number> {
  const freed = `UPDATE task SET claimed_by = NULL, claimed_at = NULL, version = version + 1 WHERE claimed_by = $1 AND state = 'open' RETURNING task_id AS "taskId", referral_id AS "referralId"`;
  return (await database.query(withTaskEntry(freed, 2), [staffId, taskEntry(by, 'release')])).length;
}
