import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { measures } from '#domain';
import { referralAt } from '../../../../test/builders/referral.js';
import { outcomeMeasures, reliableChangeInWords, scoreAnswers, severity } from './measures.js';
import { judgeOutcome, outcomeOf, outcomeShares, talkingTherapiesOutcome, type OutcomeVerdict } from './outcomes.js';

type Pair = { phq9: number; gad7: number };
interface Vector { name: string; input: { first: Pair; last: Pair }; expected: OutcomeVerdict }
const vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/talking-therapies-outcomes.json', import.meta.url), 'utf8')) as Vector[];

describe('the outcome of talking therapies', () => {
  test.each(vectors)('is judged as the national definitions say: $name', ({ input, expected }) => expect(talkingTherapiesOutcome(input)).toEqual(expected));

  test('a total that the scale does not have is refused', () => {
    expect(() => talkingTherapiesOutcome({ first: { phq9: 28, gad7: 1 }, last: { phq9: 1, gad7: 1 } })).toThrow('between 0 and 27');
    expect(() => judgeOutcome({ depression: 1, anxiety: -1 }, { depression: 1, anxiety: 1 })).toThrow('between 0 and 21');
  });
  test('an agoraphobia mean that falls from 2.3 to 1.57 has fallen by 0.73: reliable, and recovered', () => {
    expect(judgeOutcome({ depression: 4, anxiety: 2.3 }, { depression: 4, anxiety: 1.57 }, 'mi')).toMatchObject({ casenessAtStart: true, reliableRecovery: true });
  });

  const pairs = fc.record({ phq9: fc.integer({ min: 0, max: 27 }), gad7: fc.integer({ min: 0, max: 21 }) });
  test('of improvement, deterioration and no reliable change exactly one holds, and swapping first and last mirrors them', () => {
    fc.assert(fc.property(pairs, pairs, (first, last) => {
      const there = talkingTherapiesOutcome({ first, last });
      const back = talkingTherapiesOutcome({ first: last, last: first });
      expect([there.reliableImprovement, there.reliableDeterioration, there.noReliableChange].filter(Boolean)).toHaveLength(1);
      expect(back.reliableDeterioration).toBe(there.reliableImprovement);
      expect(back.casenessAtStart).toBe(there.casenessAtEnd);
    }), { numRuns: 3_000 });
  });
  test('nobody recovers who did not begin at caseness, and reliable recovery needs both of its parts', () => {
    fc.assert(fc.property(pairs, pairs, (first, last) => {
      const verdict = talkingTherapiesOutcome({ first, last });
      if (verdict.recovery) expect([verdict.casenessAtStart, verdict.casenessAtEnd]).toEqual([true, false]);
      expect(verdict.reliableRecovery).toBe(verdict.recovery && verdict.reliableImprovement);
    }), { numRuns: 3_000 });
  });
});

describe('the outcome of one referral', () => {
  test('compares the first with the last scores, and is unknown while either measure was taken only once', () => {
    const course = referralAt('in-treatment');
    const take = (measure: 'phq-9' | 'gad-7', total: number) => course.does('imogen', { act: 'recordOutcomeMeasure', measure, total, ...(measure === 'phq-9' && { riskItem: 0 }) });
    take('phq-9', 18);
    take('gad-7', 14);
    course.passes({ days: 7 });
    take('phq-9', 15);
    expect(outcomeOf(course.events)).toBeNull();
    take('phq-9', 7);
    take('gad-7', 5);
    const outcome = outcomeOf(course.events)!;
    expect([outcome.first, outcome.last]).toEqual([{ depression: 18, anxiety: 14 }, { depression: 7, anxiety: 5 }]);
    expect(outcome.verdict).toMatchObject({ recovery: true, reliableRecovery: true });
    expect(outcomeShares([outcome, null])).toMatchObject({ paired: 1, unpaired: 1, atCaseness: 1, reliablyRecovered: 1, reliableRecoveryPercent: 100 });
  });
  test('a percentage of nobody is no percentage', () => {
    expect(outcomeShares([])).toMatchObject({ paired: 0, recoveryPercent: null, reliableImprovementPercent: null });
  });
});

describe('questionnaires', () => {
  test('every measure that a clinician can record adds up to the highest total of the record', () => {
    for (const [measure, most] of Object.entries(measures)) {
      const { questions, mostPerQuestion } = outcomeMeasures[measure as keyof typeof measures];
      expect(questions * mostPerQuestion).toBe(most);
      expect(scoreAnswers(measure as keyof typeof measures, Array.from({ length: questions }, () => mostPerQuestion)).total).toBe(most);
    }
  });
  test.each([['phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 1]], ['core-10', [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]]] as const)('one point on the risk question of %s brings a clinician, however low the total', (measure, answers) => {
    expect(scoreAnswers(measure, answers)).toEqual({ total: 1, riskAnswer: 1, needsClinician: true });
  });
  test('a missing answer or one that is not on the form is refused', () => {
    expect(() => scoreAnswers('gad-7', [1, 1, 1])).toThrow('has 7 answers');
    expect(() => scoreAnswers('gad-7', [1, 1, 1, 1, 1, 1, 4])).toThrow('between 0 and 3');
  });
  test.each([['phq-9', 4, 'none or minimal'], ['phq-9', 10, 'moderate'], ['phq-9', 20, 'severe'], ['gad-7', 15, 'severe'], ['core-10', 10, 'below the clinical range'], ['wsas', 40, null]] as const)('%s of %d is %s', (measure, total, words) => {
    expect(severity(measure, total)).toBe(words);
  });
  test('a change is said in words, with what it takes', () => {
    expect(reliableChangeInWords('phq-9', 18, 12)).toBe('Reliably improved (18 to 12; at least 6)');
    expect(reliableChangeInWords('gad-7', 5, 9)).toBe('Reliably worse (5 to 9; at least 4)');
    expect(reliableChangeInWords('core-10', 20, 15)).toBe('No reliable change (20 to 15; less than 6)');
    expect(reliableChangeInWords('wsas', 20, 5)).toBeNull();
  });
});
