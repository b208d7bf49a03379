// What a chart says, in a sentence that stands beside it: whether the last change is real or noise, and whether the target will be
// met. Fewer than 13 points get the words of a run chart. Nothing to draw is said as well: never an empty chart.
import { runChart, type RunChart } from './run-chart.js';
import { xmrChart, type Assurance, type XmrChart, type XmrOptions } from './xmr.js';

export interface ChartWording {
  /** What is measured, as a sentence begins: `Referrals in`. */
  measure: string;
  /** What each point is called, oldest first: `March 2026`. */
  labels: readonly string[];
  /** Follows a figure: ` weeks`, `%`. */
  unit?: string;
}
export interface ChartFinding { sentence: string; chart: XmrChart; /** For a series too short for limits. */ run: RunChart | null }

/** Chart and sentence of a series. Throws RangeError as the charts do, and when points and labels are not as many. */
export function chartFinding(values: readonly number[], options: XmrOptions, wording: ChartWording): ChartFinding {
  if (values.length !== wording.labels.length) throw new RangeError('Each point has a label.');
  const chart = xmrChart(values, options);
  const group = chart.groups.at(-1);
  const run = !group || group.trialLimits ? runChart(values.slice(group?.start ?? 0)) : null;
  const parts = run ? [runSentence(values, run, group?.start ?? 0, wording)] : [changeSentence(values, chart, wording), assuranceSentence(chart.assurance, options.target, wording.unit)];
  return { sentence: parts.filter(Boolean).join(' '), chart, run };
}

const figure = (value: number, unit = ''): string => `${Math.round(value * 10) / 10}${unit}`;

/** Which rule covers the last point; the strongest first. */
function changeSentence(values: readonly number[], chart: XmrChart, { measure, labels, unit }: ChartWording): string {
  const last = values.length - 1;
  const { lowerLimit, upperLimit, mean } = chart.groups.at(-1)!;
  const usual = `${figure(lowerLimit!)} to ${figure(upperLimit!, unit)}`;
  const type = chart.pointTypes[last]!;
  if (type === 'common_cause') return `${measure}: no real change. ${labels[last]} has ${figure(values[last]!, unit)}, within the usual ${usual}.`;
  const verdict = type === 'special_cause_improvement' ? 'getting better' : type === 'special_cause_concern' ? 'getting worse' : 'changed';
  const side = values[last]! > mean ? 'above' : 'below';
  return `${measure}: ${verdict}. ${reason()}`;

  function reason(): string {
    if (chart.outside.includes(last)) return `${labels[last]} has ${figure(values[last]!, unit)}, ${side} the usual ${usual}.`;
    if (chart.trend.includes(last)) return inARow(trendLength(values), values[last]! > values[last - 1]! ? 'rising' : 'falling');
    if (chart.twoOfThree.includes(last)) return `Two of the last three points are close to the ${side === 'above' ? 'upper' : 'lower'} limit.`;
    return inARow(streakBack(chart.shift, last), `${side} the average of ${figure(mean, unit)}`);
  }
  function inARow(points: number, how: string): string { return `${points} points in a row ${how} since ${labels[last - points + 1]}.`; }
}

/** Points at the end that all go one way. */
function trendLength(values: readonly number[]): number {
  const step = (place: number) => Math.sign(values[place]! - values[place - 1]!);
  let points = 2;
  while (values.length - points > 0 && step(values.length - points) === step(values.length - 1)) points += 1;
  return points;
}
function streakBack(positions: readonly number[], last: number): number {
  let points = 0;
  while (positions.includes(last - points)) points += 1;
  return points;
}

function assuranceSentence(assurance: Assurance | null, target: number | null | undefined, unit?: string): string {
  if (assurance === null || target == null) return '';
  const words: Record<Assurance, string> = {
    consistent_pass: `The target of ${figure(target, unit)} will be met reliably.`,
    consistent_fail: `At this rate the target of ${figure(target, unit)} will not be met.`,
    inconsistent: `The target of ${figure(target, unit)} lies within the usual range: it is met at times and missed at times.`,
  };
  return words[assurance];
}

function runSentence(values: readonly number[], run: RunChart, start: number, { measure, labels, unit }: ChartWording): string {
  if (run.median === null) return `${measure}: no figures in this period.`;
  const points = values.length - start;
  if (points === 1) return `${measure}: one figure so far, ${figure(run.median, unit)} in ${labels.at(-1)}; a change cannot be told from noise yet.`;
  const signs = [
    run.shift.length > 0 && `six or more points in a row on one side of the median of ${figure(run.median, unit)}, since ${labels[start + run.shift[0]!]}`,
    run.trend.length > 0 && `five or more points going one way, since ${labels[start + run.trend[0]!]}`,
    run.tooFewRuns && 'fewer crossings of the median than chance gives',
    run.tooManyRuns && 'more crossings of the median than chance gives',
  ].filter(Boolean);
  const finding = signs.length > 0 ? `a change that chance does not explain: ${signs.join('; ')}.` : `no sign of a change; the median is ${figure(run.median, unit)}.`;
  return `${measure}: ${finding} A run chart, as ${points} points are too few for limits.`;
}
