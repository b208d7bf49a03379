// Who works here; and the day somebody leaves: access ends at once, and what they hold returns to the queues.
import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { leaveTaken, staffList, type LeaveTaken, type StaffView } from '#contracts';
import { endAccess, listStaff, staffMember, type StaffRow } from '#database';
import { queuesOf } from '#domain';
import type { Asked } from '../arriving/asked.js';
import { keyOf } from '../arriving/idempotency-key.js';
import { once } from '../arriving/idempotency.store.js';
import { notNow, unknown } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { AuditedWithin } from '../auditing/audit-marks.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { returnWhatIsHeld } from './returning.js';

@Controller('api/staff')
export class StaffController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  @Get()
  @Needs('staff.view')
  @Says({ summary: 'Who works here', answers: { 200: { words: 'Everybody, by name', schema: staffList } } })
  async staff(): Promise<{ staff: StaffView[] }> {
    return { staff: (await listStaff(this.surroundings.database)).map(viewOf) };
  }

  @Post(':staff/leave')
  @HttpCode(200)
  @Needs('staff.change')
  @AuditedWithin('the end of access and its acts')
  @Says({ summary: 'Somebody leaves: access ends at once; claims, tasks and strands return to their queues, appointments to come are called off', key: 'needed', answers: { 200: { words: 'What was returned', schema: leaveTaken } } })
  async leave(@Req() asked: Asked, @Param('staff') staffId: string): Promise<LeaveTaken> {
    const { database } = this.surroundings;
    const key = keyOf(asked, 'needed');
    await mayEnd(this.surroundings, asked.staff, staffId);
    const answer = await once(database, { key, caller: asked.staff.staffId, route: `leave/${staffId}`, body: null }, async () => {
      const gone = await endAccess(database, staffId, asked.staff);
      const returned = await returnWhatIsHeld(this.surroundings, { staffId, by: asked.staff, key });
      return { status: 200, body: { staff: viewOf(gone!), ...returned } };
    });
    return answer.body as LeaveTaken;
  }
}

/** A team lead ends the access of people of their own teams; nobody ends their own. */
async function mayEnd({ database }: Surroundings, by: StaffRow, staffId: string): Promise<void> {
  const leaving = await staffMember(database, staffId);
  const inReach = leaving && (by.roles.includes('administrator') || leaving.teamIds.some((team) => by.teamIds.includes(team)));
  if (!inReach) throw unknown('no-such-staff');
  if (leaving.staffId === by.staffId) throw notNow('not-yourself');
}
const viewOf = (one: StaffRow): StaffView => ({ ...one, roles: [...one.roles], competences: [...one.competences], teamIds: [...one.teamIds], discipline: one.discipline ?? null, queues: queuesOf(one) });
