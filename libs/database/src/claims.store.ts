// Claims. Each is one guarded UPDATE that also asks whether this person may: whoever is faster has it, the other is told who.
// Nothing here touches Temporal.
import { queuesOf, type Queue } from '#domain';
import { taskEntry, withTaskEntry } from './audit/act-entry.js';
import type { Database } from './database.js';
import { notAside, oneTask, type TaskRow } from './queues.store.js';
import type { StaffRow } from './staff.store.js';
import { seal, open } from './keys.js';
import { randomUUID } from 'node:crypto';

export interface Claimed { taskId: string; referralId: string; task: string; queue: string; claimedAt: string; version: number; dueAt: string }
/** Why a claim was not had: somebody holds it, it is closed, it changed since it was seen, or it is not this person's to take. */
export interface NotHad { code: 'held-by-another' | 'already-closed' | 'changed-since' | 'not-your-queue' | 'not-held-by-you'; heldBy: string | null; heldByName: string | null; heldAt: string | null; version: number }
export type ClaimAnswer = { had: Claimed; notHad?: undefined } | { had?: undefined; notHad: NotHad } | undefined;

const returning = `RETURNING task_id AS "taskId", referral_id AS "referralId", task, queue, claimed_at AS "claimedAt", version, due_at AS "dueAt"`;
const dated = (row: Claimed): Claimed => ({ ...row, claimedAt: row.claimedAt && new Date(row.claimedAt).toISOString(), dueAt: new Date(row.dueAt).toISOString() });
/** One guarded UPDATE with its row in the audit; `name` is what the audit calls it. */
async function update(database: Database, name: string, text: string, { staff, values }: { staff: StaffRow; values: unknown[] }): Promise<Claimed | undefined> {
  return database.withClient(async (client) => {
    const { rows: [row] } = await client.query<Claimed>({ name, text: withTaskEntry(`${text} ${returning}`, values.length + 1), values: [...values, taskEntry(staff, name)] });
    return row && dated(row);
  });
}

/** Takes a task from its queue. `version` left out = whatever version. */
export async function claim(database: Database, ask: { taskId: string; staff: StaffRow; version?: number }): Promise<ClaimAnswer> {
  const { staff, taskId } = ask;
  const had = await update(database, 'claim', `UPDATE task SET claimed_by = $1, claimed_at = now(), version = version + 1
    WHERE task_id = $2 AND state = 'open' AND claimed_by IS NULL AND queue = ANY($3) AND team_id = ANY($4) AND ($5::int IS NULL OR version = $5)`, { staff, values: [staff.staffId, taskId, queuesOf(staff), staff.teamIds, ask.version ?? null] });
  return had ? { had } : why(database, ask);
}
/** The task of the queue that is due first and free. Two people at once get two tasks. */
export async function claimNext(database: Database, ask: { queue: Queue; staff: StaffRow }): Promise<Claimed | undefined> {
  const { staff } = ask;
  if (!queuesOf(staff).includes(ask.queue)) return undefined;
  return update(database, 'claim-next', `UPDATE task SET claimed_by = $1, claimed_at = now(), version = version + 1 WHERE task_id = (
    SELECT o.task_id FROM unnest($3::text[]) team CROSS JOIN LATERAL (SELECT task_id, due_at FROM task WHERE queue = $2 AND team_id = team AND state = 'open' AND claimed_by IS NULL AND ${notAside} ORDER BY due_at, task_id LIMIT 1 FOR UPDATE SKIP LOCKED) o ORDER BY o.due_at LIMIT 1)`, { staff, values: [staff.staffId, ask.queue, staff.teamIds] });
}
export async function release(database: Database, ask: { taskId: string; staff: StaffRow }): Promise<ClaimAnswer> {
  const had = await update(database, 'release', `UPDATE task SET claimed_by = NULL, claimed_at = NULL, version = version + 1 WHERE task_id = $2 AND state = 'open' AND claimed_by = $1`, { staff: ask.staff, values: [ask.staff.staffId, ask.taskId] });
  return had ? { had } : why(database, ask, 'not-held-by-you');
}
/** Gives a task to somebody, whoever holds it now; `to` must be able to take work from that queue. `by` must be of the task's team. */
export async function reassign(database: Database, ask: { taskId: string; staff: StaffRow; to: StaffRow; version?: number }): Promise<ClaimAnswer> {
  const { staff, to, taskId } = ask;
  const had = await update(database, 'reassign', `UPDATE task SET claimed_by = $1, claimed_at = now(), version = version + 1
    WHERE task_id = $2 AND state = 'open' AND queue = ANY($3) AND team_id = ANY($4) AND team_id = ANY($5) AND ($6::int IS NULL OR version = $6)`, { staff, values: [to.staffId, taskId, queuesOf(to), to.teamIds, staff.teamIds, ask.version ?? null] });
  return had ? { had } : why(database, ask);
}
/** A day on which the task comes back to the list, unless it is late before; null takes it away. */
export async function setFollowUp(database: Database, ask: { taskId: string; staff: StaffRow; followUpOn: string | null }): Promise<ClaimAnswer> {
  const had = await update(database, 'follow-up', `UPDATE task SET follow_up_on = $2, version = version + 1 WHERE task_id = $1 AND state = 'open' AND team_id = ANY($3)`, { staff: ask.staff, values: [ask.taskId, ask.followUpOn, ask.staff.teamIds] });
  return had ? { had } : why(database, ask);
}
/** Leave cover: each task on its own, with its own result. */
export async function bulkReassign(database: Database, ask: { taskIds: readonly string[]; staff: StaffRow; to: StaffRow }): Promise<{ taskId: string; outcome: 'reassigned' | 'not-reassigned'; code?: string; heldByName?: string | null }[]> {
  const results = [];
  for (const taskId of ask.taskIds) {
    const answer = await reassign(database, { taskId, staff: ask.staff, to: ask.to });
    results.push(answer?.had ? { taskId, outcome: 'reassigned' as const } : { taskId, outcome: 'not-reassigned' as const, code: answer?.notHad?.code ?? 'unknown-task', heldByName: answer?.notHad?.heldByName });
  }
  return results;
}

