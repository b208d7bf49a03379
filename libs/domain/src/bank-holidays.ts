// Bank holidays of the three nations, by the rules of the Banking and Financial Dealings Act 1971 and its schedules, with
// the days that were moved or added by proclamation. A service closed on other days lists them in its own calendar.
import { addDays, weekday, type Day } from './local-time.js';

export type Nation = 'england-and-wales' | 'scotland' | 'northern-ireland';

interface NationRules {
  /** `MM-DD`; on a Saturday or Sunday the next free weekday is the substitute. */
  fixed: readonly string[];
  /** Days after (before, when negative) Easter Sunday. */
  easter: readonly number[];
  /** First Monday (1) or last Monday (-1) of a month. */
  mondays: readonly (readonly [month: string, which: 1 | -1])[];
}

const EARLY_MAY_AND_SPRING = [['05', 1], ['05', -1]] as const;
const RULES = {
  'england-and-wales': { fixed: ['01-01', '12-25', '12-26'], easter: [-2, 1], mondays: [...EARLY_MAY_AND_SPRING, ['08', -1]] },
  // Easter Monday is no bank holiday in Scotland, and the summer one is the first Monday of August.
  scotland: { fixed: ['01-01', '01-02', '11-30', '12-25', '12-26'], easter: [-2], mondays: [...EARLY_MAY_AND_SPRING, ['08', 1]] },
  'northern-ireland': { fixed: ['01-01', '03-17', '07-12', '12-25', '12-26'], easter: [-2, 1], mondays: [...EARLY_MAY_AND_SPRING, ['08', -1]] },
} as const satisfies Record<Nation, NationRules>;

interface Proclaimed { takenAway?: Day; added: Day; only?: Nation }
const PROCLAIMED: readonly Proclaimed[] = [
  { takenAway: '2020-05-04', added: '2020-05-08' }, // 75 years of VE Day
  { takenAway: '2022-05-30', added: '2022-06-02' }, // spring holiday moved to the Platinum Jubilee
  { added: '2022-06-03' }, // Platinum Jubilee
  { added: '2022-09-19' }, // State Funeral of Queen Elizabeth II
  { added: '2023-05-08' }, // Coronation of King Charles III
  // Scotland's return to the World Cup: Royal Proclamation of 4 February 2026 under section 1(3) of the Act.
  { added: '2026-06-15', only: 'scotland' },
];

/** Every bank holiday of a year in a nation, substitutes instead of the days they stand for, in order. */
export function bankHolidays(year: number, nation: Nation): readonly Day[] {
  return [...holidaysOf(year, nation)].sort();
}

/** True on a bank holiday (or its substitute day) in that nation. */
export function isBankHoliday(day: Day, nation: Nation): boolean {
  return holidaysOf(Number(day.slice(0, 4)), nation).has(day);
}

const known = new Map<string, ReadonlySet<Day>>();
function holidaysOf(year: number, nation: Nation): ReadonlySet<Day> {
  const key = `${nation} ${year}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const worked = workOut(String(year).padStart(4, '0'), RULES[nation]);
  for (const { takenAway, added, only } of PROCLAIMED) {
    if (Number(added.slice(0, 4)) !== year || (only !== undefined && only !== nation)) continue;
    if (takenAway !== undefined) worked.delete(takenAway);
    worked.add(added);
  }
  known.set(key, worked);
  return worked;
}

function workOut(year: string, rules: NationRules): Set<Day> {
  const easterSunday = easter(Number(year));
  const days = new Set<Day>([
    ...rules.easter.map((days) => addDays(easterSunday, days)),
    ...rules.mondays.map(([month, which]) => (which === 1 ? firstMonday(year, month) : lastMonday(year, month))),
  ]);
  const fixed = rules.fixed.map((monthDay) => `${year}-${monthDay}`);
  fixed.filter((day) => !isWeekend(day)).forEach((day) => days.add(day));
  // Weekdays first: when Christmas is a Sunday, Boxing Day keeps its Monday and Christmas moves on to Tuesday.
  fixed.filter(isWeekend).forEach((day) => days.add(substituteFor(day, days)));
  return days;
}

function substituteFor(day: Day, taken: ReadonlySet<Day>): Day {
  let candidate = day;
  while (isWeekend(candidate) || taken.has(candidate)) candidate = addDays(candidate, 1);
  return candidate;
}

const isWeekend = (day: Day): boolean => weekday(day) % 6 === 0;
const firstMonday = (year: string, month: string): Day => addDays(`${year}-${month}-07`, -((weekday(`${year}-${month}-07`) + 6) % 7));
const lastMonday = (year: string, month: string): Day => addDays(`${year}-${month}-31`, -((weekday(`${year}-${month}-31`) + 6) % 7));

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easter(year: number): Day {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const days = epact + toSunday - 7 * late + 114;
  const month = String(Math.floor(days / 31)).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${month}-${String((days % 31) + 1).padStart(2, '0')}`;
}
