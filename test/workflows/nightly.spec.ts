// The night's work, and a Temporal that has forgotten everything: every open referral has its conductor, and the record agrees with itself.
import './under-test/patience.js';
import { openDatabase, type Database } from '#database';
import { prepareTemporal } from '../../apps/worker/src/conducting/prepare-temporal.js';
import { openLog } from '../../apps/worker/src/log.js';
import { nightlyScheduleId } from '../../workflows/nightly.messages.js';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { conductedSeq, receiveAndBegin } from './under-test/through-temporal.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let owner: Database;
let worker: RunningWorker;
beforeAll(async () => {
  here = await surroundings();
  owner = await openDatabase({ url: here.fresh.ownerUrl, keys: here.settings.keys, poolSize: 1 });
  worker = await startWorker(here);
});
afterAll(async () => { await worker.stop(); await owner.close(); await here.close(); });

const night = () => here.link.client.schedule.getHandle(nightlyScheduleId(here.link.taskQueue));
const conductor = (referralId: string) => here.link.client.workflow.getHandle(referralWorkflowId(referralId));
const isRunning = (referralId: string) => conductor(referralId).describe().then(({ status }) => status.name === 'RUNNING', () => false);
async function quiet(): Promise<string> {
  const id = await receiveAndBegin(here.database, here.link);
  await until(async () => { const { seq, conducted } = await conductedSeq(here.database, id); return seq === conducted; }, 'begun');
  return id;
}
const lastNight = async () => (await night().describe()).info.recentActions.at(-1)?.action.workflow;
const resultOf = (one: { workflowId: string; firstExecutionRunId: string }) => here.link.client.workflow.getHandle(one.workflowId, one.firstExecutionRunId).result();
async function nightPasses(): Promise<unknown> {
  // A worker that starts on a new server has a first night at once; another one is skipped as long as that lasts.
  await until(async () => (await lastNight()) !== undefined, 'the first night has begun');
  const before = (await lastNight())!;
  await resultOf(before);
  await until(async () => { await night().trigger(); return (await lastNight())!.workflowId !== before.workflowId; }, 'the night has begun');
  return resultOf((await lastNight())!);
}

describe('the night', () => {
  it('begins again what was lost in its sleep and lets alone what runs', async () => {
    const [lost, running] = [await quiet(), await quiet()];
    await conductor(lost).terminate();
    const { historyLength } = await conductor(running).describe();
    expect(await nightPasses()).toEqual({ swept: 2, differences: {} });
    await until(() => isRunning(lost), 'begun again');
    expect((await conductor(running).describe()).historyLength).toBe(historyLength);
  });
  it('tells by rule how the record does not agree with itself, and names whom it concerns in the log', async () => {
    const id = await quiet();
    await owner.query(`UPDATE task SET due_at = due_at + interval '1 day' WHERE referral_id = $1 AND no = 1`, [id]);
    expect(await nightPasses()).toMatchObject({ differences: { 'rows-are-the-state': 1 } });
    expect(here.logged.some((line) => line.includes('rows-are-the-state') && line.includes(id))).toBe(true);
    await owner.query(`UPDATE task SET due_at = due_at - interval '1 day' WHERE referral_id = $1 AND no = 1`, [id]);
  });
  it('is planned once, however often workers start', async () => {
    for (let time = 0; time < 3; time++) await prepareTemporal(here.link, openLog({ write: () => undefined }));
    const { spec } = await night().describe();
    expect(spec.timezone).toBe('Europe/London');
    expect(spec.calendars).toHaveLength(1);
  });
});

describe('a Temporal that has forgotten everything', () => {
  it('is noticed, and every conductor is begun again from the record', async () => {
    const ids = await Promise.all([quiet(), quiet(), quiet()]);
    await Promise.all(ids.map((id) => conductor(id).terminate()));
    await night().delete();
    await until(async () => (await prepareTemporal(here.link, openLog({ write: () => undefined })).then(() => true, () => false)), 'prepared');
    for (const id of ids) await until(() => isRunning(id), 'begun again');
  });
});
