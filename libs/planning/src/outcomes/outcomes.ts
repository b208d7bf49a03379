// Did the treatment help? Caseness, recovery and reliable change of talking therapies, first and last score compared.
// Source: IAPT manual as quoted by CBT Watch (secondary), Fingertips glossary, RCPsych Mental Health Watch; the definitions of
// reliable improvement and deterioration are unconfirmed. Everybody is judged for change; recovery needs caseness at the start.
import type { EventOf, Instant, ReferralEvent } from '#domain';
import { anxietyMeasures, outcomeMeasures, type AnxietyMeasure } from './measures.js';

export interface OutcomeVerdict {
  casenessAtStart: boolean; casenessAtEnd: boolean; recovery: boolean;
  reliableImprovement: boolean; reliableDeterioration: boolean; noReliableChange: boolean; reliableRecovery: boolean;
}
/** Totals of the depression measure (PHQ-9) and of the anxiety measure that fits the problem (GAD-7 unless another does). */
export interface Scores { depression: number; anxiety: number }

/**
 * Judges first against last scores. Caseness: at or above the cut-off on either measure. Recovery: caseness at the start, below both
 * cut-offs at the end. Reliable improvement: one or both fall by at least their threshold and neither rises by its own; deterioration
 * is the mirror image; one better and the other worse is no reliable change. Throws RangeError for a total the scale does not have.
 */
export function judgeOutcome(first: Scores, last: Scores, anxietyMeasure: AnxietyMeasure = 'gad-7'): OutcomeVerdict {
  const scales = [{ scale: outcomeMeasures['phq-9'], from: first.depression, to: last.depression }, { scale: anxietyMeasures[anxietyMeasure], from: first.anxiety, to: last.anxiety }];
  for (const { scale, from, to } of scales) for (const total of [from, to]) refuseTotal(total, scale.most);
  const casenessAtStart = scales.some(({ scale, from }) => from >= scale.caseness);
  const casenessAtEnd = scales.some(({ scale, to }) => to >= scale.caseness);
  const better = scales.some(({ scale, from, to }) => fallsBy(from, to, scale.reliableChange));
  const worse = scales.some(({ scale, from, to }) => fallsBy(to, from, scale.reliableChange));
  const recovery = casenessAtStart && !casenessAtEnd;
  return {
    casenessAtStart, casenessAtEnd, recovery,
    reliableImprovement: better && !worse, reliableDeterioration: worse && !better, noReliableChange: better === worse,
    reliableRecovery: recovery && better && !worse,
  };
}
/** Item means have decimals, and 2.3 - 1.57 is not quite 0.73. */
const fallsBy = (from: number, to: number, threshold: number): boolean => from - to >= threshold - 1e-9;
function refuseTotal(total: number, most: number): void {
  if (!(Number.isFinite(total) && total >= 0 && total <= most)) throw new RangeError(`A total lies between 0 and ${most}.`);
}

/** The same for a pair of PHQ-9 and GAD-7 totals. */
export const talkingTherapiesOutcome = ({ first, last }: Record<'first' | 'last', { phq9: number; gad7: number }>): OutcomeVerdict =>
  judgeOutcome({ depression: first.phq9, anxiety: first.gad7 }, { depression: last.phq9, anxiety: last.gad7 });

export interface PairedOutcome { first: Scores; last: Scores; firstAt: Instant; lastAt: Instant; verdict: OutcomeVerdict }
/**
 * The outcome of one referral from its events: first and last PHQ-9 and GAD-7. Null while either was taken less than twice:
 * one score says nothing of change, and unpaired courses stay outside every outcome figure (say how many they are).
 */
export function outcomeOf(events: readonly ReferralEvent[]): PairedOutcome | null {
  const taken = events.filter((event): event is EventOf<'outcome-measure-recorded'> => event.type === 'outcome-measure-recorded');
  const [depression, anxiety] = (['phq-9', 'gad-7'] as const).map((measure) => taken.filter((one) => one.measure === measure));
  if (depression!.length < 2 || anxiety!.length < 2) return null;
  const first = { depression: depression![0]!.total, anxiety: anxiety![0]!.total };
  const last = { depression: depression!.at(-1)!.total, anxiety: anxiety!.at(-1)!.total };
  const at = [depression!, anxiety!].flatMap((scores) => [scores[0]!.at, scores.at(-1)!.at]).sort();
  return { first, last, firstAt: at[0]!, lastAt: at.at(-1)!, verdict: judgeOutcome(first, last) };
}

export interface OutcomeShares { paired: number; unpaired: number; atCaseness: number; recovered: number; reliablyRecovered: number; reliablyImproved: number; reliablyDeteriorated: number; recoveryPercent: number | null; reliableRecoveryPercent: number | null; reliableImprovementPercent: number | null }
/** Counts and percentages over courses: recovery of those who began at caseness, improvement of everybody with paired scores. Null percentages where nobody is counted. */
export function outcomeShares(outcomes: readonly (PairedOutcome | null)[]): OutcomeShares {
  const paired = outcomes.flatMap((one) => one?.verdict ?? []);
  const count = (which: keyof OutcomeVerdict) => paired.filter((verdict) => verdict[which]).length;
  const atCaseness = count('casenessAtStart');
  const percent = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole);
  return {
    paired: paired.length, unpaired: outcomes.length - paired.length, atCaseness,
    recovered: count('recovery'), reliablyRecovered: count('reliableRecovery'), reliablyImproved: count('reliableImprovement'), reliablyDeteriorated: count('reliableDeterioration'),
    recoveryPercent: percent(count('recovery'), atCaseness), reliableRecoveryPercent: percent(count('reliableRecovery'), atCaseness), reliableImprovementPercent: percent(count('reliableImprovement'), paired.length),
  };
}
