// The queues: how much lies in each, a page of one, the next task for me.
import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { mineQuery, queuesView, taskPage, taskQuery, taskView as taskContract, type MineQuery, type QueuesView, type TaskPage, type TaskQuery, type TaskView } from '#contracts';
import { claimNext, queueCounts, queuePage } from '#database';
import { queueCodes, queueName, queuesOf, type Queue } from '#domain';
import type { Asked } from '../arriving/asked.js';
import { keyOf } from '../arriving/idempotency-key.js';
import { once } from '../arriving/idempotency.store.js';
import { notNow, notYours, unknown } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { AuditedWithin } from '../auditing/audit-marks.js';
import { Audited } from '../auditing/view-audit.interceptor.js';
import { StaffNames } from '../staff-names.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { TaskDesk } from './task-desk.js';
import { countView, cursorOf, pageView } from './task-view.js';

const referralsOn = ({ tasks }: TaskPage): string[] => tasks.map((one) => one.referralId);

@Controller('api')
export class QueuesController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings, @Inject(TaskDesk) private readonly desk: TaskDesk, @Inject(StaffNames) private readonly names: StaffNames) {}

  @Get('queues')
  @Needs('queue.view')
  @Says({ summary: 'How much lies in each queue of my teams: exact to 1,000, then "1,000+"', answers: { 200: { words: 'The queues', schema: queuesView } } })
  async queues(@Req() { staff }: Asked): Promise<QueuesView> {
    const counts = await queueCounts(this.surroundings.database, staff, queueCodes);
    const mine = queuesOf(staff);
    return { queues: counts.map(({ queue, teamId, available, mine: held, overdue }) => ({ queue, name: queueName(queue), teamId, mayTake: mine.includes(queue), available: countView(available), mine: countView(held), overdue: countView(overdue) })) };
  }

  @Get('queues/:queue/tasks')
  @Needs('queue.view')
  @Audited({ resource: 'queue', fields: 'administration', of: referralsOn, id: ({ params }) => String(params['queue']) })
  @Says({ summary: '25 tasks of a queue, due first', query: taskQuery, answers: { 200: { words: 'A page', schema: taskPage } } })
  async page(@Req() asked: Asked, @Param('queue') named: string): Promise<TaskPage> {
    const { view, page, task, teamId } = asked.asked as TaskQuery;
    return this.pageOf(asked, { queue: queueNamed(named), view, page, task, teamId });
  }

  @Get('tasks/mine')
  @Needs('queue.view')
  @Audited({ resource: 'queue', fields: 'administration', of: referralsOn, id: () => 'mine' })
  @Says({ summary: 'Everything I hold, in whatever queue, due first', query: mineQuery, answers: { 200: { words: 'A page', schema: taskPage } } })
  async mine(@Req() asked: Asked): Promise<TaskPage> {
    return this.pageOf(asked, { view: 'mine', ...(asked.asked as MineQuery) });
  }
  private async pageOf({ staff }: Asked, { page, ...ask }: TaskQuery & { queue?: Queue }): Promise<TaskPage> {
    const found = await queuePage(this.surroundings.database, { ...ask, staff, after: cursorOf(page) });
    return pageView(found, staff, await this.names.current());
  }

  @Post('queues/:queue/claim-next')
  @HttpCode(200)
  @Needs('task.claim')
  @AuditedWithin('the claim')
  @Says({ summary: 'Claim the task of a queue that is due first and free. Two people at once get two tasks.', key: 'needed', answers: { 200: { words: 'Yours', schema: taskContract } } })
  async claimNext(@Req() asked: Asked, @Param('queue') named: string): Promise<TaskView> {
    const { database } = this.surroundings;
    const { staff } = asked;
    const queue = queueNamed(named);
    if (!queuesOf(staff).includes(queue)) throw notYours('not-of-the-queue');
    const answer = await once(database, { key: keyOf(asked, 'needed'), caller: staff.staffId, route: `claim-next/${queue}`, body: null }, async () => {
      const claimed = await claimNext(database, { queue, staff });
      if (!claimed) throw notNow('nothing-to-claim');
      return { status: 200, body: await this.desk.view(claimed.taskId, staff) };
    });
    if (answer.repeated) await this.desk.shownAgain((answer.body as TaskView).taskId, staff);
    return answer.body as TaskView;
  }
}
function queueNamed(named: string): Queue {
  if (!(queueCodes as string[]).includes(named)) throw unknown('no-such-queue');
  return named as Queue;
}
