// XmR charts as the NHS draws them: a mean, limits from the moving ranges, special cause by four rules, assurance against a target.
// Source: NHS Making Data Count as in NHSRplotthedots (MIT). Decided here beyond it: a constant series has limits that equal its mean;
// one point has no limits; a step (rebase) begins limits of its own and no run crosses it.
import { signalsOf, type Side, type Signals } from './xmr-signals.js';

export type ImprovementDirection = 'increase' | 'decrease' | 'neutral';
export interface XmrOptions {
  /** Leave out moving ranges of 3.267 times their average or more, once. On unless said otherwise; the Excel tool does not do it. */
  screenOutliers?: boolean;
  /** Take mean and ranges from the first n points of each group. */
  fixAfterNPoints?: number | null;
  /** First positions (0-based) of new groups: known, sustained, explained changes. */
  rebaseAt?: readonly number[] | null;
  improvementDirection?: ImprovementDirection;
  target?: number | null;
}
/** Null limits: one point has none. */
export type Limits =
  | { mean: number; averageMovingRange: number; lowerLimit: number; upperLimit: number; nearLowerLimit: number; nearUpperLimit: number }
  | { mean: number; averageMovingRange: null; lowerLimit: null; upperLimit: null; nearLowerLimit: null; nearUpperLimit: null };
/** `start` and `end` are positions, both inclusive. `trialLimits`: fewer than 13 points, draw a run chart and say so. */
export type XmrGroup = { start: number; end: number; trialLimits: boolean } & Limits;
export type PointType = 'common_cause' | 'special_cause_improvement' | 'special_cause_concern' | 'special_cause_neutral_high' | 'special_cause_neutral_low';
export type Assurance = 'consistent_pass' | 'consistent_fail' | 'inconsistent';
/** The four lists hold positions and are independent of one another; where several rules apply the type follows outside, trend, two of three, shift. */
export interface XmrChart { groups: XmrGroup[]; outside: number[]; shift: number[]; trend: number[]; twoOfThree: number[]; pointTypes: PointType[]; assurance: Assurance | null }

const limitWidth = 2.66;
const nearShare = 2 / 3;
const screenFrom = 3.267;
const pointsForLimits = 13;

/**
 * The chart of a series without gaps, oldest first. An empty series gives an empty chart. Throws RangeError for a value that is no
 * number, a step that is no position of the series, and limits fixed on fewer than 2 points.
 */
export function xmrChart(values: readonly number[], options: XmrOptions = {}): XmrChart {
  refuse(values, options);
  const groups: XmrGroup[] = [];
  const signals: Signals = { outside: [], shift: [], trend: [], twoOfThree: [] };
  const starts = [...new Set([0, ...(options.rebaseAt ?? [])])].sort((a, b) => a - b);
  for (const [place, start] of starts.entries()) {
    const points = values.slice(start, starts[place + 1]);
    if (points.length === 0) continue;
    const limits = limitsOf(points.slice(0, options.fixAfterNPoints ?? undefined), options.screenOutliers ?? true);
    groups.push({ start, end: start + points.length - 1, ...limits, trialLimits: points.length < pointsForLimits });
    const found = signalsOf(points, limits);
    for (const rule of ['outside', 'shift', 'trend', 'twoOfThree'] as const) signals[rule].push(...found[rule]);
  }
  const direction = options.improvementDirection ?? 'increase';
  const positions = (sides: Side[]) => sides.flatMap((side, place) => (side === 0 ? [] : [place]));
  return {
    groups, outside: positions(signals.outside), shift: positions(signals.shift), trend: positions(signals.trend), twoOfThree: positions(signals.twoOfThree),
    pointTypes: values.map((_, place) => pointType(signals.outside[place] || signals.trend[place] || signals.twoOfThree[place] || signals.shift[place] || 0, direction)),
    assurance: assuranceOf(groups.at(-1), options.target ?? null, direction),
  };
}

