// Deadlines: each rings once, at its instant, however far away it is, and acts at that very moment do not disturb it.
import './under-test/patience.js';
import type { EventOf, EventType } from '#domain';
import { allEvents } from '#database';
import { lookAgainAt } from '#conductor';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { skipTime, timeOf } from './under-test/skip-time.js';
import { carried, receiveAndBegin, stateOf } from './under-test/through-temporal.js';
import { startWorker, surroundings, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => { here = await surroundings(); worker = await startWorker(here); });
afterAll(async () => { await worker.stop(); await here.close(); });

const days = (count: number) => count * 86_400_000;
const told = async <Type extends EventType>(referralId: string, type: Type) => (await allEvents(here.database, referralId)).filter((event) => event.type === type) as EventOf<Type>[];
const skip = (referralId: string, ms: number) => skipTime(here.link, referralWorkflowId(referralId), ms);
const unavailable = { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' } as const;

describe('a task that nobody does', () => {
  it('goes up the ladder one step at a time, to the team lead and then to the manager, each at its instant', async () => {
    const id = await receiveAndBegin(here.database, here.link, { person: { nhsNumber: '999 000 0018' } });
    await carried(here.link, id, 'amina', unavailable); // the conductor knows the first due instant
    const due = (await stateOf(here.database, id)).tasks;
    await skip(id, days(14));
    const ladder = (await told(id, 'task-escalated')).filter((event) => event.no === 1);
    expect(ladder.length).toBeGreaterThan(2);
    expect(ladder.map((event) => [event.level, event.to])).toEqual(ladder.map((_, step) => [step + 1, step === 0 ? 'team-lead' : 'manager']));
    expect(Date.parse(ladder[0]!.at) - Date.parse(due[1]!.dueAt)).toBeGreaterThanOrEqual(0);
    expect(Date.parse(ladder[0]!.at) - Date.parse(due[1]!.dueAt)).toBeLessThan(5_000);
    expect((await stateOf(here.database, id)).tasks[1]?.level).toBe(ladder.length);
  });
});

describe('a referrer who does not answer', () => {
  it('is chased three times; then a clinician decides, and nothing closes by itself', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    await carried(here.link, id, 'amina', { act: 'askReferrerForInformation', questions: ['medication'] });
    await skip(id, days(60));
    expect((await told(id, 'referrer-chased')).map((event) => event.step)).toEqual([1, 2, 3]);
    const referral = await stateOf(here.database, id);
    expect(referral.stage).toBe('awaiting-information');
    expect(Object.values(referral.tasks).map((task) => task.task)).toContain('decide-without-reply');
  });
});

describe('an act at the instant of a deadline', () => {
  it('is carried out, and the deadline rings once', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    await carried(here.link, id, 'amina', unavailable);
    const { workflowId } = here.link.client.workflow.getHandle(referralWorkflowId(id));
    const [row] = await here.database.query<{ due: Date }>('SELECT due_at AS due FROM referral WHERE referral_id = $1', [id]);
    await skip(id, row!.due.getTime() - (await timeOf(here.link, workflowId)) - 400);
    expect(await told(id, 'task-escalated')).toEqual([]);
    const acts = [300, 360, 400, 440, 500].map(async (later) => {
      await new Promise((resolve) => { setTimeout(resolve, later); });
      await carried(here.link, id, 'amina', unavailable);
    });
    await Promise.all(acts);
    await lookAgainAt(here.link, id);
    expect((await told(id, 'unavailability-recorded')).length).toBe(6);
    const rung = await told(id, 'task-escalated');
    expect(new Set(rung.map((event) => `${event.no}/${event.level}`)).size).toBe(rung.length);
    expect(rung.length).toBeGreaterThan(0);
  });
});
