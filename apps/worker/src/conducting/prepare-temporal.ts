// What Handrail needs to find in Temporal: two search attributes for operators, and the schedule of the night's work. Safe to repeat and
// to do from several workers at once.
import proto from '@temporalio/proto';
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type ScheduleOptions } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { TemporalLink } from '#conductor';
import { nightlyScheduleId, nightlyWorkflow } from '../../../../workflows/nightly.messages.js';
import { kindOf, type Log } from '../log.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const searchAttributes = { HandrailStage: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD, HandrailDueAt: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME };

export async function prepareTemporal(connection: NativeConnection, link: TemporalLink, log: Log): Promise<void> {
  await addSearchAttributes(connection, link.namespace, log);
  await scheduleTheNight(link);
}

/** A server on which operators alone may add them has them already, or says so in the log. */
async function addSearchAttributes(connection: NativeConnection, namespace: string, log: Log): Promise<void> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.fromEntries(Object.entries(searchAttributes).filter(([name]) => !(name in customAttributes)));
    if (Object.keys(missing).length > 0) await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
  } catch (trouble) { log.warn({ searchAttributes: Object.keys(searchAttributes), ...kindOf(trouble) }, 'search attributes could not be looked after: an operator must add those that are missing'); }
}

async function scheduleTheNight({ client, taskQueue }: TemporalLink): Promise<void> {
  const scheduleId = nightlyScheduleId(taskQueue);
  const night: ScheduleOptions = {
    scheduleId,
    spec: { calendars: [{ hour: 2, minute: 30 }], timezone: 'Europe/London' },
    action: { type: 'startWorkflow', workflowType: nightlyWorkflow, workflowId: scheduleId, args: [], taskQueue },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6 hours' },
  };
  try { await client.schedule.create(night); }
  catch (trouble) {
    if (!(trouble instanceof ScheduleAlreadyRunning)) throw trouble;
    const { action, spec, policies } = night;
    await client.schedule.getHandle(scheduleId).update((former) => ({ ...former, action: { ...action, workflowId: scheduleId }, spec, policies }));
  }
}