function refuse(values: readonly number[], { rebaseAt, fixAfterNPoints }: XmrOptions): void {
  if (!values.every(Number.isFinite)) throw new RangeError('A chart is drawn of numbers without gaps.');
  if (!(rebaseAt ?? []).every((place) => Number.isInteger(place) && place >= 0 && place < Math.max(1, values.length))) throw new RangeError('A step is the position of a point of the series.');
  if (fixAfterNPoints != null && !(Number.isInteger(fixAfterNPoints) && fixAfterNPoints >= 2)) throw new RangeError('Limits are fixed on 2 points or more.');
}

/** Mean and limits of these points. */
function limitsOf(points: readonly number[], screened: boolean): Limits {
  const constant = points.every((value) => value === points[0]);
  const mean = constant ? points[0]! : average(points); // the average of equal decimals may differ from them in the last place
  if (points.length < 2) return { mean, averageMovingRange: null, lowerLimit: null, upperLimit: null, nearLowerLimit: null, nearUpperLimit: null };
  const ranges = points.slice(1).map((value, place) => Math.abs(value - points[place]!));
  const unscreened = average(ranges);
  const kept = ranges.filter((range) => range < screenFrom * unscreened);
  const averageMovingRange = screened && kept.length > 0 ? average(kept) : unscreened;
  const reach = limitWidth * averageMovingRange;
  return { mean, averageMovingRange, lowerLimit: mean - reach, upperLimit: mean + reach, nearLowerLimit: mean - nearShare * reach, nearUpperLimit: mean + nearShare * reach };
}
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function pointType(side: Side, direction: ImprovementDirection): PointType {
  if (side === 0) return 'common_cause';
  if (direction === 'neutral') return side > 0 ? 'special_cause_neutral_high' : 'special_cause_neutral_low';
  return (side > 0) === (direction === 'increase') ? 'special_cause_improvement' : 'special_cause_concern';
}

/** Will the target be met whatever chance does? Only a target strictly beyond a limit of the last group is met, or missed, for sure. */
function assuranceOf(group: XmrGroup | undefined, target: number | null, direction: ImprovementDirection): Assurance | null {
  if (!group || group.lowerLimit === null || target === null || direction === 'neutral') return null;
  const error = 1e-12 * Math.max(Math.abs(target), Math.abs(group.lowerLimit), Math.abs(group.upperLimit));
  const higherIsBetter = direction === 'increase';
  if (target > group.upperLimit + error) return higherIsBetter ? 'consistent_fail' : 'consistent_pass';
  if (target < group.lowerLimit - error) return higherIsBetter ? 'consistent_pass' : 'consistent_fail';
  return 'inconsistent';
}

export type VariationIcon = 'common_cause' | 'improvement_high' | 'improvement_low' | 'concern_high' | 'concern_low' | 'neutral_high' | 'neutral_low';
export type AssuranceIcon = 'pass' | 'fail' | 'inconsistent' | 'empty';
/** The two NHS icons of a chart: what the last point says, and what the target may expect. */
export function xmrIcons({ pointTypes, assurance }: Pick<XmrChart, 'pointTypes' | 'assurance'>, direction: ImprovementDirection): { variation: VariationIcon; assurance: AssuranceIcon } {
  const better = direction === 'increase' ? 'high' : 'low';
  const worse = better === 'high' ? 'low' : 'high';
  const icons: Record<PointType, VariationIcon> = {
    common_cause: 'common_cause', special_cause_improvement: `improvement_${better}`, special_cause_concern: `concern_${worse}`,
    special_cause_neutral_high: 'neutral_high', special_cause_neutral_low: 'neutral_low',
  };
  const words: Record<Assurance, AssuranceIcon> = { consistent_pass: 'pass', consistent_fail: 'fail', inconsistent: 'inconsistent' };
  return { variation: icons[pointTypes.at(-1) ?? 'common_cause'], assurance: assurance ? words[assurance] : 'empty' };
}
