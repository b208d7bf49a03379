import fc from 'fast-check';
import { bankHolidays } from './bank-holidays.js';
import {
  addWorkingDays, afterHours, afterWorkingHours, endOfDay, endOfWorkingDays, isOpen, isWorkingDay, nextWorkingMorning,
  workingMorningOnOrAfter, type Instant, type Nation, type WorkingCalendar,
} from './working-days.js';

const calendarOf = (nation: Nation, more: Partial<WorkingCalendar> = {}): WorkingCalendar =>
  ({ nation, timeZone: 'Europe/London', opensAt: '09:00', closesAt: '17:00', ...more });
const ENGLAND = calendarOf('england-and-wales');
const QUARTER = 15 * 60_000;

// The naive twin: a list of closed days and the platform's wall clock, walked a quarter of an hour at a time.
const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' });
const closedDays = new Map<Nation, Set<string>>();
function naiveIsWorkingDay(day: string, { nation, extraHolidays = [] }: WorkingCalendar): boolean {
  if (!closedDays.has(nation)) {
    closedDays.set(nation, new Set(Array.from({ length: 23 }, (_, n) => bankHolidays(2019 + n, nation)).flat()));
  }
  return ![0, 6].includes(new Date(day).getUTCDay()) && !closedDays.get(nation)!.has(day) && !extraHolidays.includes(day);
}
function naiveIsOpen(ms: number, calendar: WorkingCalendar): boolean {
  const [day, clock] = wall.format(ms).split(' ') as [string, string];
  return naiveIsWorkingDay(day, calendar) && clock >= calendar.opensAt && clock < calendar.closesAt;
}
const iso = (ms: number): Instant => new Date(ms).toISOString();
/** The first quarter after `from` in which the door is opened / has just been closed. */
function naiveOpening(from: number, calendar: WorkingCalendar): number {
  let ms = from;
  while (!(naiveIsOpen(ms, calendar) && !naiveIsOpen(ms - QUARTER, calendar))) ms += QUARTER;
  return ms;
}
function naiveClosing(from: number, calendar: WorkingCalendar): number {
  let ms = from + QUARTER;
  while (!(naiveIsOpen(ms - QUARTER, calendar) && !naiveIsOpen(ms, calendar))) ms += QUARTER;
  return ms;
}

const quarters = (from: string, to: string) => fc.integer({ min: Date.parse(from) / QUARTER, max: Date.parse(to) / QUARTER }).map((quarter) => quarter * QUARTER);
// Any time in twenty years, and oftener the hard weeks: Christmas, Easter, and the Sundays on which the clocks change.
const anyTime = fc.oneof(
  quarters('2020-01-01', '2040-12-31'),
  fc.integer({ min: 2020, max: 2039 }).chain((year) => quarters(`${year}-12-20`, `${year + 1}-01-05`)),
  quarters('2027-03-24', '2027-04-02'), quarters('2027-10-28', '2027-11-03'), quarters('2028-03-23', '2028-03-29'), quarters('2022-05-27', '2022-06-07'),
);
const anyCalendar = fc.record({
  nation: fc.constantFrom<Nation>('england-and-wales', 'scotland', 'northern-ireland'),
  hours: fc.constantFrom(['09:00', '17:00'], ['08:30', '18:15'], ['00:00', '01:30'], ['12:00', '12:15']),
  extraHolidays: fc.subarray(['2027-03-30', '2027-11-01', '2022-06-06', '2030-12-24']),
}).map(({ nation, hours, extraHolidays }) => calendarOf(nation, { opensAt: hours[0]!, closesAt: hours[1]!, extraHolidays }));
const always = (work: (ms: number, calendar: WorkingCalendar) => void, numRuns = 1_000) =>
  fc.assert(fc.property(anyTime, anyCalendar, work), { numRuns });

