// Many possible futures of a service, and what a change would do to them. A figure is given with the range in which nine of ten futures
// lie; a comparison lets both services meet the same people, so that the difference is the change's and not chance's.
import { percentile } from '../clocks/shares.js';
import { seededRandom } from './random.js';
import { changed, type Change, type ServiceModel } from './service-model.js';
import { simulateRun, type RunFigures, type Span } from './simulation.js';

/** Mean over the futures, and the range in which nine of ten of them lie. */
export interface Estimate { mean: number; low: number; high: number }
export interface TrialOptions extends Span {
  seed: number;
  /** 200 unless said. */
  runs?: number;
}
export interface StationEstimates { code: string; started: Estimate; meanWaitWeeks: Estimate | null; meanList: Estimate; listAtEnd: Estimate; slotsInUse: Estimate | null }
/** Null where no future had anybody to measure. */
export interface Trials {
  runs: number;
  stations: StationEstimates[];
  treated: Estimate; meanWaitWeeks: Estimate | null; medianWaitWeeks: Estimate | null; withinTargetPercent: Estimate | null;
  listAtEnd: Estimate; listByWeek: Estimate[]; breachesByWeek: Estimate[];
}

/** The futures themselves, one per run. Throws RangeError as `simulateRun` does, and for fewer than 2 runs. */
export function futures(model: ServiceModel, { seed, runs = 200, ...span }: TrialOptions): RunFigures[] {
  if (!(Number.isInteger(runs) && runs >= 2)) throw new RangeError('A range needs 2 runs or more.');
  return Array.from({ length: runs }, (_, run) => simulateRun(model, span, seededRandom(seed + run)));
}
/** Every figure of a service over its futures. */
export const simulate = (model: ServiceModel, options: TrialOptions): Trials => summed(futures(model, options));

function summed(runs: readonly RunFigures[]): Trials {
  const always = (figure: (run: RunFigures) => number) => estimate(runs.map(figure))!;
  const weeks = (figure: 'listByWeek' | 'breachesByWeek') => runs[0]![figure].map((_, week) => always((run) => run[figure][week]!));
  return {
    runs: runs.length,
    stations: runs[0]!.stations.map(({ code }, place) => {
      const of = <Figure extends keyof RunFigures['stations'][number]>(figure: Figure) => runs.map((run) => run.stations[place]![figure]) as (number | null)[];
      return { code, started: estimate(of('started'))!, meanWaitWeeks: estimate(of('meanWaitWeeks')), meanList: estimate(of('meanList'))!, listAtEnd: estimate(of('listAtEnd'))!, slotsInUse: estimate(of('slotsInUse')) };
    }),
    treated: always((run) => run.treated), meanWaitWeeks: estimate(runs.map((run) => run.meanWaitWeeks)), medianWaitWeeks: estimate(runs.map((run) => run.medianWaitWeeks)),
    withinTargetPercent: estimate(runs.map((run) => run.withinTargetPercent)), listAtEnd: always(listAtEnd), listByWeek: weeks('listByWeek'), breachesByWeek: weeks('breachesByWeek'),
  };
}
const listAtEnd = (run: RunFigures): number => run.stations.reduce((sum, station) => sum + station.listAtEnd, 0);

/** Mean and the 5th to 95th percentile of the figures there are; null of none. */
export function estimate(figures: readonly (number | null)[]): Estimate | null {
  const known = figures.filter((figure) => figure !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  return { mean: known.reduce((sum, one) => sum + one, 0) / known.length, low: percentile(known, 0.05)!, high: percentile(known, 0.95)! };
}

export interface WhatIf { now: Trials; then: Trials; /** Then less now, future by future. */ difference: { meanWaitWeeks: Estimate | null; listAtEnd: Estimate; withinTargetPercent: Estimate | null }; sentence: string }
/** The service as it is against the service with a change, or with another target. `words` name the change: `one more arts therapist (12 slots)`. */
export function whatIf(model: ServiceModel, change: Change & { targetWeeks?: number }, options: TrialOptions, words: string): WhatIf {
  const now = futures(model, options);
  const then = futures(changed(model, change), { ...options, targetWeeks: change.targetWeeks ?? options.targetWeeks });
  const paired = (figure: (run: RunFigures) => number | null) => estimate(now.map((run, place) => {
    const [before, after] = [figure(run), figure(then[place]!)];
    return before === null || after === null ? null : after - before;
  }));
  const difference = { meanWaitWeeks: paired((run) => run.meanWaitWeeks), listAtEnd: paired(listAtEnd)!, withinTargetPercent: paired((run) => run.withinTargetPercent) };
  const answer = { now: summed(now), then: summed(then), difference };
  return { ...answer, sentence: whatIfSentence(answer, options.weeks, words, change.slots?.station ?? change.sessionLimit?.station) };
}

function whatIfSentence({ now, then, difference }: Omit<WhatIf, 'sentence'>, weeks: number, words: string, about: string | undefined): string {
  const [there, here] = [then, now].map((trials) => trials.stations.find((station) => station.code === about));
  const ofThem = there && here && then.stations.length > 1 ? `, on the list of ${about} ${inWords(there.listAtEnd)} instead of ${inWords(here.listAtEnd)}` : '';
  const list = `After ${number(weeks)} weeks with ${words}, ${inWords(then.listAtEnd)} people would be waiting instead of ${inWords(now.listAtEnd)}${ofThem}`;
  if (!then.meanWaitWeeks || !now.meanWaitWeeks) return `${list}. ${then.meanWaitWeeks ? 'As things are' : 'Even then'}, nobody would be treated in this time.`;
  const wait = `the mean wait for treatment would be ${inWords(then.meanWaitWeeks)} weeks instead of ${inWords(now.meanWaitWeeks)}`;
  const within = then.withinTargetPercent && now.withinTargetPercent ? `, ${inWords(then.withinTargetPercent)} % within target instead of ${inWords(now.withinTargetPercent)}` : '';
  const { low, high } = difference.meanWaitWeeks ?? { low: 0, high: 0 };
  const doubt = low === 0 && high === 0 ? ' The wait does not change.' : low <= 0 && high >= 0 ? ' In some futures the wait does not change, or changes the other way.' : '';
  return `${list}, and ${wait}${within}. In brackets: nine of ten of ${now.runs} futures.${doubt}`;
}
const number = (value: number): string => String(Math.round(value * 10) / 10);
const inWords = ({ mean, low, high }: Estimate): string => `${number(mean)} (${number(low)} to ${number(high)})`;
