// Telling in the background: bounded, never in a person's way, and left to the sweep when it cannot be done.
import './under-test/patience.js';
import { randomUUID } from 'node:crypto';
import { carryOut } from '#database';
import type { Command } from '#domain';
import { Conductors, connectTemporal, tellConductor, type Heard } from '#conductor';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { conductedSeq, receive, receiveAndBegin } from './under-test/through-temporal.js';
import { startHost, surroundings, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => { here = await surroundings(); worker = await startHost(here, here.database); }); // no relay: nobody else tells
afterAll(async () => { await worker.stop(); await here.close(); });

const unavailable: Command = { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' };
const newLink = () => connectTemporal({ sealing: here.settings.keys, settings: here.settings.temporal });
async function recordAndTell(conductors: Conductors, referralId: string): Promise<void> {
  const telling = { commandId: randomUUID(), by: 'amina', command: unavailable };
  await carryOut(here.database, { referralId, ...telling });
  conductors.tell(referralId, telling);
}

describe('telling', () => {
  it('of a burst of acts on one referral tells only a few, and the conductor has heard of all', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const conductors = new Conductors(await newLink());
    for (let act = 0; act < 30; act++) await recordAndTell(conductors, id);
    await conductors.drained();
    const { seq, conducted } = await conductedSeq(here.database, id);
    expect(conducted).toBe(seq);
    const { events } = await here.link.client.workflow.getHandle(referralWorkflowId(id)).fetchHistory();
    const heard = events!.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes).length;
    expect(heard).toBeLessThan(30);
    expect(conductors.counts).toMatchObject({ heard, away: 0, 'two-minds': 0, 'left-to-the-sweep': 0 });
    await conductors.close();
  });
  it('has at most eight under way at once, whatever the number of referrals', async () => {
    const ids = await Promise.all(Array.from({ length: 24 }, () => receive(here.database)));
    const conductors = new Conductors(await newLink());
    for (const id of ids) conductors.begin(id);
    const inFlight = (conductors as unknown as { inFlight: Set<string> }).inFlight;
    expect([inFlight.size, conductors.underWay]).toEqual([8, 24]);
    await conductors.drained();
    expect(conductors.counts.begun).toBe(24);
    await conductors.close();
  });
  it('takes no time and leaves everything to the sweep while Temporal is away, and closing waits for what is in flight', async () => {
    const settings = { ...here.settings.temporal, connectionOptions: { address: `127.0.0.1:${await freePort()}` } };
    const outcomes: Heard[] = [];
    const conductors = new Conductors(await connectTemporal({ sealing: here.settings.keys, settings, lazy: true }), (_, heard) => { outcomes.push(heard); });
    const id = await receive(here.database);
    const before = Date.now();
    await recordAndTell(conductors, id);
    for (let count = 0; count < 40; count++) conductors.begin(randomUUID());
    expect(Date.now() - before).toBeLessThan(1_000);
    await conductors.close(100);
    expect(outcomes).toHaveLength(8);
    expect(new Set(outcomes)).toEqual(new Set(['away']));
    expect(conductors.counts['left-to-the-sweep']).toBe(33);
  });
  it('says so loudly when a conductor refuses what the record should have held', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    expect(await tellConductor(here.link, id, { commandId: randomUUID(), by: 'amina', command: { act: 'sendDischargeSummary' } })).toBe('two-minds');
  });
});