describe('working days', () => {
  it.each([
    ['2025-04-17', 1, '2025-04-22', 'over Good Friday, the weekend and Easter Monday'],
    ['2025-12-24', 2, '2025-12-30', 'over Christmas and a weekend'],
    ['2026-12-24', 1, '2026-12-29', 'over Boxing Day\'s substitute'],
    ['2025-06-14', 0, '2025-06-16', 'none, from a Saturday: the Monday'],
    ['2025-06-14', 1, '2025-06-16', 'one, from a Saturday: the Monday too'],
    ['2025-06-16', -1, '2025-06-13', 'one back, from a Monday'],
    ['2028-02-28', 1, '2028-02-29', 'onto a leap day'],
  ])('%s and %i working days is %s (%s)', (from, days, to) => expect(addWorkingDays(from, days, ENGLAND)).toBe(to));

  it('are open on Easter Monday in Scotland and on 2 January in England', () => {
    expect(isWorkingDay('2025-04-21', calendarOf('scotland'))).toBe(true);
    expect(isWorkingDay('2026-01-02', ENGLAND)).toBe(true);
    expect(isWorkingDay('2026-01-02', calendarOf('scotland'))).toBe(false);
  });

  it('skip a day on which the service alone is closed, as when a holiday is announced late', () => {
    expect(addWorkingDays('2025-06-12', 1, { ...ENGLAND, extraHolidays: ['2025-06-13'] })).toBe('2025-06-16');
  });

  it('are the same as counted one by one on a wall calendar, forward and back, 2020 to 2040', () => {
    always((ms, calendar) => {
      const start = iso(ms).slice(0, 10);
      for (const days of [-7, -1, 1, 2, 13]) {
        let day = start;
        for (let left = Math.abs(days); left > 0;) {
          day = iso(Date.parse(day) + Math.sign(days) * 86_400_000).slice(0, 10);
          if (naiveIsWorkingDay(day, calendar)) left -= 1;
        }
        expect(addWorkingDays(start, days, calendar)).toBe(day);
      }
    });
  });

  it('say so when a calendar never opens, instead of searching for ever', () => {
    const shut = { ...ENGLAND, extraHolidays: { includes: () => true } as unknown as string[] };
    expect(() => addWorkingDays('2025-06-12', 1, shut)).toThrow('no working day');
    expect(() => afterWorkingHours('2025-06-12T10:00:00.000Z', 1, { ...ENGLAND, opensAt: '17:00', closesAt: '09:00' })).toThrow('closes before it opens');
  });
});

describe('opening hours', () => {
  it('run from opening time up to closing time, in local time', () => {
    const summer = ['07:59:59.999', '08:00:00.000', '15:59:59.999', '16:00:00.000'].map((time) => isOpen(`2025-06-12T${time}Z`, ENGLAND));
    expect(summer).toEqual([false, true, true, false]);
    expect(isOpen('2025-01-06T08:30:00.000Z', ENGLAND)).toBe(false);
  });

  it('are those that the wall clock shows, 2020 to 2040', () => always((ms, calendar) => expect(isOpen(iso(ms), calendar)).toBe(naiveIsOpen(ms, calendar)), 5_000));
});

describe('due on the next working morning', () => {
  it.each([
    ['2027-03-25T12:00:00.000Z', '2027-03-30T08:00:00.000Z', 'from the Thursday before Easter, over the change of the clocks'],
    ['2027-10-29T16:30:00.000Z', '2027-11-01T09:00:00.000Z', 'from the Friday before the clocks go back'],
    ['2025-06-12T07:59:00.000Z', '2025-06-12T08:00:00.000Z', 'a minute before opening: the same day'],
    ['2025-06-12T08:00:00.000Z', '2025-06-12T08:00:00.000Z', 'at opening: now'],
    ['2025-06-12T08:00:00.001Z', '2025-06-13T08:00:00.000Z', 'just after opening: tomorrow'],
  ])('%s gives %s (%s)', (from, due) => expect(nextWorkingMorning(from, ENGLAND)).toBe(due));

  it('is the first time the door is opened from then on', () => always((ms, calendar) => {
    expect(nextWorkingMorning(iso(ms), calendar)).toBe(iso(naiveOpening(ms, calendar)));
  }));

  it('of a day is its own opening time, or that of the first working day after it', () => {
    expect(workingMorningOnOrAfter('2025-06-13', ENGLAND)).toBe('2025-06-13T08:00:00.000Z');
    expect(workingMorningOnOrAfter('2025-12-25', ENGLAND)).toBe('2025-12-29T09:00:00.000Z');
  });
});

