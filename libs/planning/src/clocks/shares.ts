// Figures over many clocks: how many are within target, how long people have waited, what another target would mean. Those who wait and
// those who have been seen answer different questions, so a figure always says which it is about. Of nobody there is no percentage.
import type { Clock } from './clocks.js';
import type { ReferralCourse } from './course.js';

type Day = string;
export interface Share { of: number; within: number; percent: number | null; wantedPercent: number | null; /** Null without a wanted percentage, or of nobody. */ met: boolean | null }

/** Both days inclusive. */
export interface Period { from: Day; to: Day }
const inPeriod = (day: Day | null, { from, to }: Period): boolean => day !== null && from <= day && day <= to;

/** Of those still waiting, how many are within their target number `place` (0 unless a rule set has several). */
export const shareOfWaiting = (clocks: readonly Clock[], place = 0): Share => share(clocks.filter((clock) => clock.verdict === 'running' && clock.counted), place);
/** Of the waits completed in a period, how many were within their target. */
export const shareOfCompleted = (clocks: readonly Clock[], period: Period, place = 0): Share =>
  share(clocks.filter((clock) => clock.verdict === 'stopped' && clock.counted && inPeriod(clock.stoppedOn, period)), place);

function share(clocks: readonly Clock[], place: number): Share {
  const targets = clocks.flatMap((clock) => clock.targets[place] ?? []);
  const wanted = [...new Set(targets.map((target) => target.wantedPercent))];
  return shareOf(targets.length, targets.filter((target) => target.withinTarget).length, wanted.length === 1 ? wanted[0]! : null);
}
function shareOf(of: number, within: number, wantedPercent: number | null): Share {
  const percent = of === 0 ? null : (100 * within) / of;
  return { of, within, percent, wantedPercent, met: percent === null || wantedPercent === null ? null : percent >= wantedPercent };
}

/** Clocks that run past any of their targets: how many would be in breach today under the targets they were asked with. */
export const breaches = (clocks: readonly Clock[]): Clock[] => clocks.filter((clock) => clock.verdict === 'running' && clock.targets.some((target) => target.withinTarget === false));
/** "With a target of 4 weeks, 23 open referrals would be in breach today." The clocks must have been asked with that target. */
export function impactSentence(clocks: readonly Clock[], targetDays: number): string {
  const target = targetDays > 0 && targetDays % 7 === 0 ? counted(targetDays / 7, 'week') : counted(targetDays, 'day');
  const late = new Set(breaches(clocks)).size;
  return `With a target of ${target}, ${late === 0 ? 'no open referral' : counted(late, 'open referral')} would be in breach today.`;
}
const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** Two denominators are in use: NHS England's SQL counts first treatments in the period, the national publication courses finished in it. */
export type TalkingTherapiesDenominator = 'first-treatment' | 'finished-course';
export interface TalkingTherapiesShare { denominator: TalkingTherapiesDenominator; sixWeeks: Share; eighteenWeeks: Share }
/** Ended with at least two attended treatment contacts; a follow-up is no session. */
export const finishedCourse = (course: ReferralCourse): boolean => course.endedOn !== null && course.sessions.length >= 2;

/** The 6- and 18-week figures of talking therapies in a period, with the denominator that is named in the answer. `clock` is the referral's clock under that rule set. */
export function talkingTherapiesShare(referrals: readonly { course: ReferralCourse; clock: Clock }[], period: Period, denominator: TalkingTherapiesDenominator): TalkingTherapiesShare {
  const belongs = ({ course, clock }: { course: ReferralCourse; clock: Clock }): boolean =>
    clock.verdict === 'stopped' && (denominator === 'first-treatment' ? inPeriod(clock.stoppedOn, period) : finishedCourse(course) && inPeriod(course.endedOn, period));
  const clocks = referrals.filter(belongs).map(({ clock }) => clock);
  return { denominator, sixWeeks: share(clocks, 0), eighteenWeeks: share(clocks, 1) };
}

export const gapBands = ['up to 28 days', '29 to 56 days', '57 to 90 days', 'more than 90 days'] as const;
export type GapBand = (typeof gapBands)[number];
/** The band of the wait from first to second session, in days; more than 90 is the national warning. Source: NHS England, TT LTC dashboard SQL. */
export const gapBand = (days: number): GapBand => gapBands[days <= 28 ? 0 : days <= 56 ? 1 : days <= 90 ? 2 : 3];

export interface WaitSummary { count: number; mean: number | null; median: number | null; p92: number | null; longest: number | null }
/** Mean, median, 92nd percentile and longest of some waits in days; nulls of nobody. Percentiles interpolate between neighbours, as PostgreSQL's percentile_cont does. */
export function waitSummary(days: readonly number[]): WaitSummary {
  const sorted = [...days].sort((a, b) => a - b);
  return {
    count: sorted.length, mean: sorted.length === 0 ? null : sorted.reduce((sum, one) => sum + one, 0) / sorted.length,
    median: percentile(sorted, 0.5), p92: percentile(sorted, 0.92), longest: sorted.at(-1) ?? null,
  };
}
/** The share `p` (0 to 1) of ascending values lies at or below the answer, linearly between neighbours. Null of nothing. */
export function percentile(ascending: readonly number[], p: number): number | null {
  if (ascending.length === 0) return null;
  const place = p * (ascending.length - 1);
  const low = ascending[Math.floor(place)]!;
  return low + (ascending[Math.ceil(place)]! - low) * (place - Math.floor(place));
}
