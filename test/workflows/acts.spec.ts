// Acts and the conductor: heard by name, one at a time, carried out once, whoever came first.
import './under-test/patience.js';
import { randomUUID } from 'node:crypto';
import { carryOut } from '#database';
import { lookAgainAt, tellConductor } from '#conductor';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { carried, conductedSeq, eventTypes, receive, receiveAndBegin, send, stateOf } from './under-test/through-temporal.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => { here = await surroundings(); worker = await startWorker(here); });
afterAll(async () => { await worker.stop(); await here.close(); });

const accept = { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'assessment', riskLevel: 'low', optIn: false } as const;
const unavailable = { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' } as const;
const timesOf = async (referralId: string, type: string) => (await eventTypes(here.database, referralId)).filter((one) => one === type).length;

describe('an act sent through Temporal alone', () => {
  it('is carried out by the conductor, which then stands where the record stands', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const position = await carried(here.link, id, 'callum', accept);
    expect(position).toMatchObject({ stage: 'awaiting-assessment', closed: false });
    expect(await conductedSeq(here.database, id)).toEqual({ seq: position.seq, conducted: position.seq });
  });
  it('is refused with the refusal’s code where callers find it, and leaves the record as it was', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const before = await stateOf(here.database, id);
    expect(await send(here.link, id, 'callum', { act: 'recordFollowUpContact', outcome: 'well' })).toEqual({ refused: 'stage-does-not-allow' });
    expect(await send(here.link, id, 'nobody-we-know', accept)).toEqual({ refused: 'has-left' });
    expect(await stateOf(here.database, id)).toEqual(before);
    await carried(here.link, id, 'callum', accept); // the conductor lives on
  });
  it('is done once when the same is sent three times at once', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const commandId = randomUUID();
    const positions = await Promise.all([1, 2, 3].map(() => carried(here.link, id, 'callum', accept, commandId)));
    expect(new Set(positions.map((one) => one.seq)).size).toBe(1);
    expect(await timesOf(id, 'triage-accepted')).toBe(1);
  });
  it('does not disturb another that is sent at the same moment: both are done, one after the other', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const [one, other] = await Promise.all([carried(here.link, id, 'callum', accept), carried(here.link, id, 'amina', unavailable)]);
    expect(one.seq).not.toBe(other.seq);
    expect([await timesOf(id, 'triage-accepted'), await timesOf(id, 'unavailability-recorded')]).toEqual([1, 1]);
  });
  it('begins the conductor when there is none yet, and is done', async () => {
    const id = await receive(here.database);
    expect(await tellConductor(here.link, id, { commandId: randomUUID(), by: 'callum', command: accept })).toBe('begun');
    expect((await stateOf(here.database, id)).stage).toBe('awaiting-assessment');
  });
});

describe('an act that the record holds already', () => {
  it('is found by the conductor when it is told of it: nothing is done twice', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const commandId = randomUUID();
    const { carried: first } = await carryOut(here.database, { referralId: id, commandId, command: accept, by: 'callum' });
    expect((await conductedSeq(here.database, id)).conducted).toBeLessThan(first!.position.seq);
    expect(await tellConductor(here.link, id, { commandId, by: 'callum', command: accept })).toBe('heard');
    expect(await conductedSeq(here.database, id)).toEqual({ seq: first!.position.seq, conducted: first!.position.seq });
    expect(await timesOf(id, 'triage-accepted')).toBe(1);
  });
  it('is done once when it comes by both ways at once', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const commandId = randomUUID();
    const act = { commandId, by: 'callum', command: accept };
    await Promise.all([carryOut(here.database, { referralId: id, ...act }), tellConductor(here.link, id, act)]);
    expect(await timesOf(id, 'triage-accepted')).toBe(1);
  });
  it('keeps its command id for ever: another act under it is refused, also by a conductor begun again', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const commandId = randomUUID();
    await carried(here.link, id, 'callum', accept, commandId);
    await here.link.client.workflow.getHandle(referralWorkflowId(id)).terminate();
    await until(async () => (await lookAgainAt(here.link, id)) === 'heard', 'the conductor is begun again');
    await carried(here.link, id, 'callum', accept, commandId);
    expect(await timesOf(id, 'triage-accepted')).toBe(1);
    const other = randomUUID();
    await carryOut(here.database, { referralId: id, commandId: other, command: unavailable, by: 'amina' });
    expect(await send(here.link, id, 'callum', { act: 'escalateToDutyClinician' }, other)).toEqual({ refused: 'reused-command' });
  });
});

describe('a referral that has closed', () => {
  it('lets its conductor end, and an act that is still possible begins one that ends again', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    expect(await carried(here.link, id, 'callum', { act: 'recordDeath' })).toMatchObject({ closed: true, dueAt: null });
    const handle = here.link.client.workflow.getHandle(referralWorkflowId(id));
    await handle.result();
    const elsewhere = await stateOf(here.database, await receive(here.database));
    const command = { act: 'linkToPerson', personId: elsewhere.personId } as const;
    await until(async () => (await tellConductor(here.link, id, { commandId: 'link-after-the-end', by: 'amina', command })) === 'begun', 'the act is carried out');
    await handle.result();
    expect((await stateOf(here.database, id)).personId).toBe(elsewhere.personId);
    expect(await timesOf(id, 'linked-to-person')).toBe(1);
  });
});
