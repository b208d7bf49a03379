import fc from 'fast-check';
import { addDays, ageOn, daysBetween, instantAt, isInstant, isRealDay, localDay, readDay, readTime, toInstant, weekday } from './local-time.js';

const LONDON = 'Europe/London';
const FIRST = Date.parse('2020-01-01T00:00:00.000Z');
const LAST = Date.parse('2040-12-31T23:59:59.999Z');
const anyInstant = fc.integer({ min: FIRST, max: LAST }).map((ms) => new Date(ms).toISOString());
const anyDay = anyInstant.map((instant) => instant.slice(0, 10));
// Clocks with and without summer time, on both sides of the equator, and one that moves by half an hour.
const anyZone = fc.constantFrom(LONDON, 'Europe/Dublin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC');
const anyClock = fc.integer({ min: 0, max: 95 }).map((quarter) => `${pad(Math.floor(quarter / 4))}:${pad((quarter % 4) * 15)}`);
const pad = (number: number): string => String(number).padStart(2, '0');

const shown = new Map<string, Intl.DateTimeFormat>();
/** What a wall clock shows, straight from the platform: `2027-03-28 02:00`. */
function wallClock(ms: number, timeZone: string): string {
  if (!shown.has(timeZone)) shown.set(timeZone, new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }));
  return shown.get(timeZone)!.format(ms);
}

describe('the day on the clinic\'s wall', () => {
  it.each([
    ['2025-07-01T23:30:00.000Z', '2025-07-02', 'half past midnight in summer'],
    ['2025-01-06T23:30:00.000Z', '2025-01-06', 'late evening in winter'],
    ['2027-03-28T00:59:59.999Z', '2027-03-28', 'just before the clocks go forward'],
    ['2027-10-30T23:00:00.000Z', '2027-10-31', 'midnight before the clocks go back'],
    ['2027-12-31T23:59:59.999Z', '2027-12-31', 'the last moment of the year'],
  ])('at %s is %s (%s)', (instant, day) => expect(localDay(instant, LONDON)).toBe(day));

  it('is the one that the platform\'s own calendar shows, 2020 to 2040, wherever the clinic stands', () => {
    fc.assert(fc.property(anyInstant, anyZone, (instant, zone) => localDay(instant, zone) === wallClock(Date.parse(instant), zone).slice(0, 10)), { numRuns: 10_000 });
  });
});

describe('a time on the clinic\'s wall', () => {
  it.each([
    ['2027-03-28', '01:30', '2027-03-28T01:00:00.000Z', 'never comes: the first moment after the gap'],
    ['2027-03-28', '01:00', '2027-03-28T01:00:00.000Z', 'the first minute that is skipped'],
    ['2027-03-28', '01:07', '2027-03-28T01:00:00.000Z', 'never comes, at an odd minute'],
    ['2027-03-28', '00:59', '2027-03-28T00:59:00.000Z', 'the last minute before the gap'],
    ['2027-03-28', '02:00', '2027-03-28T01:00:00.000Z', 'the first minute after the gap'],
    ['2027-10-31', '01:30', '2027-10-31T00:30:00.000Z', 'comes twice: the first of the two'],
    ['2027-10-31', '02:00', '2027-10-31T02:00:00.000Z', 'comes once, after both'],
    ['2027-03-28', '09:00', '2027-03-28T08:00:00.000Z', 'opening time on the day of the change'],
    ['2027-07-01', '24:00', '2027-07-01T23:00:00.000Z', 'midnight at the end of a summer day'],
  ])('%s %s is %s (%s)', (day, clock, instant) => expect(instantAt(day, clock, LONDON)).toBe(instant));

  it('is found also where a whole day was skipped', () => {
    expect(instantAt('2011-12-30', '12:00', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('is the first moment at which the wall clock shows it or more, on days of change as on others', () => {
    const changes = fc.constantFrom('2027-03-28', '2027-10-31', '2028-03-26', '2028-10-29', '2027-04-04', '2027-10-03', '2027-03-14', '2027-11-07');
    fc.assert(fc.property(fc.oneof(changes, anyDay), anyClock, anyZone, (day, clock, zone) => {
      const quarter = 15 * 60_000;
      let ms = Date.parse(day) - 15 * 3_600_000; // no wall clock is further ahead than 14 hours
      while (wallClock(ms, zone) < `${day} ${clock}`) ms += quarter;
      return Date.parse(instantAt(day, clock, zone)) === ms;
    }), { numRuns: 2_000 });
  });

  it('is on the day it was asked for, and shows what was asked for, unless it was skipped', () => {
    fc.assert(fc.property(anyDay, anyClock, (day, clock) => {
      const instant = instantAt(day, clock, LONDON);
      expect(localDay(instant, LONDON)).toBe(day);
      if (!(weekday(day) === 0 && clock.startsWith('01'))) expect(wallClock(Date.parse(instant), LONDON)).toBe(`${day} ${clock}`);
    }), { numRuns: 5_000 });
  });
});

describe('counting days', () => {
  it.each([['2024-02-01', 28, '2024-02-29'], ['2023-02-01', 28, '2023-03-01'], ['2024-12-23', 14, '2025-01-06'], ['2025-10-20', 28, '2025-11-17'], ['2024-03-01', -1, '2024-02-29']])(
    '%s and %i days is %s', (from, days, to) => expect(addDays(from, days)).toBe(to));

  it('forward and back again comes to the same day, and the days between are those that were added', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -4_000, max: 4_000 }), (day, days) => {
      expect(daysBetween(day, addDays(day, days))).toBe(days);
      expect(addDays(addDays(day, days), -days)).toBe(day);
    }), { numRuns: 5_000 });
  });

  it('knows the weekday', () => {
    expect(['2027-03-28', '2024-02-29', '1969-07-20', '1900-01-01'].map(weekday)).toEqual([0, 4, 0, 1]);
  });
});

