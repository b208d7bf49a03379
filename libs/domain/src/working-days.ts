// Working days and opening hours of a service: the days its nation keeps free, weekends, and days of its own. Most due
// dates of the pathway are counted here; emergencies are not, they ignore office hours.
import { isBankHoliday, type Nation } from './bank-holidays.js';
import { addDays, instantAt, localDay, toInstant, weekday, type Day, type Instant } from './local-time.js';

export { addDays, ageOn, daysBetween, instantAt, isInstant, isRealDay, localDay, readDay, readTime, toInstant, weekday } from './local-time.js';
export type { Day, Instant } from './local-time.js';
export type { Nation } from './bank-holidays.js';

export interface WorkingCalendar {
  nation: Nation;
  /** IANA name, `Europe/London`. */
  timeZone: string;
  /** Local opening and closing time, `HH:MM`; `24:00` for a service that closes at midnight. */
  opensAt: string;
  closesAt: string;
  /** Days on which this service alone is closed. */
  extraHolidays?: readonly Day[];
}

const MS_AN_HOUR = 3_600_000;
const LONGEST_CLOSURE_DAYS = 366;

/** Not a weekend, not a bank holiday of the nation, not a holiday of the service itself. */
export function isWorkingDay(day: Day, calendar: WorkingCalendar): boolean {
  return weekday(day) % 6 !== 0 && !isBankHoliday(day, calendar.nation) && !(calendar.extraHolidays?.includes(day) ?? false);
}

/**
 * The n-th working day after `day` (before it, when `days` is negative); 0 is the day itself, or the next working day
 * if it is none. Throws when a calendar has no working day in a whole year: that is a wrong setting, not a long holiday.
 */
export function addWorkingDays(day: Day, days: number, calendar: WorkingCalendar): Day {
  let found = days === 0 ? step(addDays(day, -1), 1, calendar) : day;
  for (let left = Math.abs(days); left > 0; left -= 1) found = step(found, Math.sign(days), calendar);
  return found;
}

function step(day: Day, direction: number, calendar: WorkingCalendar): Day {
  for (let tried = 1; tried <= LONGEST_CLOSURE_DAYS; tried += 1) {
    day = addDays(day, direction);
    if (isWorkingDay(day, calendar)) return day;
  }
  throw new RangeError('The working calendar has no working day within a year.');
}

const opening = (day: Day, calendar: WorkingCalendar): Instant => instantAt(day, calendar.opensAt, calendar.timeZone);
const closing = (day: Day, calendar: WorkingCalendar): Instant => instantAt(day, calendar.closesAt, calendar.timeZone);

/** From opening time up to, but not including, closing time of a working day. */
export function isOpen(instant: Instant, calendar: WorkingCalendar): boolean {
  const day = localDay(instant, calendar.timeZone);
  return isWorkingDay(day, calendar) && opening(day, calendar) <= instant && instant < closing(day, calendar);
}

/** The first opening time at or after `at`. */
export function nextWorkingMorning(at: Instant, calendar: WorkingCalendar): Instant {
  const day = addWorkingDays(localDay(at, calendar.timeZone), 0, calendar);
  const morning = opening(day, calendar);
  return at <= morning ? morning : opening(addWorkingDays(day, 1, calendar), calendar);
}

/** Opening time of `day`, or of the first working day after it. */
export function workingMorningOnOrAfter(day: Day, calendar: WorkingCalendar): Instant {
  return opening(addWorkingDays(day, 0, calendar), calendar);
}

/** The working day on which something that comes at `from` is seen: from closing time on, that is the next one. */
function dayOfArrival(from: Instant, calendar: WorkingCalendar): Day {
  const day = addWorkingDays(localDay(from, calendar.timeZone), 0, calendar);
  return from < closing(day, calendar) ? day : addWorkingDays(day, 1, calendar);
}

/**
 * Closing time on the n-th working day after the day of arrival. What comes outside opening hours arrives at the next
 * opening; 0 is closing time on the day of arrival. Always later than `from`.
 */
export function endOfWorkingDays(from: Instant, days: number, calendar: WorkingCalendar): Instant {
  return closing(addWorkingDays(dayOfArrival(from, calendar), days, calendar), calendar);
}

/** The first closing time later than `at`. */
export function endOfDay(at: Instant, calendar: WorkingCalendar): Instant {
  return endOfWorkingDays(at, 0, calendar);
}

/** Elapsed hours, night and day. */
export function afterHours(from: Instant, hours: number): Instant {
  return toInstant(Date.parse(from) + Math.round(hours * MS_AN_HOUR));
}

/** Counts opening hours only: half past four plus one hour of a service open nine to five is half past nine on the next working day. */
export function afterWorkingHours(from: Instant, hours: number, calendar: WorkingCalendar): Instant {
  if (calendar.opensAt >= calendar.closesAt) throw new RangeError('The working calendar closes before it opens.');
  let left = Math.round(hours * MS_AN_HOUR);
  for (let day = dayOfArrival(from, calendar); ; day = addWorkingDays(day, 1, calendar)) {
    const opens = opening(day, calendar);
    const start = Date.parse(from > opens ? from : opens);
    const openFor = Date.parse(closing(day, calendar)) - start;
    if (left <= openFor) return toInstant(start + left);
    left -= openFor;
  }
}
