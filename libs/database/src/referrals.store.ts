// Reading referrals: one whole, its timeline, and the search by name, NHS number or reference.
import { checkNhsNumber, type Referral, type ReferralEvent } from '#domain';
import type { Database } from './database.js';
import { blindIndex } from './keys.js';
import type { StaffRow } from './staff.store.js';

export interface TaskHolder { no: number; taskId: string; claimedBy: string | null; claimedByName: string | null; claimedAt: string | null; version: number }
export interface ReferralDetail { referral: Referral; personId: string; personName: string; referrerName: string; referrerOds: string | null; preferredModality: string | null; recordedAt: string; conductedSeq: number; holders: TaskHolder[] }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
interface DetailRow { state: Referral; person_id: string; person_name: string; referrer_name: string; referrer_ods: string | null; preferred_modality: string | null; recorded_at: Date; conducted_seq: number; holders: TaskHolder[] | null }

/** A referral by its id or its reference; undefined when there is none. Whether it may be seen is the caller's question. */
export async function referralDetail(database: Database, idOrReference: string): Promise<ReferralDetail | undefined> {
  const by = uuid.test(idOrReference) ? 'r.referral_id = $1::uuid' : 'r.reference = upper($1)';
  const [row] = await database.query<DetailRow>(`SELECT r.state, r.person_id, concat_ws(' ', p.given_name, p.family_name) AS person_name, r.referrer_name, r.referrer_ods, r.preferred_modality, r.recorded_at, r.conducted_seq,
    (SELECT jsonb_agg(jsonb_build_object('no', t.no, 'taskId', t.task_id, 'claimedBy', t.claimed_by, 'claimedByName', s.name, 'claimedAt', t.claimed_at, 'version', t.version) ORDER BY t.due_at, t.no) FROM task t LEFT JOIN staff_member s ON s.staff_id = t.claimed_by WHERE t.referral_id = r.referral_id AND t.state = 'open') AS holders
    FROM referral r JOIN person p ON p.person_id = r.person_id WHERE ${by}`, [idOrReference]);
  return row && { referral: row.state, personId: row.person_id, personName: row.person_name, referrerName: row.referrer_name, referrerOds: row.referrer_ods, preferredModality: row.preferred_modality, recordedAt: row.recorded_at.toISOString(), conductedSeq: row.conducted_seq, holders: row.holders ?? [] };
}

export interface TimelineEntry { seq: number; at: string; recordedAt: string; act: string; actor: string; actorName: string | null; event: Omit<ReferralEvent, 'at'> }
/** Events with the act and the person behind each, oldest first; pages by `after` (a seq). */
export async function timeline(database: Database, referralId: string, after = 0, limit = 500): Promise<TimelineEntry[]> {
  const rows = await database.query<{ seq: number; at: Date; recorded_at: Date; act: string; actor: string; name: string | null; event: ReferralEvent }>(`SELECT e.seq, e.at, a.recorded_at, a.act, a.actor, s.name, e.event
    FROM referral_event e JOIN referral_act a ON a.command_id = e.command_id LEFT JOIN staff_member s ON s.staff_id = a.actor WHERE e.referral_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`, [referralId, after, limit]);
  return rows.map((row) => ({ seq: row.seq, at: row.at.toISOString(), recordedAt: row.recorded_at.toISOString(), act: row.act, actor: row.actor, actorName: row.name, event: row.event }));
}
/** Every event of a referral, as the fold takes them. */
export async function allEvents(database: Database, referralId: string): Promise<ReferralEvent[]> {
  const rows = await database.query<{ at: Date; event: ReferralEvent }>('SELECT at, event FROM referral_event WHERE referral_id = $1 ORDER BY seq', [referralId]);
  return rows.map((row) => ({ ...row.event, at: row.at.toISOString() }) as ReferralEvent);
}

export interface FoundReferral { referralId: string; reference: string; personId: string; personName: string; dateOfBirth: string; stage: string; teamId: string; receivedAt: string; closedAt: string | null }
const like = (text: string) => `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
/** Search in this person's teams. A name matches from the start of given or family name; an NHS number only whole and valid. */
export async function searchReferrals(database: Database, ask: { staff: StaffRow; name?: string; nhsNumber?: string; reference?: string; limit?: number }): Promise<FoundReferral[]> {
  const values: unknown[] = [ask.staff.teamIds, ask.limit ?? 25];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (ask.reference) conditions.push(`r.reference = upper(${given(ask.reference)})`);
  if (ask.nhsNumber) {
    const checked = checkNhsNumber(ask.nhsNumber);
    conditions.push(`p.nhs_number_index = ${given(checked.valid ? blindIndex(database.keys, checked.normalised!) : Buffer.alloc(0))}`);
  }
  for (const word of (ask.name ?? '').split(/\s+/).filter(Boolean)) {
    const place = given(like(word));
    conditions.push(`(lower(p.family_name) LIKE ${place} OR lower(p.given_name) LIKE ${place})`);
  }
  if (conditions.length === 0) return [];
  const rows = await database.query<FoundReferral & { receivedAt: Date | string; closedAt: Date | string | null }>(`SELECT r.referral_id AS "referralId", r.reference, r.person_id AS "personId", concat_ws(' ', p.given_name, p.family_name) AS "personName", p.date_of_birth::text AS "dateOfBirth", r.stage, r.team_id AS "teamId", r.received_at AS "receivedAt", r.closed_at AS "closedAt"
    FROM referral r JOIN person p ON p.person_id = r.person_id WHERE r.team_id = ANY($1) AND ${conditions.join(' AND ')} ORDER BY r.received_at DESC LIMIT $2`, values);
  return rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt).toISOString(), closedAt: row.closedAt ? new Date(row.closedAt).toISOString() : null }));
}
