// Courses of treatment from referral to closing, with months and years skipped, through Temporal alone.
import './under-test/patience.js';
import { fold, type EventOf, type EventType, type Referral } from '#domain';
import { allEvents, checkRecord } from '#database';
import { referralWorkflowId } from '../../workflows/referral.messages.js';
import { Care, days } from './under-test/months-of-care.js';
import { conductedSeq, receiveAndBegin } from './under-test/through-temporal.js';
import { startWorker, surroundings, until, type RunningWorker, type Surroundings } from './under-test/worker-under-test.js';

let here: Surroundings;
let worker: RunningWorker;
beforeAll(async () => { here = await surroundings(); worker = await startWorker(here); });
afterAll(async () => { await worker.stop(); await here.close(); });

const told = async <Type extends EventType>(referralId: string, type: Type) => (await allEvents(here.database, referralId)).filter((event) => event.type === type) as EventOf<Type>[];
const weeksBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / days(7);
const lasted = ({ lastAt, strands }: Referral) => (strands[1]?.startedAt === undefined ? 0 : Date.parse(lastAt) - Date.parse(strands[1].startedAt));
async function agreesWithItself(care: Care): Promise<void> {
  const state = await care.state();
  expect(fold(await allEvents(here.database, care.referralId))).toEqual(state);
  const { seq, conducted } = await conductedSeq(here.database, care.referralId);
  expect(conducted).toBe(seq);
}
async function dischargeAndClose(care: Care, clinician: string): Promise<void> {
  await care.act(clinician, { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 6 });
  await care.act(clinician, { act: 'discharge', code: '46', riskLevel: 'low' });
  await care.act('amina', { act: 'sendDischargeSummary' });
  await here.link.client.workflow.getHandle(referralWorkflowId(care.referralId)).result(); // the conductor has ended
}

describe('a treatment of sixteen weekly sessions', () => {
  it('runs to its closing: reviewed half-way, warned of at two sessions left, ended when the allowance is used up', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const care = new Care(here, id, { modality: 'cbt', clinicianId: 'tomasz', strand: { discipline: 'clinical-psychologist', modality: 'cbt', format: 'individual', sessions: 16, clinicianId: 'tomasz' } });
    const referral = await care.goOnUntil((now) => Object.values(now.tasks).some((task) => task.task === 'complete-discharge'));
    expect(referral.strands[1]).toMatchObject({ used: 16, attended: 16, allowance: 16 });
    expect(care.done.filter((act) => act === 'signNote')).toHaveLength(17); // the assessment's too
    expect((await told(id, 'review-recorded')).map((event) => event.kind)).toEqual(['mid-course', 'end']);
    expect((await told(id, 'allowance-nearly-used')).map((event) => event.left)).toEqual([2]);
    const sessions = (await told(id, 'appointment-attended')).slice(1);
    expect(weeksBetween(sessions[0]!.at, sessions[15]!.at)).toBeGreaterThanOrEqual(15);
    await dischargeAndClose(care, 'tomasz');
    expect(await care.state()).toMatchObject({ stage: 'closed', ending: 'discharged', dischargeCode: '46' });
    await agreesWithItself(care);
  }, 180_000);
});

describe('a psychoanalytic therapy of twenty-six months', () => {
  it('is never capped, and is reviewed every half year for as long as it lasts', async () => {
    const id = await receiveAndBegin(here.database, here.link);
    const care = new Care(here, id, {
      modality: 'psychoanalytic', clinicianId: 'imogen', sessionEvery: 28, endsAfterDays: 790,
      strand: { discipline: 'psychotherapist', modality: 'psychoanalytic', format: 'individual', clinicianId: 'imogen' },
    });
    await care.goOnUntil((now) => lasted(now) > days(790) && !Object.values(now.tasks).some((task) => task.task === 'write-note' || task.task === 'record-attendance'));
    const reviews = await told(id, 'review-recorded');
    expect(reviews.map((event) => event.kind)).toEqual(['periodic', 'periodic', 'periodic', 'periodic']);
    for (const [index, review] of reviews.entries()) if (index > 0) expect(weeksBetween(reviews[index - 1]!.at, review.at)).toBeGreaterThanOrEqual(26);
    expect(await told(id, 'allowance-nearly-used')).toEqual([]);
    await care.act('imogen', { act: 'endStrand', strandNo: 1, reason: 'completed' });
    await dischargeAndClose(care, 'imogen');
    expect((await care.state()).stage).toBe('closed');
    await agreesWithItself(care);
  }, 180_000);
});

describe('after all of it', () => {
  it('the record agrees with itself', async () => {
    await until(async () => (await checkRecord(here.database)).differences === 0, 'no difference', 30_000);
  });
});
