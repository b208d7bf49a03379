// The queues: counts and pages. A page is found by the index of its queue, so that it costs the same among a thousand tasks or a million.
import type { Flag, Queue, TaskType } from '#domain';
import type { Database } from './database.js';
import type { StaffRow } from './staff.store.js';

export const queueViews = ['available', 'mine', 'team', 'overdue'] as const;
export type QueueView = (typeof queueViews)[number];
export interface TaskRow {
  taskId: string; referralId: string; reference: string; no: number; task: TaskType; queue: Queue; teamId: string; stage: string; raisedAt: string; dueAt: string; level: number;
  urgency: string; flags: Flag[]; riskLevel: string | null; personName: string; claimedBy: string | null; claimedByName: string | null; claimedAt: string | null;
  followUpOn: string | null; version: number; strandNo: number | null; appointmentNo: number | null; assignedTo: string | null;
}
export interface Cursor { dueAt: string; taskId: string }
export interface PageAsk { queue?: Queue; view: QueueView; staff: StaffRow; after?: Cursor; task?: TaskType; teamId?: string; limit?: number }
export interface QueuePage { rows: TaskRow[]; next: Cursor | null; total: number }
/** Counts are exact up to here; one more means "more than this". */
export const exactCounts = 1_000;

const columns = `t.task_id AS "taskId", t.referral_id AS "referralId", r.reference, t.no, t.task, t.queue, t.team_id AS "teamId", r.stage, t.raised_at AS "raisedAt", t.due_at AS "dueAt", t.level, coalesce(r.urgency, r.referrer_urgency) AS urgency, r.flags, r.risk_level AS "riskLevel",
  concat_ws(' ', p.given_name, p.family_name) AS "personName", t.claimed_by AS "claimedBy", s.name AS "claimedByName", t.claimed_at AS "claimedAt", t.follow_up_on::text AS "followUpOn", t.version, t.strand_no AS "strandNo", t.appointment_no AS "appointmentNo", t.assigned_to AS "assignedTo"`;
const joins = `JOIN referral r ON r.referral_id = t.referral_id JOIN person p ON p.person_id = r.person_id LEFT JOIN staff_member s ON s.staff_id = t.claimed_by`;

/** What was put aside comes back on its day, and before that the moment it is late: nothing late lies where nobody looks. */
export const notAside = '(follow_up_on IS NULL OR follow_up_on <= current_date OR due_at < now())';
const views: Record<QueueView, string> = {
  available: `claimed_by IS NULL AND $2::text IS NOT NULL AND ${notAside}`,
  mine: `claimed_by = $2::text`,
  team: `$2::text IS NOT NULL`,
  overdue: `due_at < now() AND $2::text IS NOT NULL`,
};
const teamsOf = (staff: StaffRow, teamId: string | undefined): readonly string[] => (teamId === undefined ? staff.teamIds : staff.teamIds.filter((one) => one === teamId));
const iso = (value: unknown) => (value instanceof Date ? value.toISOString() : (value as string | null));
const asTask = (row: TaskRow): TaskRow => ({ ...row, raisedAt: iso(row.raisedAt)!, dueAt: iso(row.dueAt)!, claimedAt: iso(row.claimedAt) });

/** One page of a queue, due first. `queue` may be left out for `mine`: everything this person holds. */
export async function queuePage(database: Database, ask: PageAsk): Promise<QueuePage> {
  const { staff, view, limit = 25 } = ask;
  const values = [teamsOf(staff, ask.teamId), staff.staffId, ask.queue ?? null, ask.task ?? null, ask.after?.dueAt ?? '-infinity', ask.after?.taskId ?? '00000000-0000-0000-0000-000000000000', limit + 1];
  const where = `state = 'open' AND ${views[view]} AND ${ask.queue ? 'queue = $3' : '$3::text IS NULL'} AND ($4::text IS NULL OR task = $4)`;
  const perTeam = `SELECT task_id, due_at FROM task WHERE team_id = team AND ${where} AND (due_at, task_id) > ($5::timestamptz, $6::uuid) ORDER BY due_at, task_id LIMIT $7`;
  const page = `SELECT ${columns} FROM (SELECT o.task_id FROM unnest($1::text[]) team CROSS JOIN LATERAL (${perTeam}) o ORDER BY o.due_at, o.task_id LIMIT $7) few JOIN task t ON t.task_id = few.task_id ${joins} ORDER BY t.due_at, t.task_id`;
  const count = `SELECT count(*)::int AS total FROM (SELECT 1 FROM task WHERE team_id = ANY($1) AND ${where} LIMIT ${exactCounts + 1}) capped`;
  return database.withClient(async (client) => {
    const name = `${view}:${ask.queue ? 'queue' : 'any'}`;
    const { rows } = await client.query<TaskRow>({ name: `page:${name}`, text: page, values });
    const { rows: [counted] } = await client.query<{ total: number }>({ name: `total:${name}`, text: count, values: values.slice(0, 4) });
    const shown = rows.slice(0, limit).map(asTask);
    const last = shown.at(-1);
    return { rows: shown, next: rows.length > limit && last ? { dueAt: last.dueAt, taskId: last.taskId } : null, total: counted!.total };
  });
}

export interface QueueCount { queue: Queue; teamId: string; available: number; mine: number; overdue: number }
/** Counts for each queue and team, each exact up to `exactCounts`. */
export async function queueCounts(database: Database, staff: StaffRow, queues: readonly Queue[]): Promise<QueueCount[]> {
  const capped = (condition: string) => `(SELECT count(*)::int FROM (SELECT 1 FROM task WHERE team_id = team AND queue = q AND state = 'open' AND ${condition} LIMIT ${exactCounts + 1}) c)`;
  return database.query<QueueCount>(`SELECT q AS queue, team AS "teamId", ${capped(views.available)} AS available, ${capped(views.mine)} AS mine, ${capped(views.overdue)} AS overdue
    FROM unnest($1::text[]) team CROSS JOIN unnest($3::text[]) q ORDER BY q, team`, [staff.teamIds, staff.staffId, queues]);
}
export async function oneTask(database: Database, taskId: string): Promise<(TaskRow & { state: string }) | undefined> {
  const [row] = await database.query<TaskRow & { state: string }>(`SELECT ${columns}, t.state FROM task t ${joins} WHERE t.task_id = $1`, [taskId]);
  return row && { ...asTask(row), state: row.state };
}