describe('age', () => {
  it.each([
    ['2008-05-20', '2026-05-19', 17, 'the day before the eighteenth birthday'],
    ['2008-05-20', '2026-05-20', 18, 'the eighteenth birthday'],
    ['2008-02-29', '2026-02-28', 17, 'born on a leap day, 28 February'],
    ['2008-02-29', '2026-03-01', 18, 'born on a leap day, 1 March'],
    ['2008-12-31', '2026-12-30', 17, 'the day before a birthday at the year end'],
    ['2026-01-01', '2026-12-31', 0, 'a baby'],
  ])('of somebody born %s on %s is %i (%s)', (born, day, age) => expect(ageOn(born, day)).toBe(age));
});

describe('reading what was sent', () => {
  it.each([
    ['2026-07-11T03:51:00+01:00', '2026-07-11T02:51:00.000Z'], ['2026-11-05T22:32:00Z', '2026-11-05T22:32:00.000Z'],
    ['2026-11-05T22:32Z', '2026-11-05T22:32:00.000Z'], ['2026-11-05T22:32:00.1234567-03:30', '2026-11-06T02:02:00.123Z'],
    ['2026-09-31T10:00:00Z', null], ['2026-11-05T22:32:00', null], ['2026-11-05', null], ['2026-11-05T24:00:00Z', null],
    ['2026-11-05T22:60:00Z', null], ['2026-11-05T22:32:00+25:00', null], ['2026-11-05 22:32:00Z', null], ['05/11/2026', null],
    ['0000-01-01T00:00:00+01:00', null], ['9999-12-31T23:30:00-01:00', null], ['', null],
  ])('the time "%s" is %s', (text, instant) => expect(readTime(text)).toBe(instant));

  it.each([
    ['2000-02-29', '2000-02-29'], ['31/03/2005', '2005-03-31'], ['31/02/1980', null], ['1990-02-30', null], ['3/4/71', null],
    ['1900-02-29', null], ['2005-3-31', null], ['2000-00-10', null], ['03-31-2005', null], ['', null],
  ])('the day "%s" is %s', (text, day) => expect(readDay(text)).toBe(day));

  it('takes every instant that was written, and nothing that would sort wrongly', () => {
    fc.assert(fc.property(anyInstant, (instant) => isInstant(instant) && readTime(instant) === instant && toInstant(Date.parse(instant)) === instant));
    expect(['2026-01-01T00:00:00Z', '2026-02-30T00:00:00.000Z', '2026-01-01T00:00:00.000+00:00', '+010000-01-01T00:00:00.000Z'].filter(isInstant)).toEqual([]);
    expect(() => toInstant(Date.parse('+010000-01-01T00:00:00.000Z'))).toThrow('between the years');
    expect(isRealDay('2026-02-29')).toBe(false);
  });
});
