// Instants and local days. An instant is when something happened anywhere; a day is what the calendar on the clinic's
// wall says. Targets in days are counted in days, never in multiples of 24 hours: twice a year a day has 23 or 25 of them.

/** ISO 8601 in UTC with milliseconds, always as `toISOString()` writes it, so that instants compare as text. */
export type Instant = string;
/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

const MS_A_DAY = 86_400_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** The instant `ms` milliseconds after 1970 in UTC; outside the years 0-9999 it would not compare as text, so it throws. */
export function toInstant(ms: number): Instant {
  const text = new Date(ms).toISOString();
  if (text.length !== 24) throw new RangeError('An instant lies between the years 0 and 9999.');
  return text;
}

/** True for an instant of a real time, in exactly the form that `toInstant` writes. */
export function isInstant(text: string): boolean {
  const ms = INSTANT.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

const TIME = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Reads an ISO 8601 date-time with its offset (`2026-07-11T03:51:00+01:00`, seconds may be missing); null for anything else, also 31 September. */
export function readTime(text: string): Instant | null {
  const day = TIME.exec(text)?.[1];
  if (day === undefined || !isRealDay(day)) return null;
  const instant = new Date(text).toISOString();
  return isInstant(instant) ? instant : null; // an offset can carry the first and the last day out of the four-digit years
}

/** Reads a day as people write it, `YYYY-MM-DD` or `DD/MM/YYYY`; null for anything else, also for a day that does not exist. */
export function readDay(text: string): Day | null {
  const day = text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$2-$1');
  return isRealDay(day) ? day : null;
}

/** True for `YYYY-MM-DD` of a day that exists: 29 February only in leap years. */
export function isRealDay(text: string): boolean {
  const ms = DAY.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

const dayNumber = (day: Day): number => Date.parse(day) / MS_A_DAY;

/** The day `days` calendar days later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return toInstant(Date.parse(day) + days * MS_A_DAY).slice(0, 10);
}

/** Whole calendar days from `a` to `b`: 0 on the same day, negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return dayNumber(b) - dayNumber(a);
}

/** Completed years on `day`. Who was born on 29 February turns older on 1 March of a common year, as the law in the UK has it. */
export function ageOn(born: Day, day: Day): number {
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (day.slice(5) < born.slice(5) ? 1 : 0);
}

/** 0 Sunday to 6 Saturday. */
export function weekday(day: Day): number {
  return (((dayNumber(day) + 4) % 7) + 7) % 7;
}

/** The calendar day at `instant` in an IANA time zone such as `Europe/London`. An instant with an offset will do too. */
export function localDay(instant: Instant, timeZone: string): Day {
  const ms = Date.parse(instant);
  return toInstant(ms + offsetAt(ms, timeZone)).slice(0, 10);
}

/**
 * The instant at which clocks in `timeZone` show `clock` (`HH:MM`, up to `24:00`) on `day`.
 * A time that summer time skips becomes the first instant after the gap; a time that comes twice, the first of the two.
 */
export function instantAt(day: Day, clock: string, timeZone: string): Instant {
  const wall = Date.parse(`${day}T${clock}:00.000Z`);
  const before = offsetAt(wall - MS_A_DAY, timeZone);
  const after = offsetAt(wall + MS_A_DAY, timeZone);
  if (before === after) return toInstant(wall - before);
  const readings = [before, after].map((offset) => wall - offset).filter((ms) => ms + offsetAt(ms, timeZone) === wall);
  return toInstant(readings.length > 0 ? Math.min(...readings) : endOfGap(wall - after, wall - before, timeZone));
}

/** The first millisecond in (low, high] at which the offset of `high` holds. */
function endOfGap(low: number, high: number, timeZone: string): number {
  const settled = offsetAt(high, timeZone);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, timeZone) === settled) high = middle; else low = middle;
  }
  return high;
}

// Asking Intl costs microseconds and one act asks dozens of times, so the answer is kept per day on which the offset
// does not change (all but two a year). The cap keeps a stream of absurd dates from filling the memory.
const formatters = new Map<string, Intl.DateTimeFormat>();
const offsetsByDay = new Map<string, Map<number, number>>();
const DAYS_KEPT = 20_000;

function offsetAt(ms: number, timeZone: string): number {
  const day = Math.floor(ms / MS_A_DAY);
  let offsets = offsetsByDay.get(timeZone);
  if (offsets === undefined || offsets.size > DAYS_KEPT) offsetsByDay.set(timeZone, (offsets = new Map()));
  let offset = offsets.get(day);
  if (offset === undefined) {
    const start = askOffset(day * MS_A_DAY, timeZone);
    offset = start === askOffset((day + 1) * MS_A_DAY, timeZone) ? start : NaN;
    offsets.set(day, offset);
  }
  return Number.isNaN(offset) ? askOffset(ms, timeZone) : offset;
}

function askOffset(ms: number, timeZone: string): number {
  const second = Math.floor(ms / 1000) * 1000;
  const [, month, day, year, hours, minutes, seconds] = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/.exec(formatter(timeZone).format(second))!;
  const shown = `${year!.padStart(4, '0')}-${month}-${day}T${hours}:${minutes}:${seconds}.000Z`;
  return Date.parse(shown) - second;
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  let known = formatters.get(timeZone);
  if (known === undefined) {
    const two = '2-digit' as const;
    known = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two, second: two });
    formatters.set(timeZone, known);
  }
  return known;
}
