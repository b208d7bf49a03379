import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#domain';
import type { WeekOfList } from '../history/visits.js';
import { exponential, seededRandom, type Random } from '../simulation/random.js';
import { forecastBreaches, type ForecastQuestion, type WaitingReferral } from './forecast.js';

const asOf = '2026-03-01';
const steady = (started: number, more: Partial<WeekOfList> = {}): WeekOfList[] => [{ urgentJoined: 0, routineJoined: 0, left: 0, ...more, started }];
const question = (more: Partial<ForecastQuestion> = {}): ForecastQuestion => ({ asOf, history: steady(2), weeks: 4, targetDays: 126, seed: 1, ...more });
/** One person a day, longest wait first; the last day in target is `lastDay` days from today for the first, a day later for each next. */
const queue = (people: number, lastDay: number): WaitingReferral[] =>
  Array.from({ length: people }, (_, place) => ({ referralId: `referral-${String(place + 1).padStart(3, '0')}`, urgent: false, referredOn: addDays('2025-11-01', place), lastInTargetOn: addDays(asOf, lastDay + place) }));

describe('the forecast of a list from which two begin every week', () => {
  const list = queue(6, 10); // last days 10 to 15 days from now; begun on days 4, 7, 11, 14, 18, 21
  const { referrals, weeks, sentence } = forecastBreaches(list, question());

  test('says for each person when treatment begins, and whether that is in time', () => {
    expect(referrals.map(({ place, startsOn, verdict }) => [place, startsOn?.likely, verdict])).toEqual([
      [1, '2026-03-05', 'in-time'], [2, '2026-03-08', 'in-time'], [3, '2026-03-12', 'in-time'], [4, '2026-03-15', 'will-breach'], [5, '2026-03-19', 'will-breach'], [6, '2026-03-22', 'will-breach'],
    ]);
  });
  test('says what would prevent a breach', () => {
    expect(referrals[3]!.sentence).toBe('Will breach on 15 March 2026 unless treatment begins by 14 March 2026. No appointment booked. At the present pace treatment begins about 15 March 2026 (15 March 2026 to 15 March 2026). 1 more start by then would prevent it.');
    expect(referrals.map((one) => one.moreStarts)).toEqual([0, 0, 0, 1, 1, 2]);
  });
  test('as many starts more as it says, and nobody breaches', () => {
    for (const late of referrals.filter((one) => one.verdict === 'will-breach')) {
      const relieved = forecastBreaches(list.slice(late.moreStarts!), question()).referrals.find((one) => one.referralId === late.referralId)!;
      expect(relieved.verdict).toBe('in-time');
    }
  });
  test('counts each breach in the week after its last day', () => {
    expect(weeks).toEqual([0, 1, 2, 0].map((mean, week) => ({ from: addDays('2026-03-02', 7 * week), breaches: { mean, low: mean, high: mean } })));
    expect(sentence).toBe('3 people (3 to 3) will pass the target in the next 4 weeks if nothing changes.');
  });
});

describe('who is called first', () => {
  test('urgent people pass those who have waited longer, and newcomers who are urgent pass them too', () => {
    const list = queue(4, 30);
    const urgent = { ...list[3]!, urgent: true };
    expect(forecastBreaches([...list.slice(0, 3), urgent], question()).referrals.map((one) => one.referralId)).toEqual(['referral-004', 'referral-001', 'referral-002', 'referral-003']);
    const delayed = forecastBreaches(list, question({ history: steady(2, { urgentJoined: 1 }) })).referrals;
    expect(delayed.at(-1)!.startsOn!.likely > forecastBreaches(list, question()).referrals.at(-1)!.startsOn!.likely).toBe(true);
  });
  test('routine newcomers delay nobody who is on the list', () => {
    const list = queue(8, 30);
    const starts = (history: WeekOfList[]) => forecastBreaches(list, question({ history })).referrals.map((one) => one.startsOn);
    expect(starts(steady(2, { routineJoined: 9 }))).toEqual(starts(steady(2)));
  });
  test('a booked appointment is kept, and uses one of the week\'s starts', () => {
    const list = queue(4, 40);
    list[3] = { ...list[3]!, bookedOn: '2026-03-03' };
    const { referrals } = forecastBreaches(list, question());
    expect(referrals[3]).toMatchObject({ startsOn: { likely: '2026-03-03' }, verdict: 'in-time', moreStarts: 0, sentence: 'In time: the last day is 13 April 2026. First appointment booked for 3 March 2026.' });
    expect(referrals[0]!.startsOn!.likely).toBe('2026-03-08');
  });
  test('an appointment booked for after the last day is a breach that can be seen coming', () => {
    const [one] = forecastBreaches([{ ...queue(1, 5)[0]!, bookedOn: '2026-03-20' }], question()).referrals;
    expect(one!.sentence).toBe('Will breach on 7 March 2026 unless treatment begins by 6 March 2026. First appointment booked for 20 March 2026.');
  });
});

describe('what cannot be said is said in words', () => {
  test('nobody is taken from the list', () => {
    const { referrals, sentence } = forecastBreaches(queue(3, 6), question({ history: steady(0) }));
    expect(referrals[0]).toMatchObject({ startsOn: null, chanceOfBreach: 1, verdict: 'will-breach', moreStarts: 1 });
    expect(referrals[0]!.sentence).toContain('treatment is not in sight');
    expect(sentence).toBe('Nobody has begun treatment in the weeks this is drawn from. 3 people (3 to 3) will pass the target in the next 4 weeks if nothing changes.');
  });
  test('the target has passed already', () => {
    const { referrals: [one], weeks } = forecastBreaches(queue(1, -3), question());
    expect(one).toMatchObject({ verdict: 'breached', chanceOfBreach: 1, moreStarts: null, sentence: 'The target passed on 26 February 2026. No appointment booked. At the present pace treatment begins about 5 March 2026 (5 March 2026 to 5 March 2026).' });
    expect(weeks[0]!.breaches.mean).toBe(0);
  });
  test('an empty list', () => expect(forecastBreaches([], question()).sentence).toBe('0 people (0 to 0) will pass the target in the next 4 weeks if nothing changes.'));
  test('no past week, or one run', () => {
    expect(() => forecastBreaches([], question({ history: [] }))).toThrow('one past week');
    expect(() => forecastBreaches([], question({ runs: 1 }))).toThrow('2 runs');
  });
});

