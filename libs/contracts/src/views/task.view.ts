// Tasks as they lie in their queues, and what can be said about them.
import { queueCodes, taskTypes, type Queue, type TaskType } from '#domain';
import { z } from 'zod';
import { code, day, lines, uuid, whole } from '../wording.js';

const at = z.string();
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();
const who = z.strictObject({ staffId: z.string(), name: z.string() });
export const queueName = z.enum(queueCodes as [Queue]);

export const taskView = z.strictObject({
  taskId: z.string(), referralId: z.string(), reference: z.string(), no: z.int(), task: z.string(), name: z.string(), queue: z.string(), teamId: z.string(),
  stage: z.string(), raisedAt: at, dueAt: at, overdue: z.boolean(), level: z.int().describe('Steps up the ladder that it has been escalated'),
  urgency: z.string(), flags: z.array(z.string()), riskLevel: maybe(z.string()), personName: maybe(z.string()),
  claimedBy: maybe(who), claimedAt: maybe(at), assignedTo: maybe(who), followUpOn: maybe(z.string()), version: z.int(), strandNo: maybe(z.int()), appointmentNo: maybe(z.int()),
}).meta({ id: 'Task' });
export type TaskView = z.output<typeof taskView>;

/** What a claim and its like answer: who holds the task now. */
export const taskHeld = z.strictObject({
  taskId: z.string(), referralId: z.string(), task: z.string(), name: z.string(), queue: z.string(), dueAt: at, claimedBy: maybe(who), claimedAt: maybe(at), version: z.int(),
}).meta({ id: 'TaskHeld' });
export type TaskHeld = z.output<typeof taskHeld>;

const count = z.union([z.int(), z.literal('1,000+')]);
export const queuesView = z.strictObject({
  queues: z.array(z.strictObject({ queue: z.string(), name: z.string(), teamId: z.string(), mayTake: z.boolean().describe('May you take work from it?'), available: count, mine: count, overdue: count })),
}).meta({ id: 'Queues' });
export type QueuesView = z.output<typeof queuesView>;
export const taskPage = z.strictObject({ total: count, tasks: z.array(taskView), next: maybe(z.string()).describe('Send it as `page` for the next 25; null on the last page.') }).meta({ id: 'TaskPage' });
export type TaskPage = z.output<typeof taskPage>;

export const taskQuery = z.strictObject({
  view: z.enum(['available', 'mine', 'team', 'overdue']).default('available'), page: z.string().max(200).optional(),
  task: z.enum(taskTypes as [TaskType]).optional(), teamId: code.optional(),
});
export type TaskQuery = z.output<typeof taskQuery>;
export const mineQuery = z.strictObject({ page: z.string().max(200).optional(), task: z.enum(taskTypes as [TaskType]).optional(), teamId: code.optional() });
export type MineQuery = z.output<typeof mineQuery>;

export const taskSeen = z.strictObject({ version: whole(1, 1_000_000_000).optional().describe('The version you saw; refused when the task changed since.') }).meta({ id: 'TaskSeen' });
export const taskTo = z.strictObject({ to: code, version: whole(1, 1_000_000_000).optional() }).meta({ id: 'TaskReassigned' });
export const followUp = z.strictObject({ followUpOn: day.nullable() }).meta({ id: 'FollowUp', description: 'null takes the day away' });
export const commentSaid = z.strictObject({ words: lines(10_000) }).meta({ id: 'CommentSaid' });
export const manyTasksTo = z.strictObject({ taskIds: z.array(uuid).min(1).max(200), to: code }).meta({ id: 'ManyTasksReassigned' });

export const commentView = z.strictObject({ commentId: z.string(), by: who, at, words: z.string() }).meta({ id: 'Comment' });
export const commentsView = z.strictObject({ comments: z.array(commentView) }).meta({ id: 'Comments' });
export type CommentView = z.output<typeof commentView>;
export const manyReassigned = z.strictObject({
  results: z.array(z.strictObject({ taskId: z.string(), outcome: z.enum(['reassigned', 'not-reassigned']), code: z.string().optional(), detail: z.string().optional() })),
}).meta({ id: 'ManyReassigned' });