describe('due at closing time', () => {
  it.each([
    ['2025-06-12T10:00:00.000Z', 0, '2025-06-12T16:00:00.000Z', 'the same day'],
    ['2025-06-12T10:00:00.000Z', 1, '2025-06-13T16:00:00.000Z', 'the next working day'],
    ['2025-06-13T16:30:00.000Z', 1, '2025-06-17T16:00:00.000Z', 'what comes on Friday evening arrives on Monday'],
    ['2025-06-14T10:00:00.000Z', 0, '2025-06-16T16:00:00.000Z', 'what comes on Saturday is due on Monday'],
    ['2027-12-24T16:30:00.000Z', 1, '2027-12-29T17:00:00.000Z', 'over Christmas with two substitute days'],
    ['2025-06-12T16:00:00.000Z', 0, '2025-06-13T16:00:00.000Z', 'what comes at closing time arrives the next morning'],
  ])('%s and %i working days is %s (%s)', (from, days, due) => expect(endOfWorkingDays(from, days, ENGLAND)).toBe(due));

  it('is the n-th time the door is closed after that of the day of arrival, and always still to come', () => {
    always((ms, calendar) => {
      let closing = naiveClosing(ms, calendar);
      expect(endOfDay(iso(ms), calendar)).toBe(iso(closing));
      for (let days = 0; days <= 3; days += 1) {
        expect(endOfWorkingDays(iso(ms), days, calendar)).toBe(iso(closing));
        closing = naiveClosing(closing, calendar);
      }
    }, 500);
  });
});

describe('due after hours', () => {
  it('counts elapsed hours through the night and the change of the clocks', () => {
    expect(afterHours('2027-03-27T12:00:00.000Z', 24)).toBe('2027-03-28T12:00:00.000Z');
    expect(afterHours('2025-06-12T10:00:00.000Z', 0.25)).toBe('2025-06-12T10:15:00.000Z');
  });

  it.each([
    ['2025-06-12T10:00:00.000Z', 1, '2025-06-12T11:00:00.000Z', 'within the day'],
    ['2027-03-25T16:30:00.000Z', 1, '2027-03-30T08:30:00.000Z', 'half an hour before closing on Maundy Thursday'],
    ['2025-06-12T15:00:00.000Z', 1, '2025-06-12T16:00:00.000Z', 'to the very end of the day'],
    ['2025-06-14T10:00:00.000Z', 0, '2025-06-16T08:00:00.000Z', 'none, from a Saturday: the next opening'],
    ['2025-06-12T08:00:00.000Z', 24, '2025-06-16T16:00:00.000Z', 'three whole days'],
  ])('%s and %d opening hours is %s (%s)', (from, hours, due) => expect(afterWorkingHours(from, hours, ENGLAND)).toBe(due));

  it('is when the door has stood open that long', () => {
    fc.assert(fc.property(anyTime, anyCalendar, fc.integer({ min: 1, max: 60 }), (ms, calendar, quartersDue) => {
      let now = ms;
      for (let left = quartersDue; left > 0; now += QUARTER) if (naiveIsOpen(now, calendar)) left -= 1;
      expect(afterWorkingHours(iso(ms), quartersDue / 4, calendar)).toBe(iso(now));
    }), { numRuns: 300 });
  });
});
