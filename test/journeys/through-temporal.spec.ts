import { randomUUID } from 'node:crypto';
import type { Command } from '#domain';
import { tourEnding, tourEndingNames, type TourEndingName } from '../../apps/cli/src/tour/endings.js';
import { lookAgain, referralWorkflowId } from '../../workflows/referral.messages.js';
import { carried, receiveAndBegin, stateOf } from '../workflows/under-test/through-temporal.js';
import { until } from '../workflows/under-test/worker-under-test.js';
import { openClinic, type Clinic } from './clinic.js';

let clinic: Clinic;
beforeAll(async () => { clinic = await openClinic(); });
afterAll(() => clinic.close());

/** Sends every act of a course as an update of its name and nothing else; no request ever reaches the API. */
async function conducted(name: TourEndingName): Promise<string> {
  const course = tourEnding(name).course(Date.now());
  const received: string[] = [];
  for (let no = 0; no < course.received; no += 1) received.push(await receiveAndBegin(clinic.database, clinic.link, { referral: { receivedAt: course.receivedAt }, person: { nhsNumber: '9999869130', postcode: 'LS22 3HQ' } }));
  const referralId = received.at(-1)!;
  for (const step of course.steps) {
    const body = typeof step.body === 'function' ? step.body({ referralId, firstReferralId: received[0]! }) : step.body;
    await carried(clinic.link, referralId, step.by, { act: step.act, ...body, ...(step.note && { noteId: randomUUID() }) } as Command);
  }
  return referralId;
}

describe('a referral through Temporal’s updates alone', () => {
  it.each(tourEndingNames)('comes to the ending "%s", and its conductor ends with it', async (name) => {
    const referralId = await conducted(name);
    const { ending, code } = tourEnding(name);
    const referral = await stateOf(clinic.database, referralId);
    expect(referral).toMatchObject({ stage: 'closed', ending, ...(code && { dischargeCode: code }) });
    await until(async () => (await clinic.link.client.workflow.getHandle(referralWorkflowId(referralId)).describe()).status.name === 'COMPLETED', 'the conductor ends');
  });
  it('reads like the pathway in its history', async () => {
    const referralId = await conducted('discharged');
    const { events } = await clinic.link.client.workflow.getHandle(referralWorkflowId(referralId)).fetchHistory();
    const updates = events!.flatMap((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name ?? []);
    expect(updates.filter((name) => name !== lookAgain)).toEqual(tourEnding('discharged').course(Date.now()).steps.map((step) => step.act));
  });
  it('leaves a record without fault', async () => { expect(await clinic.faults()).toEqual([]); });
});
