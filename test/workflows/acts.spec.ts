// Acts through the conductor: heard by name, one at a time, carried out once.
import { randomUUID } from 'node:crypto';
import { carryOut } from '#database';
import { Conductors, lookAgainAt, tellConductor } from '#conductor';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { carried, eventTypes, receive, receiveAndBegin, send, stateOf } from './under-test/through-temporal.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => { here = await surroundings(); worker = await startWorker(here); });
afterAll(async () => { await worker.stop(); await here.close(); });

const accept = { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'assessment', riskLevel: 'low', optIn: false } as const;
const conductedSeq = async (referralId: string) => (await here.database.query<{ seq: number; conducted_seq: number }>('SELECT seq, conducted_seq FROM referral WHERE referral_id = $1', [referralId]))[0]!;

describe('an act sent through Temporal alone', () => {
  it('is carried out by the conductor, which then stands where the record stands', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const position = await carried(here.link, id, 'callum', accept);
    expect(position).toMatchObject({ stage: 'awaiting-assessment', closed: false });
    expect(await conductedSeq(id)).toEqual({ seq: position.seq, conducted_seq: position.seq });
  });
  it('is refused with the code of the refusal where callers find it, and leaves the record as it was', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const before = await stateOf(here.database, id);
    expect(await send(here.link, id, 'callum', { act: 'recordFollowUpContact', outcome: 'well' })).toEqual({ refused: 'stage-does-not-allow' });
    expect(await send(here.link, id, 'nobody-we-know', accept)).toEqual({ refused: 'has-left' });
    expect(await stateOf(here.database, id)).toEqual(before);
    await carried(here.link, id, 'callum', accept); // the conductor lives on
  });
});