describe('whatever the list', () => {
  const anyList = fc.array(fc.record({ urgent: fc.boolean(), waited: fc.nat(200), target: fc.nat(200), booked: fc.option(fc.nat(60)) }), { maxLength: 25 }).map((rows) => rows.map(({ urgent, waited, target, booked }, place): WaitingReferral => (
    { referralId: String(place), urgent, referredOn: addDays(asOf, -waited), lastInTargetOn: addDays(asOf, target - waited), bookedOn: booked === null ? null : addDays(asOf, booked) })));
  const anyWeek = fc.record({ urgentJoined: fc.nat(2), routineJoined: fc.nat(4), started: fc.nat(5), left: fc.nat(1) });
  test('everybody has a place, a chance between 0 and 1, and a range in order; nothing is NaN', () => {
    fc.assert(fc.property(anyList, fc.array(anyWeek, { minLength: 1, maxLength: 12 }), (list, history) => {
      const { referrals, weeks, sentence } = forecastBreaches(list, question({ history, runs: 20 }));
      expect(referrals.map((one) => one.place)).toEqual(list.map((_, place) => place + 1));
      for (const one of referrals) {
        expect(one.chanceOfBreach >= 0 && one.chanceOfBreach <= 1).toBe(true);
        if (one.startsOn) expect(one.startsOn.earliest <= one.startsOn.likely && one.startsOn.likely <= one.startsOn.latest).toBe(true);
        expect(one.sentence + sentence).not.toMatch(/NaN|undefined|Infinity|Invalid/);
      }
      for (const { breaches } of weeks) expect(0 <= breaches.low && breaches.low <= breaches.high && breaches.mean >= 0).toBe(true);
    }), { numRuns: 150 });
  });
});

/** A made-up service: about five join and five begin a week. What happened in its last weeks is forecast from the time before. */
describe('looking back: weeks that have happened, forecast from the year before them', () => {
  const poisson = (random: Random, mean: number) => { let count = -1; for (let spent = 0; spent <= 1; spent += exponential(random, mean)) count += 1; return count; };
  interface Person { id: string; urgent: boolean; day: number }
  function past(seed: number) {
    const random = seededRandom(seed);
    const list: Person[] = [];
    const weeks: WeekOfList[] = [];
    const begun = new Map<string, number>();
    let list52: Person[] = [];
    for (let week = 0; week < 52 + 52 + 12; week += 1) {
      if (week === 104) list52 = [...list];
      const [urgentJoined, routineJoined] = [poisson(random, 0.5), poisson(random, 4.5)];
      for (let one = 0; one < urgentJoined + routineJoined; one += 1) list.push({ id: `${week}.${one}`, urgent: one < urgentJoined, day: 7 * week + 3 });
      const started = Math.min(list.length, poisson(random, 4.9));
      list.sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.day - b.day);
      for (const [place, one] of list.splice(0, started).entries()) begun.set(one.id, 7 * week + Math.ceil((7 * (place + 1)) / started));
      weeks.push({ urgentJoined, routineJoined, started, left: 0 });
    }
    return { history: weeks.slice(52, 104), list: list52, begun, everybody: list };
  }

  test('nine of ten weeks lie within their range, and a chance of breach means what it says', () => {
    const targetDays = 28;
    const today = 7 * 104;
    let [weeksWithin, weeksSeen] = [0, 0];
    const told: { chance: number; late: boolean }[] = [];
    for (let seed = 1; seed <= 120; seed += 1) {
      const { history, list, begun } = past(seed);
      const waiting = list.map(({ id, urgent, day }): WaitingReferral => ({ referralId: id, urgent, referredOn: addDays(asOf, day - today), lastInTargetOn: addDays(asOf, day + targetDays - today) }));
      const { referrals, weeks } = forecastBreaches(waiting, question({ history, weeks: 4, targetDays, seed: 1_000 * seed, runs: 200 }));
      const lateOf = (one: { lastInTargetOn: string; referralId: string }) => addDays(asOf, (begun.get(one.referralId) ?? Infinity) === Infinity ? 9_999 : begun.get(one.referralId)! - today) > one.lastInTargetOn;
      for (const { from, breaches } of weeks) {
        const real = referrals.filter((one) => one.lastInTargetOn >= addDays(from, -1) && one.lastInTargetOn < addDays(from, 6) && lateOf(one)).length;
        weeksSeen += 1;
        if (breaches.low <= real && real <= breaches.high) weeksWithin += 1;
      }
      for (const one of referrals) if (one.verdict !== 'breached') told.push({ chance: one.chanceOfBreach, late: lateOf(one) });
    }
    const share = (low: number, high: number) => { const those = told.filter(({ chance }) => chance >= low && chance < high); return those.filter(({ late }) => late).length / those.length; };
    expect(weeksWithin / weeksSeen).toBeGreaterThan(0.85);
    expect(share(0, 0.1)).toBeLessThan(0.1);
    expect(share(0.9, 1.01)).toBeGreaterThan(0.85);
    expect(share(0.3, 0.7)).toBeGreaterThan(0.25);
    expect(share(0.3, 0.7)).toBeLessThan(0.75);
  });
});
