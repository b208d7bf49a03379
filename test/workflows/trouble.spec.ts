// Trouble between the conductor and the record: replies lost after the commit, a database away for a while.
import './under-test/patience.js';
import { openDatabase } from '#database';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { carried, eventTypes, receiveAndBegin } from './under-test/through-temporal.js';
import { troubled, type TroubledDatabase } from './under-test/troubled-database.js';
import { startHost, surroundings, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
let database: TroubledDatabase;
beforeAll(async () => {
  here = await surroundings();
  database = troubled(await openDatabase({ url: here.fresh.workerUrl, keys: here.settings.keys, poolSize: 10 }));
  worker = await startHost(here, database);
});
afterAll(async () => { await worker.stop(); await database.close(); await here.close(); });

const accept = { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'D', pathway: 'assessment', riskLevel: 'low', optIn: false } as const;
const once = async (referralId: string) => (await eventTypes(here.database, referralId)).filter((type) => type === 'triage-accepted').length === 1;
const regularActivities = async (referralId: string) => {
  const { events } = await here.link.client.workflow.getHandle(referralWorkflowId(referralId)).fetchHistory();
  return (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes).map((event) => event.activityTaskScheduledEventAttributes!.activityType!.name);
};

describe('when the record’s reply is lost after its commit', () => {
  it.each([1, 2, 3])('an act is done once, and its sender is answered, though %d replies are lost', async (lost) => {
    const id = await receiveAndBegin(here.database, here.link);
    await carried(here.link, id, 'amina', { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' });
    const before = database.lost;
    database.loseReplies(lost);
    expect(await carried(here.link, id, 'callum', accept)).toMatchObject({ stage: 'awaiting-assessment' });
    expect(database.lost - before).toBe(lost);
    expect(await once(id)).toBe(true);
    expect(await regularActivities(id)).toEqual(lost < 2 ? [] : ['carryOut']); // two failures: the one that never gives up takes over
  });
});

describe('while the database is away', () => {
  it('an act through Temporal waits, and is carried out when the database is back', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    await carried(here.link, id, 'amina', { act: 'recordUnavailability', fromOn: '2026-08-01', toOn: '2026-08-14' });
    database.cut();
    const answer = carried(here.link, id, 'callum', accept);
    await new Promise((resolve) => { setTimeout(resolve, 3_000); });
    expect(await once(id)).toBe(false);
    database.mend();
    expect(await answer).toMatchObject({ stage: 'awaiting-assessment' });
    expect(await once(id)).toBe(true);
  });
});
