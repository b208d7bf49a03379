// The worker remembers no workflow between two tasks, so that every task replays the whole history: what is not determined shows itself.
import './under-test/patience.js';
import { fold } from '#domain';
import { allEvents, carryOut } from '#database';
import { tellConductor } from '#conductor';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { Care } from './under-test/months-of-care.js';
import { conductedSeq, receiveAndBegin, send } from './under-test/through-temporal.js';
import { startWorker, surroundings, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => { here = await surroundings({ HANDRAIL_CACHED_WORKFLOWS: '0' }); worker = await startWorker(here); });
afterAll(async () => { await worker.stop(); await here.close(); });

describe('a worker that keeps no workflow in memory', () => {
  it('conducts a referral to its closing, with acts from both sides, a refusal and weeks of waiting', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const care = new Care(here, id, { modality: 'cbt', clinicianId: 'tomasz', strand: { discipline: 'clinical-psychologist', modality: 'cbt', format: 'individual', sessions: 6, clinicianId: 'tomasz' } });
    const telling = { commandId: 'told-without-a-cache', by: 'amina', command: { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' } as const };
    await carryOut(here.database, { referralId: id, ...telling });
    expect(await tellConductor(here.link, id, telling)).toBe('heard');
    expect(await send(here.link, id, 'callum', { act: 'recordFollowUpContact', outcome: 'well' })).toEqual({ refused: 'stage-does-not-allow' });
    await care.skip(3 * 86_400_000);
    await care.goOnUntil((now) => now.strands[1]?.attended === 2);
    await care.act('callum', { act: 'withdraw', by: 'patient' });
    const handle = here.link.client.workflow.getHandle(referralWorkflowId(id));
    await handle.result();
    const { events } = await handle.fetchHistory();
    expect(events!.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
    expect(fold(await allEvents(here.database, id))).toEqual(await care.state());
    const { seq, conducted } = await conductedSeq(here.database, id);
    expect(conducted).toBe(seq);
  }, 180_000);
});
