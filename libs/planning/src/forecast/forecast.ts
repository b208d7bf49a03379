// Who will breach, when, and what would prevent it: the list as it stands, carried forward with weeks drawn from the service's own past.
// Urgent people are taken first, then whoever has waited longest; a booked appointment is kept. Each run is one possible future.
import { addDays, daysBetween } from '#domain';
import { percentile } from '../clocks/shares.js';
import type { WeekOfList } from '../history/visits.js';
import { seededRandom } from '../simulation/random.js';
import { estimate, type Estimate } from '../simulation/trials.js';
import { furthestWeeks, listFuture, type ListFuture } from './list-future.js';

type Day = string;
export interface WaitingReferral { referralId: string; urgent: boolean; referredOn: Day; lastInTargetOn: Day; /** Day of the first treatment appointment, where there is one. */ bookedOn?: Day | null }
export interface ForecastQuestion {
  asOf: Day;
  /** Past weeks of this list; each future week is one of them. */
  history: readonly WeekOfList[];
  /** Weeks ahead for which breaches are counted. */
  weeks: number;
  /** Days a newcomer may wait. */
  targetDays: number;
  seed: number;
  /** 200 unless said. */
  runs?: number;
}
export type ForecastVerdict = 'breached' | 'will-breach' | 'may-breach' | 'in-time';
export interface ReferralForecast {
  referralId: string;
  /** Place on the list, from 1. */
  place: number;
  lastInTargetOn: Day;
  /** Share of the futures in which they stay and are not begun in time. */
  chanceOfBreach: number;
  /** When treatment begins at the present pace: the middle of the futures and the range of eight in ten. Null when in most it does not. */
  startsOn: { likely: Day; earliest: Day; latest: Day } | null;
  /** Starts beyond the present pace that would bring them in by their last day; null once it has passed. */
  moreStarts: number | null;
  verdict: ForecastVerdict;
  sentence: string;
}
export interface WeekForecast { from: Day; breaches: Estimate }
export interface BreachForecast { referrals: ReferralForecast[]; weeks: WeekForecast[]; sentence: string }

const sure = 0.8;

/** The forecast of one list. Throws RangeError for a history without a week or fewer than 2 runs. A list that nobody is taken from is forecast as such, not refused. */
export function forecastBreaches(list: readonly WaitingReferral[], question: ForecastQuestion): BreachForecast {
  const { history, runs = 200, seed, asOf, weeks } = question;
  if (history.length === 0) throw new RangeError('A forecast needs one past week or more.');
  if (!(Number.isInteger(runs) && runs >= 2)) throw new RangeError('A range needs 2 runs or more.');
  const sorted = [...list].sort(inOrder);
  const people = sorted.map((one) => ({ urgent: one.urgent, lastDay: daysBetween(asOf, one.lastInTargetOn), bookedDay: one.bookedOn ? Math.max(0, daysBetween(asOf, one.bookedOn)) : null }));
  const futures = Array.from({ length: runs }, (_, run) => listFuture(people, question, seededRandom(seed + run)));
  const pace = history.reduce((sum, week) => sum + week.started, 0) / history.length;
  const referrals = sorted.map((one, place) => ofReferral(one, place, futures, { asOf, pace }));
  const byWeek = Array.from({ length: weeks }, (_, week): WeekForecast => ({ from: addDays(asOf, 1 + 7 * week), breaches: estimate(futures.map((future) => future.breaches[week]!))! }));
  return { referrals, weeks: byWeek, sentence: listSentence(estimate(futures.map((future) => future.breaches.reduce((sum, one) => sum + one, 0)))!, weeks, pace) };
}
const inOrder = (a: WaitingReferral, b: WaitingReferral): number =>
  Number(b.urgent) - Number(a.urgent) || (a.referredOn < b.referredOn ? -1 : a.referredOn > b.referredOn ? 1 : a.referralId < b.referralId ? -1 : 1);

function ofReferral(one: WaitingReferral, position: number, futures: readonly ListFuture[], { asOf, pace }: { asOf: Day; pace: number }): ReferralForecast {
  const lastDay = daysBetween(asOf, one.lastInTargetOn);
  const stayed = futures.map((future) => future.begun[position]!).filter((day) => !Number.isNaN(day)).sort((a, b) => a - b);
  const chanceOfBreach = lastDay < 0 ? 1 : stayed.length === 0 ? 0 : stayed.filter((day) => day > lastDay).length / stayed.length;
  const at = (share: number) => addDays(asOf, Math.round(Math.min(percentileOf(stayed, share), 7 * furthestWeeks)));
  const startsOn = stayed.length === 0 || percentileOf(stayed, 0.5) === Infinity ? null : { likely: at(0.5), earliest: at(0.1), latest: at(0.9) };
  const verdict: ForecastVerdict = lastDay < 0 ? 'breached' : chanceOfBreach >= sure ? 'will-breach' : chanceOfBreach > 1 - sure ? 'may-breach' : 'in-time';
  const moreStarts = lastDay < 0 ? null : one.bookedOn ? 0 : Math.max(0, Math.ceil(position + 1 - (pace * lastDay) / 7));
  const forecast = { referralId: one.referralId, place: position + 1, lastInTargetOn: one.lastInTargetOn, chanceOfBreach, startsOn, moreStarts, verdict };
  return { ...forecast, sentence: sentenceOf(forecast, one) };
}
/** Nearest of the sorted days, so that a wait without end stays one. */
const percentileOf = (sorted: readonly number[], share: number): number => (sorted.at(-1) === Infinity ? sorted[Math.floor(share * (sorted.length - 1))]! : percentile(sorted, share)!);

function sentenceOf({ verdict, lastInTargetOn, startsOn, moreStarts, chanceOfBreach }: Omit<ReferralForecast, 'sentence'>, { bookedOn }: WaitingReferral): string {
  const booking = bookedOn ? `First appointment booked for ${inWords(bookedOn)}.` : 'No appointment booked.';
  const pace = bookedOn ? '' : startsOn ? ` At the present pace treatment begins about ${inWords(startsOn.likely)} (${inWords(startsOn.earliest)} to ${inWords(startsOn.latest)}).` : ' At the present pace treatment is not in sight.';
  if (verdict === 'breached') return `The target passed on ${inWords(lastInTargetOn)}. ${booking}${pace}`;
  if (verdict === 'in-time') return `In time: the last day is ${inWords(lastInTargetOn)}. ${booking}${pace}`;
  const prevented = moreStarts ? ` ${moreStarts} more ${moreStarts === 1 ? 'start' : 'starts'} by then would prevent it.` : '';
  const lead = verdict === 'will-breach' ? 'Will breach' : `May breach (${Math.round(100 * chanceOfBreach)} %)`;
  return `${lead} on ${inWords(addDays(lastInTargetOn, 1))} unless treatment begins by ${inWords(lastInTargetOn)}. ${booking}${pace}${prevented}`;
}
function listSentence({ mean, low, high }: Estimate, weeks: number, pace: number): string {
  const span = weeks === 1 ? 'the next week' : `the next ${weeks} weeks`;
  const starts = pace === 0 ? 'Nobody has begun treatment in the weeks this is drawn from. ' : '';
  return `${starts}${Math.round(mean)} ${Math.round(mean) === 1 ? 'person' : 'people'} (${Math.round(low)} to ${Math.round(high)}) will pass the target in ${span} if nothing changes.`;
}
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const inWords = (day: Day): string => `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
