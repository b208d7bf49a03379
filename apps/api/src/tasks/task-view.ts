// Rows of tasks as their views, and the mark of a page that can be sent back.
import { mayDo, taskKind, type TaskType } from '#domain';
import { exactCounts, type Cursor, type QueuePage, type StaffRow, type TaskRow } from '#database';
import type { TaskHeld, TaskPage, TaskView } from '#contracts';
import { fieldsWrong } from '../arriving/problems.js';
import type { NameOf } from '../staff-names.js';

const MARK = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([0-9a-f-]{36})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function taskView(row: TaskRow, viewer: StaffRow, name: NameOf): TaskView {
  const { taskId, referralId, reference, no, task, queue, teamId, stage, raisedAt, dueAt, level, urgency, flags, riskLevel, claimedAt, followUpOn, version, strandNo, appointmentNo } = row;
  return {
    taskId, referralId, reference, no, task, name: taskKind(task).name, queue, teamId, stage, raisedAt, dueAt, overdue: Date.parse(dueAt) < Date.now(), level, urgency, flags, riskLevel,
    personName: mayDo(viewer, 'person.view') ? row.personName : null, claimedBy: row.claimedBy ? name(row.claimedBy) : null, claimedAt,
    assignedTo: row.assignedTo ? name(row.assignedTo) : null, followUpOn, version, strandNo, appointmentNo,
  };
}
/** Who holds a task now, and which it is. */
export function heldView(row: Pick<TaskRow, 'taskId' | 'referralId' | 'dueAt' | 'claimedAt' | 'version'> & { task: string; queue: string; claimedBy: string | null }, name: NameOf): TaskHeld {
  const { taskId, referralId, task, queue, dueAt, claimedBy, claimedAt, version } = row;
  return { taskId, referralId, task, name: taskKind(task as TaskType).name, queue, dueAt, claimedBy: claimedBy ? name(claimedBy) : null, claimedAt, version };
}
/** Counts are exact to 1,000. */
export const countView = (count: number): number | '1,000+' => (count > exactCounts ? '1,000+' : count);
export const pageView = (page: QueuePage, viewer: StaffRow, name: NameOf): TaskPage =>
  ({ total: countView(page.total), tasks: page.rows.map((row) => taskView(row, viewer, name)), next: page.next && markOf(page.next) });

const markOf = ({ dueAt, taskId }: Cursor): string => Buffer.from(`${dueAt}~${taskId}`).toString('base64url');
/** Throws 400 for a mark that we never gave. */
export function cursorOf(mark: string | undefined): Cursor | undefined {
  if (mark === undefined) return undefined;
  const [, dueAt, taskId] = MARK.exec(Buffer.from(mark, 'base64url').toString()) ?? [];
  if (!dueAt || !UUID.test(taskId!) || Number.isNaN(Date.parse(dueAt))) throw fieldsWrong([{ field: 'page', code: 'wrong-form', detail: 'This is no mark of a page.', allowed: 'the `next` of the page before' }]);
  return { dueAt, taskId: taskId! };
}
