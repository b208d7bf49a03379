// One task: claim, release, reassign, follow-up day, comments; and many at once for leave cover.
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { apiSentences, commentSaid, commentsView, commentView, followUp, manyReassigned, manyTasksTo, taskSeen, taskHeld, taskTo, type ApiCode, type CommentView, type TaskHeld } from '#contracts';
import { addComment, bulkReassign, claim, listComments, reassign, recordDenial, release, setFollowUp, type TaskComment } from '#database';
import type { Asked } from '../arriving/asked.js';
import { idFrom, keyOf } from '../arriving/idempotency-key.js';
import { once } from '../arriving/idempotency.store.js';
import { unknown } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { AuditedWithin } from '../auditing/audit-marks.js';
import { Audited } from '../auditing/view-audit.interceptor.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { TaskDesk } from './task-desk.js';

const asItIsNow = { 200: { words: 'The task as it is now', schema: taskHeld } };

@Controller('api/tasks')
export class TasksController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings, @Inject(TaskDesk) private readonly desk: TaskDesk) {}

  @Post('bulk-reassign')
  @HttpCode(200)
  @Needs('task.reassign')
  @AuditedWithin('each change')
  @Says({ summary: 'Give many tasks to one person (leave cover); each has its own result', body: manyTasksTo, answers: { 200: { words: 'A result for each task', schema: manyReassigned } } })
  async reassignMany(@Req() { staff }: Asked, @Body() { taskIds, to }: { taskIds: string[]; to: string }) {
    const receiver = await this.desk.somebody(to);
    const results = await bulkReassign(this.surroundings.database, { taskIds: [...new Set(taskIds)], staff, to: receiver });
    for (const { taskId } of results.filter((one) => one.code === 'unknown-task')) await recordDenial(this.surroundings.database, staff, { resource: 'task', resourceId: taskId, act: 'reassign', outcome: 'no-such-task', of: { task: taskId } });
    const codes: Record<string, ApiCode> = { 'unknown-task': 'no-such-task', 'already-closed': 'task-closed' };
    return { results: results.map(({ taskId, outcome, code }) => {
      if (outcome === 'reassigned') return { taskId, outcome };
      const said = codes[code ?? ''] ?? 'not-of-the-queue';
      return { taskId, outcome, code: said, detail: apiSentences[said] };
    }) };
  }

  @Post(':task/claim')
  @HttpCode(200)
  @Needs('task.claim')
  @AuditedWithin('the claim')
  @Says({ summary: 'Claim a task of one of my queues. One person gets it; the others are told who.', body: taskSeen, bodyOptional: true, answers: asItIsNow })
  async claim(@Req() { staff }: Asked, @Param('task') taskId: string, @Body() { version }: { version?: number }): Promise<TaskHeld> {
    return this.desk.change(taskId, staff, { work: () => claim(this.surroundings.database, { taskId, staff, version }), holder: staff.staffId, settled: ({ heldBy }) => heldBy === staff.staffId });
  }

  @Post(':task/release')
  @HttpCode(200)
  @Needs('task.claim')
  @AuditedWithin('the release')
  @Says({ summary: 'Give a task I hold back to its queue', body: taskSeen, bodyOptional: true, answers: asItIsNow })
  async release(@Req() { staff }: Asked, @Param('task') taskId: string): Promise<TaskHeld> {
    return this.desk.change(taskId, staff, { work: () => release(this.surroundings.database, { taskId, staff }), holder: null, settled: ({ code, heldBy }) => code === 'not-held-by-you' && heldBy === null });
  }

  @Post(':task/reassign')
  @HttpCode(200)
  @Needs('task.reassign')
  @AuditedWithin('the change')
  @Says({ summary: 'Give a task to somebody, whoever holds it', body: taskTo, answers: asItIsNow })
  async reassign(@Req() { staff }: Asked, @Param('task') taskId: string, @Body() { to, version }: { to: string; version?: number }): Promise<TaskHeld> {
    const task = await this.desk.task(taskId, staff);
    const receiver = await this.desk.somebody(to);
    this.desk.mustTakeFrom(receiver, task);
    return this.desk.change(taskId, staff, { work: () => reassign(this.surroundings.database, { taskId, staff, to: receiver, version }), holder: to });
  }

  @Post(':task/follow-up')
  @HttpCode(200)
  @Needs('task.comment')
  @AuditedWithin('the change')
  @Says({ summary: 'Put a task aside until a day. It comes back earlier if it is late by then.', body: followUp, answers: asItIsNow })
  async followUp(@Req() { staff }: Asked, @Param('task') taskId: string, @Body() { followUpOn }: { followUpOn: string | null }): Promise<TaskHeld> {
    return this.desk.change(taskId, staff, { work: () => setFollowUp(this.surroundings.database, { taskId, staff, followUpOn }) });
  }

  @Post(':task/comments')
  @Needs('task.comment')
  @AuditedWithin('the comment')
  @Says({ summary: 'Comment on a task', body: commentSaid, key: 'needed', answers: { 201: { words: 'The comment', schema: commentView } } })
  async comment(@Req() asked: Asked, @Param('task') taskId: string, @Body() { words }: { words: string }): Promise<CommentView> {
    const { staff } = asked;
    await this.desk.task(taskId, staff);
    const key = keyOf(asked, 'needed');
    const commentId = idFrom(this.surroundings.database.keys.token, 'comment', staff.staffId, taskId, key);
    const answer = await once(this.surroundings.database, { key, caller: staff.staffId, route: `comments/${taskId}`, body: words }, async () => {
      const comment = await addComment(this.surroundings.database, { taskId, staff, words, commentId });
      if (!comment) throw unknown('no-such-task');
      return { status: 201, body: viewOf(comment) };
    });
    return answer.body as CommentView;
  }

  @Get(':task/comments')
  @Needs('task.comment')
  @Audited({ resource: 'comments', fields: 'clinical', of: 'task' })
  @Says({ summary: 'Comments on a task, oldest first', answers: { 200: { words: 'The comments', schema: commentsView } } })
  async comments(@Req() { staff }: Asked, @Param('task') taskId: string): Promise<{ comments: CommentView[] }> {
    await this.desk.task(taskId, staff);
    return { comments: (await listComments(this.surroundings.database, taskId)).map(viewOf) };
  }
}
const viewOf = ({ commentId, writtenBy, writtenByName, writtenAt, words }: TaskComment): CommentView => ({ commentId, by: { staffId: writtenBy, name: writtenByName ?? writtenBy }, at: writtenAt, words });
