import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { rttClocks, rttCodes, type RttAnswer, type RttEvent, type RttQuestion } from './rtt-clock.js';

interface Vector { name: string; input: RttQuestion; expected: RttAnswer }
const vectors = JSON.parse(readFileSync(new URL('../../../../test/vectors/rtt-clock.json', import.meta.url), 'utf8')) as Vector[];
const clocks = (...events: RttEvent[]) => rttClocks({ events, asOf: '2025-06-30', targetDays: 126 });
const event = (id: number, date: string, code: string, more: Partial<RttEvent> = {}): RttEvent => ({ id, date, rttStatus: code, ...more });
const shown = { appointmentCommunicated: true };

describe('the 18-week clock', () => {
  test.each(vectors)('follows the national rules: $name', ({ input, expected }) => expect(rttClocks(input)).toEqual(expected));

  test('knows the seventeen codes and no other', () => {
    expect(Object.keys(rttCodes)).toHaveLength(17);
    expect(() => clocks(event(1, '2025-01-06', '13'))).toThrow('no RTT status code');
  });
  test('refuses a day that does not exist', () => expect(() => clocks(event(1, '2025-02-30', '10'))).toThrow('no day'));

  test.each(['90', '91', '98', '99'])('code %s neither starts nor stops a clock, and is no finding without one', (code) => {
    expect(clocks(event(1, '2025-01-06', code))).toEqual({ clocks: [], findings: [] });
    expect(clocks(event(1, '2025-01-06', '10'), event(2, '2025-02-06', code)).clocks[0]).toMatchObject({ verdict: 'RUNNING', stop: null });
  });

  test('a start at which the patient was seen is already care: a later missed appointment no longer nullifies', () => {
    const { clocks: [clock], findings } = clocks(event(1, '2025-01-06', '10', { attendance: '5' }), event(2, '2025-02-03', '33', { attendance: '3', ...shown }));
    expect(clock!.verdict).toBe('RUNNING');
    expect(findings).toEqual([{ type: 'DNA_NOT_FIRST_ACTIVITY', eventId: 2 }]);
  });
  test('an appointment that was cancelled is no care: the first missed one after it still nullifies', () => {
    expect(clocks(event(1, '2025-01-06', '10'), event(2, '2025-01-20', '20', { attendance: '2' }), event(3, '2025-02-03', '33', { attendance: '3', ...shown })).clocks[0]!.verdict).toBe('NULLIFIED');
  });
  test('a missed first appointment that was not nullified counts as care for the next one', () => {
    const { findings } = clocks(event(1, '2025-01-06', '10'), event(2, '2025-02-03', '33', { attendance: '3' }), event(3, '2025-02-17', '33', { attendance: '3', ...shown }));
    expect(findings).toEqual([{ type: 'DNA_NOT_COMMUNICATED', eventId: 2 }, { type: 'DNA_NOT_FIRST_ACTIVITY', eventId: 3 }]);
  });
  test('once a stop holds, later codes on that clock are not looked at', () => {
    expect(clocks(event(1, '2025-01-06', '10'), event(2, '2025-02-03', '30', { attendance: '5' }), event(3, '2025-03-03', '33', { attendance: '3' })).findings).toEqual([]);
  });
  test('a separate condition needs no finding, a second start while the clock runs does, and a start after a stop does not', () => {
    const answer = clocks(event(1, '2025-01-06', '10'), event(2, '2025-02-03', '12'), event(3, '2025-03-03', '30'), event(4, '2025-04-03', '11'), event(5, '2025-05-03', '10'));
    expect(answer.clocks).toHaveLength(4);
    expect(answer.findings).toEqual([{ type: 'START_WHILE_RUNNING', eventId: 5 }]);
  });
  test('events of one day are taken in the order of their ids, 9 before 10', () => {
    expect(clocks(event(10, '2025-01-06', '30'), event(9, '2025-01-06', '10')).clocks[0]).toMatchObject({ verdict: 'STOPPED', daysWaited: 0, withinTarget: true });
  });
});

const days = fc.integer({ min: 0, max: 400 }).map((number) => new Date(Date.UTC(2025, 0, 6 + number)).toISOString().slice(0, 10));
const anyEvent = fc.record({
  date: days, rttStatus: fc.constantFrom(...Object.keys(rttCodes)), attendance: fc.constantFrom(undefined, '2', '3', '4', '5', '6', '7'),
  appointmentCommunicated: fc.boolean(), notContraryToBestInterests: fc.boolean(), underPublishedPolicy: fc.boolean(),
});
const anyCourse = fc.array(anyEvent, { maxLength: 14 }).map((events) => events.map((one, place) => ({ id: place + 1, ...one })));

describe('whatever was recorded', () => {
  const judged = (events: readonly RttEvent[]) => rttClocks({ events, asOf: '2026-12-31', targetDays: 126 });

  test('there is one clock for each start, in the order of the starts', () => {
    fc.assert(fc.property(anyCourse, (events) => {
      const starts = events.filter((one) => rttCodes[one.rttStatus as '10'].effect === ('starts' as string)).map((one) => one.date).sort();
      expect(judged(events).clocks.map((clock) => clock.start)).toEqual(starts);
      expect(judged(events).clocks.map((clock) => clock.seq)).toEqual(starts.map((_, place) => place + 1));
    }), { numRuns: 2_000 });
  });
  test('no clock stops before it starts, and a nullified one is never counted', () => {
    fc.assert(fc.property(anyCourse, (events) => {
      for (const { start, stop, verdict, counted, daysWaited, withinTarget } of judged(events).clocks) {
        if (stop !== null) expect(stop >= start).toBe(true);
        expect(counted).toBe(verdict !== 'NULLIFIED');
        expect(daysWaited === null).toBe(!counted);
        expect(withinTarget).toBe(daysWaited === null ? null : daysWaited <= 126);
      }
    }), { numRuns: 2_000 });
  });
  test('the order in which a system hands the events over changes nothing', () => {
    fc.assert(fc.property(anyCourse.chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))), ([events, shuffled]) => {
      expect(judged(shuffled)).toEqual(judged(events));
    }), { numRuns: 1_000 });
  });
  test('every stop is either the stop of a clock, comes after one, or is a finding: none is dropped', () => {
    fc.assert(fc.property(anyCourse, (events) => {
      const { clocks: all, findings } = judged(events);
      const stops = events.filter((one) => rttCodes[one.rttStatus as '10'].effect === ('stops' as string));
      const first = all[0]?.start;
      for (const stop of stops) {
        const found = findings.some((finding) => finding.eventId === stop.id);
        const settled = all.some((clock) => clock.stop !== null && clock.stop <= stop.date);
        expect(found || settled).toBe(true);
        if (first === undefined || stop.date < first) expect(findings).toContainEqual({ type: 'ORPHAN_EVENT', eventId: stop.id });
      }
    }), { numRuns: 2_000 });
  });
});
