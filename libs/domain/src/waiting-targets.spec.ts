import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { waitingTarget, type WaitingAnswer, type WaitingQuestion } from './waiting-targets.js';

interface Vector { name: string; input: WaitingQuestion; expected: WaitingAnswer }
const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/waiting-targets.json', import.meta.url), 'utf8')) as Vector[];
const ask = (question: Partial<WaitingQuestion>) => waitingTarget({ received: '2025-01-06', timeZone: 'Europe/London', targetDays: 28, ...question });

describe('a waiting target in days', () => {
  it.each(vectors)('is counted as the national dashboards count: $name', ({ input, expected }) => expect(waitingTarget(input)).toEqual(expected));

  it('looks at the local day of "as of" as well', () => {
    expect(ask({ received: '2025-07-01', asOf: '2025-07-29T22:59:59Z' })).toMatchObject({ daysWaited: 28, withinTarget: true });
    expect(ask({ received: '2025-07-01', asOf: '2025-07-29T23:00:00Z' })).toMatchObject({ daysWaited: 29, withinTarget: false });
  });

  it.each(['2025-02-30', '2025-07-01T23:30:00', '06/01/2025', ''])('refuses to guess what day "%s" is', (received) => {
    expect(() => ask({ received })).toThrow('A time is a day');
  });

  it.each([-1, 1.5, NaN])('refuses a target of %d days', (targetDays) => expect(() => ask({ targetDays })).toThrow('whole number of days'));

  it('is met on every day up to the last one in target and missed from the next day on, whatever the clocks do in between', () => {
    const days = fc.integer({ min: Date.parse('2020-01-01') / 86_400_000, max: Date.parse('2040-12-31') / 86_400_000 });
    fc.assert(fc.property(days, fc.nat(400), fc.nat(900), (start, targetDays, waited) => {
      const day = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
      const answer = ask({ received: day(start), targetDays, asOf: day(start + waited) });
      expect(answer).toEqual({
        clockStartDate: day(start), lastInTargetDate: day(start + targetDays), firstBreachDate: day(start + targetDays + 1),
        daysWaited: waited, withinTarget: day(start + waited) < answer.firstBreachDate,
      });
    }), { numRuns: 5_000 });
  });
});
