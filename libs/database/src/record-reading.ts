// Reading a referral for an act: its row is locked; what the decision may know comes with it in one statement.
import type { Referral, StaffMember } from '#domain';
import type { PoolClient } from 'pg';

export interface KnownAct { referral_id: string; act: string; hash: string; first_seq: number; last_seq: number }
export interface Locked { referral: Referral; now: string; known: KnownAct | null; holders: Record<number, string | undefined>; people: Record<string, StaffMember | undefined>; serviceId: string; conductedSeq: number }

const text = `SELECT r.state, r.conducted_seq, t.service_id, clock_timestamp() AS now,
  (SELECT row_to_json(k) FROM (SELECT referral_id, act, encode(command_hash, 'hex') AS hash, first_seq, last_seq FROM referral_act WHERE command_id = $2) k) AS known,
  (SELECT jsonb_object_agg(no, claimed_by) FROM task WHERE referral_id = $1 AND state = 'open' AND claimed_by IS NOT NULL) AS holders,
  (SELECT jsonb_agg(s) FROM staff_member s WHERE staff_id = ANY($3)) AS staff
  FROM referral r JOIN team t ON t.team_id = r.team_id WHERE r.referral_id = $1 FOR UPDATE OF r`;
interface LockedRow { state: Referral; conducted_seq: number; service_id: string; now: Date; known: KnownAct | null; holders: Record<number, string> | null; staff: StaffJson[] | null }
interface StaffJson { staff_id: string; roles: StaffMember['roles']; discipline: StaffMember['discipline'] | null; competences: StaffMember['competences']; team_ids: string[]; active: boolean }

export const staffFrom = (row: StaffJson): StaffMember => ({ staffId: row.staff_id, roles: row.roles, competences: row.competences, teamIds: row.team_ids, active: row.active, ...(row.discipline && { discipline: row.discipline }) });
export const peopleFrom = (rows: StaffJson[] | null): Record<string, StaffMember> => Object.fromEntries((rows ?? []).map((row) => [row.staff_id, staffFrom(row)]));

/** Locks the referral's row (waits two seconds at most) and reads it with the act of this id, who holds what, and the staff named. */
export async function lock(client: PoolClient, referralId: string, commandId: string, staffIds: readonly string[]): Promise<Locked | undefined> {
  const { rows: [row] } = await client.query<LockedRow>({ name: 'lock-referral', text, values: [referralId, commandId, staffIds] });
  if (!row) return undefined;
  return { referral: row.state, now: row.now.toISOString(), known: row.known, holders: row.holders ?? {}, people: peopleFrom(row.staff), serviceId: row.service_id, conductedSeq: row.conducted_seq };
}
