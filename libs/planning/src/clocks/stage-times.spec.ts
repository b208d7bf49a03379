import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { daysBetween, localDay } from '#domain';
import { allocate, cbt, medication, received, referralAt, screened, session } from '../../../../test/builders/referral.js';
import type { Course } from '../../../../test/builders/course.js';
import { stageSignal, stageTimes } from './stage-times.js';

const london = 'Europe/London';
const times = (course: Course, asOf = localDay(course.at, london)) => stageTimes(course.events, { asOf, timeZone: london })!;

describe('time in each stage', () => {
  test('is counted in days of the clinic, stage after stage, and adds up to the whole', () => {
    const course = referralAt('awaiting-assessment');
    course.passes({ days: 3 });
    course.does('amina', { act: 'askReferrerForInformation', questions: ['risk'] });
    course.passes({ days: 2 });
    course.does('ngozi', { act: 'recordReferrerReply' });
    course.passes({ days: 4 });
    expect(times(course).spells.map(({ stage, days }) => [stage, days])).toEqual([['awaiting-triage', 0], ['awaiting-assessment', 3], ['awaiting-information', 2], ['awaiting-assessment', 4]]);
    expect(times(course).days).toEqual({ 'awaiting-triage': 0, 'awaiting-assessment': 7, 'awaiting-information': 2 });
  });
  test('begins at the receipt, also when an import recorded it weeks later', () => {
    const course = received({ receive: { receivedAt: '2026-02-02T09:00:00.000Z', imported: true, source: 'import' } });
    expect(times(course).spells).toEqual([{ stage: 'awaiting-triage', from: '2026-02-02T09:00:00.000Z', to: null, days: 30 }]);
  });
  test('ends when the referral closes', () => {
    const course = referralAt('closed');
    const [followUp] = times(course).spells.slice(-1);
    expect(followUp).toMatchObject({ stage: 'in-follow-up', to: course.referral.stageSince });
    expect(times(course, '2027-01-01').spells).toEqual(times(course).spells);
  });
  test('is unknown before the receipt', () => expect(stageTimes(received().events, { asOf: '2026-03-03', timeZone: london })).toBeNull());

  test('adds up to the days since receipt, at every stage and on every day', () => {
    const stages = ['awaiting-information', 'in-assessment', 'awaiting-treatment', 'in-treatment', 'in-follow-up'] as const;
    fc.assert(fc.property(fc.constantFrom(...stages), fc.nat(300), (stage, days) => {
      const course = referralAt(stage);
      const asOf = localDay(new Date(Date.parse(course.at) + days * 86_400_000).toISOString(), london);
      const { spells } = times(course, asOf);
      expect(spells.reduce((sum, spell) => sum + spell.days, 0)).toBe(daysBetween('2026-03-04', asOf));
      for (const [place, spell] of spells.entries()) expect(spell.to).toBe(spells[place + 1]?.from ?? null);
    }), { numRuns: 100 });
  });
});

describe('the hidden wait', () => {
  test('begins with the last assessment once treatment has been offered, and ends with the first session', () => {
    const waiting = referralAt('awaiting-treatment');
    waiting.passes({ days: 20 });
    expect(times(waiting).hiddenWait).toEqual({ from: '2026-03-11', to: null, days: 20, endedBy: null });
    session(waiting);
    expect(times(waiting).hiddenWait).toEqual({ from: '2026-03-11', to: '2026-04-07', days: 27, endedBy: 'first-treatment' });
  });
  test('has not begun while the assessment goes on', () => expect(times(referralAt('in-assessment')).hiddenWait).toBeNull());
  test('begins with acceptance for whoever was assessed elsewhere', () => {
    const course = screened();
    course.passes({ days: 1 });
    course.does('amina', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation' });
    course.passes({ days: 6 });
    expect(times(course).hiddenWait).toMatchObject({ from: '2026-03-05', days: 6 });
  });
  test('of somebody who leaves ends untreated', () => {
    const course = referralAt('awaiting-treatment');
    course.passes({ days: 30 });
    course.does('amina', { act: 'withdraw', by: 'patient' });
    expect(times(course, '2026-06-01').hiddenWait).toEqual({ from: '2026-03-11', to: '2026-04-10', days: 30, endedBy: 'left' });
  });
});

describe('the wait of each strand', () => {
  test('runs from its opening to its own first session', () => {
    const course = referralAt('awaiting-allocation');
    allocate(course, [cbt, medication]);
    session(course, { strandNo: 2 });
    course.passes({ days: 10 });
    expect(times(course).strands).toEqual([
      { no: 1, discipline: 'psychotherapist', modality: 'cbt', from: '2026-03-11', to: null, days: 17 },
      { no: 2, discipline: 'psychiatrist', modality: 'medication', from: '2026-03-11', to: '2026-03-18', days: 7 },
    ]);
  });
  test('the gap from first to second session runs on until there is a second', () => {
    const course = referralAt('in-treatment');
    course.passes({ days: 12 });
    expect(times(course).firstToSecond).toEqual({ days: 12, to: null });
    session(course);
    expect(times(course).firstToSecond).toEqual({ days: 19, to: '2026-04-06' });
    expect(times(referralAt('awaiting-treatment')).firstToSecond).toBeNull();
  });
});

describe('the signal of a stage', () => {
  test.each([[13, 'green'], [14, 'amber'], [22, 'amber'], [23, 'red'], [60, 'red']] as const)('after %d of 28 days is %s', (days, signal) => expect(stageSignal(days, 28)).toBe(signal));
  test('follows the service\'s own shares, and refuses a budget of nothing', () => {
    expect(stageSignal(25, 28, { amberFrom: 0.9, redFrom: 1 })).toBe('green');
    expect(() => stageSignal(1, 0)).toThrow('above 0');
  });
});
