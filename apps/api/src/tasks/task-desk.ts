// Claims and their like: one guarded UPDATE each, and for whoever comes too late the name of the holder and the time. Sending any of
// these again is safe: they set how things are.
import { Inject, Injectable } from '@nestjs/common';
import type { ApiCode, TaskHeld, TaskView } from '#contracts';
import { oneTask, recordView, staffMember, type ClaimAnswer, type NotHad, type StaffRow, type TaskRow } from '#database';
import { mayDo, queuesOf } from '#domain';
import { fieldsWrong, notNow, notYours, unknown, type ProblemFound } from '../arriving/problems.js';
import { StaffNames } from '../staff-names.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { heldView, taskView } from './task-view.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const codes = { 'held-by-another': 'task-held', 'already-closed': 'task-closed', 'changed-since': 'task-changed', 'not-your-queue': 'not-of-the-queue', 'not-held-by-you': 'task-not-held' } as const satisfies Record<NotHad['code'], ApiCode>;

export interface Change {
  work(): Promise<ClaimAnswer>;
  /** Who holds the task afterwards; left out when it is whoever held it before. */
  holder?: string | null;
  /** Is the task already as it was asked to be? Then asking again is no error. */
  settled?(notHad: NotHad): boolean;
}

@Injectable()
export class TaskDesk {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings, @Inject(StaffNames) private readonly names: StaffNames) {}

  /** Does what `work` does to one task and answers who holds it now. */
  async change(taskId: string, staff: StaffRow, { work, holder, settled }: Change): Promise<TaskHeld> {
    mustBeTaskId(taskId);
    const answer = await work();
    if (!answer) throw unknown('no-such-task');
    if (answer.notHad && !settled?.(answer.notHad)) throw this.notHad(answer.notHad);
    if (!answer.had) await this.shownAgain(taskId, staff);
    const now = answer.had && holder !== undefined ? { ...answer.had, claimedBy: holder } : await this.task(taskId, staff);
    return heldView(now, await this.names.current());
  }
  /** A task that was changed before has its row in the audit; whoever asks again sees it again. */
  async shownAgain(taskId: string, staff: StaffRow): Promise<void> {
    await recordView(this.surroundings.database, staff, { event: 'view', resource: 'task', fields: 'administration', outcome: 'shown', of: { task: taskId } });
  }
  async view(taskId: string, staff: StaffRow): Promise<TaskView> {
    return taskView(await this.task(taskId, staff), staff, await this.names.current());
  }
  /** A task of the asker's teams. Throws 404 for any other. */
  async task(taskId: string, staff: StaffRow): Promise<TaskRow> {
    mustBeTaskId(taskId);
    const row = await oneTask(this.surroundings.database, taskId);
    if (!row || !staff.teamIds.includes(row.teamId)) throw unknown('no-such-task');
    return row;
  }
  /** Whom a task is given to. Throws 400 when there is nobody of that id, or they have left. */
  async somebody(staffId: string): Promise<StaffRow> {
    const found = await staffMember(this.surroundings.database, staffId);
    if (!found?.active || !mayDo(found, 'task.claim')) throw fieldsWrong([{ field: 'to', code: 'unknown-code', detail: 'Nobody of this id takes tasks here.' }]);
    return found;
  }
  /** Throws 409 when tasks of this queue and team are not for this person. */
  mustTakeFrom(to: StaffRow, task: Pick<TaskRow, 'queue' | 'teamId'>): void {
    if (!queuesOf(to).includes(task.queue) || !to.teamIds.includes(task.teamId)) throw notNow('not-of-the-queue', { fields: ['to'] });
  }
  private notHad({ code, heldBy, heldByName, heldAt }: NotHad): ProblemFound {
    const holder = heldBy ? { heldBy: { staffId: heldBy, name: heldByName ?? heldBy, ...(heldAt && { since: heldAt }) } } : {};
    return code === 'not-your-queue' ? notYours(codes[code]) : notNow(codes[code], holder);
  }
}
const mustBeTaskId = (taskId: string): void => { if (!UUID.test(taskId)) throw unknown('no-such-task'); };
