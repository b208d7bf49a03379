// TABLE of questionnaires: how many questions, how they add up, from where on a total is a case, what change is more than error.
// Source: domain reference section 7.6 (IAPT manual as quoted by CBT Watch; Clark, PMC5942544, table 2); CORE-10: Barkham et al.
// 2013, Counselling and Psychotherapy Research 13(1). Anxiety measures other than GAD-7 are unconfirmed.
import type { Measure } from '#domain';

export interface OutcomeMeasure {
  name: string;
  questions: number; mostPerQuestion: number;
  /** Highest total. */
  most: number;
  /** At or above: a case. Null: disability is always taken, there is no caseness. */
  caseness: number | null;
  /** A change of at least this much is more than the scale's own error. */
  reliableChange: number | null;
  /** Number of the question (from 1) whose answer above 0 brings a clinician at once. */
  riskQuestion: number | null;
  /** First total of each band, ascending. */
  bands: readonly { from: number; words: string }[];
}

export const outcomeMeasures = {
  'phq-9': {
    name: 'PHQ-9, depression', questions: 9, mostPerQuestion: 3, most: 27, caseness: 10, reliableChange: 6, riskQuestion: 9,
    bands: [{ from: 0, words: 'none or minimal' }, { from: 5, words: 'mild' }, { from: 10, words: 'moderate' }, { from: 15, words: 'moderately severe' }, { from: 20, words: 'severe' }],
  },
  'gad-7': {
    name: 'GAD-7, anxiety', questions: 7, mostPerQuestion: 3, most: 21, caseness: 8, reliableChange: 4, riskQuestion: null,
    bands: [{ from: 0, words: 'none or minimal' }, { from: 5, words: 'mild' }, { from: 10, words: 'moderate' }, { from: 15, words: 'severe' }],
  },
  wsas: { name: 'WSAS, work and social adjustment', questions: 5, mostPerQuestion: 8, most: 40, caseness: null, reliableChange: null, riskQuestion: null, bands: [] },
  'core-10': {
    name: 'CORE-10, psychological distress', questions: 10, mostPerQuestion: 4, most: 40, caseness: 11, reliableChange: 6, riskQuestion: 6,
    bands: [{ from: 0, words: 'below the clinical range' }, { from: 11, words: 'mild' }, { from: 15, words: 'moderate' }, { from: 20, words: 'moderately severe' }, { from: 25, words: 'severe' }],
  },
} as const satisfies Record<Measure, OutcomeMeasure>;

/** The anxiety measure that fits the problem; GAD-7 otherwise, or when the specific one is missing. `most` is the highest total, or the highest mean of an agoraphobia inventory. */
export const anxietyMeasures = {
  'gad-7': { problem: 'any other anxiety', most: 21, caseness: 8, reliableChange: 4 },
  spin: { problem: 'social anxiety', most: 68, caseness: 19, reliableChange: 10 },
  'ies-r': { problem: 'post-traumatic stress, before PCL-5', most: 88, caseness: 33, reliableChange: 9 },
  'pcl-5': { problem: 'post-traumatic stress', most: 80, caseness: 32, reliableChange: 10 },
  oci: { problem: 'obsessive-compulsive disorder', most: 168, caseness: 40, reliableChange: 32 },
  hai: { problem: 'health anxiety', most: 54, caseness: 18, reliableChange: 4 },
  pdss: { problem: 'panic', most: 28, caseness: 8, reliableChange: 5 },
  mi: { problem: 'agoraphobia, mean of the answers', most: 5, caseness: 2.3, reliableChange: 0.73 },
} as const satisfies Record<string, { problem: string; most: number; caseness: number; reliableChange: number }>;
export type AnxietyMeasure = keyof typeof anxietyMeasures;

export interface ScoredAnswers { total: number; riskAnswer: number | null; needsClinician: boolean }
/**
 * Adds up answers as printed beside each question (CORE-10 prints its two turned questions turned). All questions must be answered:
 * throws RangeError for a missing answer or one the question does not have. `needsClinician` when the risk question is above 0.
 */
export function scoreAnswers(measure: Measure, answers: readonly number[]): ScoredAnswers {
  const { name, questions, mostPerQuestion, riskQuestion } = outcomeMeasures[measure];
  if (answers.length !== questions) throw new RangeError(`${name} has ${questions} answers.`);
  if (!answers.every((answer) => Number.isInteger(answer) && answer >= 0 && answer <= mostPerQuestion)) throw new RangeError(`An answer of ${name} lies between 0 and ${mostPerQuestion}.`);
  const riskAnswer = riskQuestion === null ? null : answers[riskQuestion - 1]!;
  return { total: answers.reduce((sum, answer) => sum + answer, 0), riskAnswer, needsClinician: (riskAnswer ?? 0) > 0 };
}

/** The band a total lies in, in words; null where the measure has no bands. */
export function severity(measure: Measure, total: number): string | null {
  const bands: readonly { from: number; words: string }[] = outcomeMeasures[measure].bands;
  return bands.findLast(({ from }) => total >= from)?.words ?? null;
}

/** The change from one total to another on one measure, in words; null where the measure has no threshold. Lower is better on all of them. */
export function reliableChangeInWords(measure: Measure, first: number, last: number): string | null {
  const { reliableChange } = outcomeMeasures[measure];
  if (reliableChange === null) return null;
  const moved = `${first} to ${last}`;
  if (Math.abs(first - last) < reliableChange) return `No reliable change (${moved}; less than ${reliableChange})`;
  return `Reliably ${last < first ? 'improved' : 'worse'} (${moved}; at least ${reliableChange})`;
}
