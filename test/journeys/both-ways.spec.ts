// Each act over HTTP and through Temporal in the same moment, as when a request is sent again while the first is still on its way:
// whoever comes first carries it out, the other reads. Which comes first is left to chance.
import { setTimeout as wait } from 'node:timers/promises';
import { tellConductor } from '#conductor';
import { readNotes } from '#database';
import type { Command } from '#domain';
import { commandIdOf, noteIdOf } from '../../apps/api/src/arriving/idempotency-key.js';
import type { Step, Underway } from '../../apps/cli/src/tour/course.js';
import { tourEnding, tourEndingNames, type TourEndingName } from '../../apps/cli/src/tour/endings.js';
import { madeUpReferral } from '../../apps/cli/src/tour/made-up-person.js';
import { bodyOf, type Seen } from '../../apps/cli/src/tour/over-http.js';
import { chance } from '../../apps/cli/src/seed/chance.js';
import { stateOf } from '../workflows/under-test/through-temporal.js';
import { heardOfAll, openClinic, type Clinic } from './clinic.js';

// HANDRAIL_TEST_SEED repeats the throws of a run whose seed its title tells.
const seed = Number(process.env.HANDRAIL_TEST_SEED ?? Date.now() % 1_000_000);
const luck = chance(seed);
let clinic: Clinic;
beforeAll(async () => { clinic = await openClinic(); });
afterAll(() => clinic.close());
const told = { heard: 0, begun: 0, steps: 0 };

/** One act by both ways at once, now and then twice by each. */
async function bothWays(step: Step, underway: Underway, no: number): Promise<Seen> {
  const { token } = clinic.settings.keys;
  const { referralId } = underway;
  const { note, ...said } = bodyOf(step, underway) as { note?: string };
  const key = `both-ways-${referralId}-${no}`;
  const commandId = commandIdOf(token, step.by, referralId, key);
  const command = { act: step.act, ...said, ...(note && { noteId: noteIdOf(token, commandId, note) }) } as Command;
  const tellIt = async () => {
    await wait(luck.number() * 12);
    const heard = await tellConductor(clinic.link, referralId, { commandId, by: step.by, command });
    if (heard !== 'heard' && heard !== 'begun') throw new Error(`the conductor said ${heard} to ${step.act}`);
    told[heard] += 1;
  };
  const askIt = async () => { await wait(luck.number() * 12); return clinic.traveller.take({ ...step, claims: undefined }, underway, key); };
  if (step.claims && luck.yes(0.5)) await clinic.traveller.claimFor(step.by, referralId, step.claims);
  const again = luck.yes(0.3) ? [tellIt(), askIt()] : [];
  const [seen] = await Promise.all([askIt(), tellIt(), ...again]);
  expect(await clinic.database.query('SELECT 1 FROM referral_act WHERE command_id = $1', [commandId])).toHaveLength(1);
  told.steps += 1;
  return seen;
}

async function journey(name: TourEndingName): Promise<string> {
  const course = tourEnding(name).course(Date.now());
  const intake = madeUpReferral(luck.whole(0, 999_999), course.receivedAt);
  const received: string[] = [];
  for (let no = 0; no < course.received; no += 1) received.push((await clinic.traveller.receive('dr-hughes', intake)).referralId);
  const referralId = received.at(-1)!;
  for (const [no, step] of course.steps.entries()) await bothWays(step, { referralId, firstReferralId: received[0]! }, no);
  return referralId;
}

describe(`a referral of which each act is sent both ways at once (seed ${seed})`, () => {
  it.each(tourEndingNames)('comes to the ending "%s" with nothing done twice and no word lost', async (name) => {
    const referralId = await journey(name);
    const { ending, course } = tourEnding(name);
    const { steps } = course(Date.now());
    expect(await stateOf(clinic.database, referralId)).toMatchObject({ stage: 'closed', ending });
    const acts = await clinic.database.query<{ act: string }>(`SELECT act FROM referral_act WHERE referral_id = $1 AND act NOT IN ('receive', 'timePassed') ORDER BY first_seq`, [referralId]);
    expect(acts.map((one) => one.act)).toEqual(steps.map((step) => step.act));
    expect((await readNotes(clinic.database, referralId)).map((note) => note.words).sort()).toEqual(steps.flatMap((step) => step.note ?? []).sort());
    const letters = await clinic.database.query<{ twice: number }>(`SELECT count(*)::int AS twice FROM delivery WHERE referral_id = $1 GROUP BY no HAVING count(*) > 1`, [referralId]);
    expect(letters).toEqual([]);
    await heardOfAll(clinic, referralId);
  });
  it('was heard of both ways every time', () => { expect(told.heard + told.begun).toBeGreaterThanOrEqual(told.steps); });
  it('leaves a record without fault', async () => { expect(await clinic.faults()).toEqual([]); });
});
