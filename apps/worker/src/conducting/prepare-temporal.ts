// What Handrail needs to find in Temporal: two search attributes for operators, and the schedule of the night's work. Safe to repeat and
// to do from several workers at once.
import proto from '@temporalio/proto';
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type ScheduleOptions } from '@temporalio/client';
import type { TemporalLink } from '#conductor';
import { nightlyScheduleId, nightlyWorkflow } from '../../../../workflows/nightly.messages.js';
import { kindOf, type Log } from '../log.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;
const searchAttributes = { HandrailStage: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD, HandrailDueAt: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME };

/** A Temporal without our schedule is new, or has lost everything: then the night's work is done at once, which begins every conductor from the record. */
export async function prepareTemporal(link: TemporalLink, log: Log): Promise<void> {
  await addSearchAttributes(link, log);
  if (await scheduleTheNight(link)) {
    log.info('this Temporal does not know us: every conductor is begun from the record');
    await link.client.schedule.getHandle(nightlyScheduleId(link.taskQueue)).trigger();
  }
}

/** A server on which operators alone may add them has them already, or says so in the log. */
async function addSearchAttributes({ connection, namespace }: TemporalLink, log: Log): Promise<void> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.fromEntries(Object.entries(searchAttributes).filter(([name]) => !(name in customAttributes)));
    if (Object.keys(missing).length > 0) await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
  } catch (trouble) { log.warn({ searchAttributes: Object.keys(searchAttributes), ...kindOf(trouble) }, 'search attributes could not be looked after: an operator must add those that are missing'); }
}

/** True when there was none. */
async function scheduleTheNight({ client, taskQueue }: TemporalLink): Promise<boolean> {
  const scheduleId = nightlyScheduleId(taskQueue);
  const night: ScheduleOptions = {
    scheduleId,
    spec: { calendars: [{ hour: 2, minute: 30 }], timezone: 'Europe/London' },
    action: { type: 'startWorkflow', workflowType: nightlyWorkflow, workflowId: scheduleId, args: [], taskQueue },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6 hours' },
  };
  try {
    await client.schedule.create(night);
    return true;
  }
  catch (trouble) {
    if (!(trouble instanceof ScheduleAlreadyRunning)) throw trouble;
    const { action, spec, policies } = night;
    await client.schedule.getHandle(scheduleId).update((former) => ({ ...former, action: { ...action, workflowId: scheduleId }, spec, policies }));
    return false;
  }
}
