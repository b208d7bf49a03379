// The paths whose histories are kept: one for each way a conductor or a delivery can go. Each answers the ids of the workflows to keep.
import { randomUUID } from 'node:crypto';
import { openDatabase } from '#database';
import { lookAgainAt } from '#conductor';
import { deliveryWorkflowId } from '../../../workflows/delivery.messages.js';
import { nightlyScheduleId } from '../../../workflows/nightly.messages.js';
import { referralWorkflowId } from '../../../workflows/referral.messages.js';
import { Care } from '../under-test/months-of-care.js';
import { skipTime } from '../under-test/skip-time.js';
import { carried, receiveAndBegin, send, stateOf } from '../under-test/through-temporal.js';
import { troubled } from '../under-test/troubled-database.js';
import { startHost, until, type Surroundings } from '../under-test/worker-under-test.js';

const day = 86_400_000;
const accept = { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'assessment', riskLevel: 'low', optIn: false } as const;
const unavailable = { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' } as const;
type Path = (here: Surroundings) => Promise<string>;
const begun = (here: Surroundings, changed: Parameters<typeof receiveAndBegin>[2] = {}) => receiveAndBegin(here.database, here.link, changed);
const skip = (here: Surroundings, id: string, days: number) => skipTime(here.link, referralWorkflowId(id), days * day);
const bookAssessment = async (here: Surroundings, id: string) => {
  await carried(here.link, id, 'callum', accept);
  await carried(here.link, id, 'amina', { act: 'bookAppointment', purpose: 'assessment', clinicianId: 'tomasz', startsAt: new Date(Date.now() + 3 * day).toISOString(), minutes: 50, mechanism: 'telephone' });
};

/** Paths that the ordinary worker runs. */
export const paths: Record<string, Path> = {
  async accepted(here) { const id = await begun(here); await carried(here.link, id, 'callum', accept); return referralWorkflowId(id); },
  async refused(here) { const id = await begun(here); await send(here.link, id, 'callum', { act: 'recordFollowUpContact', outcome: 'well' }); return referralWorkflowId(id); },
  async 'returned-with-a-co-signature'(here) {
    const id = await begun(here, { referral: { risk: { selfHarm: true } } });
    await carried(here.link, id, 'amina', { act: 'returnToReferrer', reason: '02', signpost: 'crisis-service' });
    await carried(here.link, id, 'callum', { act: 'coSignReturn' });
    return referralWorkflowId(id);
  },
  async 'asked-and-chased'(here) {
    const id = await begun(here);
    await carried(here.link, id, 'amina', { act: 'askReferrerForInformation', questions: ['medication'] });
    await skip(here, id, 20);
    await carried(here.link, id, 'amina', { act: 'recordReferrerReply' });
    return referralWorkflowId(id);
  },
  async 'did-not-attend'(here) {
    const id = await begun(here);
    await bookAssessment(here, id);
    await skip(here, id, 4);
    await carried(here.link, id, 'tomasz', { act: 'recordAttendance', appointmentNo: 1, code: '3' });
    await carried(here.link, id, 'tomasz', { act: 'decideAfterNonAttendance', appointmentNo: 1, decision: 'offer-again', riskChecked: true, vulnerabilityChecked: true, contactAttempted: true });
    return referralWorkflowId(id);
  },
  async 'escalated-by-time'(here) { const id = await begun(here); await skip(here, id, 10); return referralWorkflowId(id); },
  async withdrawn(here) { const id = await begun(here); await carried(here.link, id, 'callum', { act: 'withdraw', by: 'patient' }); await finished(here, referralWorkflowId(id)); return referralWorkflowId(id); },
  async 'whole-treatment'(here) {
    const id = await begun(here);
    const care = new Care(here, id, { modality: 'cbt', clinicianId: 'tomasz', strand: { discipline: 'clinical-psychologist', modality: 'cbt', format: 'individual', sessions: 6, clinicianId: 'tomasz' } });
    await care.goOnUntil((now) => Object.values(now.tasks).some((task) => task.task === 'complete-discharge'));
    await care.act('tomasz', { act: 'discharge', code: '46', riskLevel: 'low', scoresUnavailable: true });
    await care.act('amina', { act: 'sendDischargeSummary' });
    await finished(here, referralWorkflowId(id));
    return referralWorkflowId(id);
  },
  async 'looked-again'(here) { const id = await begun(here); await lookAgainAt(here.link, id); await lookAgainAt(here.link, id); return referralWorkflowId(id); },
  async 'begun-again'(here) {
    const id = await begun(here);
    await carried(here.link, id, 'callum', accept);
    await here.link.client.workflow.getHandle(referralWorkflowId(id)).terminate();
    await until(async () => (await lookAgainAt(here.link, id)) === 'heard', 'begun again');
    return referralWorkflowId(id);
  },
  async 'two-at-once'(here) {
    const id = await begun(here);
    await Promise.all([carried(here.link, id, 'callum', accept), carried(here.link, id, 'amina', unavailable), lookAgainAt(here.link, id)]);
    return referralWorkflowId(id);
  },
  async printed(here) { const id = await begun(here); return deliveryEnded(here, id); },
  async nightly(here) {
    const handle = here.link.client.schedule.getHandle(nightlyScheduleId(here.link.taskQueue));
    await handle.trigger();
    const ran = async () => (await handle.describe()).info.recentActions.at(-1)?.action.workflow.workflowId;
    await until(async () => (await ran()) !== undefined, 'the night has begun');
    const workflowId = (await ran())!;
    await finished(here, workflowId);
    return workflowId;
  },
};

/** In trouble: the regular activity goes on where the local one gave up. Needs the host to itself. */
export async function inTrouble(here: Surroundings): Promise<string> {
  const database = troubled(await openDatabase({ url: here.fresh.workerUrl, keys: here.settings.keys, poolSize: 5 }));
  const host = await startHost(here, database);
  const id = await begun(here);
  await carried(here.link, id, 'amina', unavailable);
  database.loseReplies(3);
  await carried(here.link, id, 'callum', accept, randomUUID());
  await host.stop();
  await database.close();
  return referralWorkflowId(id);
}
/** A long history begins anew when it is quiet. Needs a server that thinks 30 events long. */
export async function begunAnew(here: Surroundings): Promise<string> {
  const id = await begun(here);
  for (let act = 0; act < 6; act++) await carried(here.link, id, 'amina', unavailable);
  const handle = here.link.client.workflow.getHandle(referralWorkflowId(id));
  const { runId } = await handle.describe();
  await until(async () => (await handle.describe()).runId !== runId, 'begun anew', 60_000);
  return `${referralWorkflowId(id)}#${runId}`;
}

const finished = (here: Surroundings, workflowId: string) => here.link.client.workflow.getHandle(workflowId).result();
async function deliveryEnded(here: Surroundings, referralId: string): Promise<string> {
  const [row] = await here.database.query<{ id: string }>(`SELECT delivery_id AS id FROM delivery WHERE referral_id = $1 ORDER BY no LIMIT 1`, [referralId]);
  await until(async () => (await here.database.query(`SELECT 1 FROM delivery WHERE delivery_id = $1 AND stage = 'printed'`, [row!.id])).length === 1, 'printed');
  await stateOf(here.database, referralId);
  await finished(here, deliveryWorkflowId(row!.id));
  return deliveryWorkflowId(row!.id);
}