async function why(database: Database, { taskId, staff, version }: { taskId: string; staff: StaffRow; version?: number }, otherwise: NotHad['code'] = 'not-your-queue'): Promise<ClaimAnswer> {
  const task = await oneTask(database, taskId);
  if (!task || !staff.teamIds.includes(task.teamId)) return undefined;
  return { notHad: { code: codeOf(task, staff, version, otherwise), heldBy: task.claimedBy, heldByName: task.claimedByName, heldAt: task.claimedAt, version: task.version } };
}
function codeOf(task: TaskRow & { state: string }, staff: StaffRow, version: number | undefined, otherwise: NotHad['code']): NotHad['code'] {
  if (task.state !== 'open') return 'already-closed';
  if (otherwise === 'not-held-by-you') return 'not-held-by-you';
  if (version !== undefined && task.version !== version) return 'changed-since';
  if (task.claimedBy && queuesOf(staff).includes(task.queue)) return 'held-by-another';
  return otherwise;
}

export interface TaskComment { commentId: string; writtenBy: string; writtenByName: string | null; writtenAt: string; words: string }
/** `commentId` given: the same comment again is written once. */
export async function addComment(database: Database, ask: { taskId: string; staff: StaffRow; words: string; commentId?: string }): Promise<TaskComment | undefined> {
  const task = await oneTask(database, ask.taskId);
  if (!task || !ask.staff.teamIds.includes(task.teamId)) return undefined;
  const commentId = ask.commentId ?? randomUUID();
  const sealed = seal(database.keys, ask.words, `task_comment/words/${commentId}`);
  const [row] = await database.query<{ at: Date }>(withTaskEntry('INSERT INTO task_comment (comment_id, task_id, written_by, words) VALUES ($1, $2, $3, $4) ON CONFLICT (comment_id) DO NOTHING RETURNING task_id AS "taskId", $6::uuid AS "referralId", written_at AS at', 5), [commentId, ask.taskId, ask.staff.staffId, sealed, taskEntry(ask.staff, 'comment'), task.referralId]);
  return { commentId, writtenBy: ask.staff.staffId, writtenByName: ask.staff.name, writtenAt: (row?.at ?? new Date()).toISOString(), words: ask.words };
}
export async function listComments(database: Database, taskId: string): Promise<TaskComment[]> {
  const rows = await database.query<{ id: string; by: string; name: string | null; at: Date; words: Buffer }>('SELECT c.comment_id AS id, c.written_by AS by, s.name, c.written_at AS at, c.words FROM task_comment c LEFT JOIN staff_member s ON s.staff_id = c.written_by WHERE c.task_id = $1 ORDER BY c.written_at', [taskId]);
  return rows.map((row) => ({ commentId: row.id, writtenBy: row.by, writtenByName: row.name, writtenAt: row.at.toISOString(), words: open(database.keys, row.words, `task_comment/words/${row.id}`) }));
}
