import { bankHolidays, isBankHoliday, type Nation } from './bank-holidays.js';
import { weekday } from './local-time.js';

// As published on gov.uk/bank-holidays, month and day.
const PUBLISHED: Record<Nation, Record<number, string>> = {
  'england-and-wales': {
    2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
    2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
    2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
    2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
    2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
    2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
    2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
    2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
  },
  scotland: {
    2022: '01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27',
    2023: '01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26',
    2024: '01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26',
    2025: '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26',
    2026: '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28',
    2027: '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28',
  },
  'northern-ireland': {
    2022: '01-03 03-17 04-15 04-18 05-02 06-02 06-03 07-12 08-29 09-19 12-26 12-27',
    2024: '01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26',
    2025: '01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26',
    2026: '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28',
    2027: '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28',
  },
};
const NATIONS = Object.keys(PUBLISHED) as Nation[];
const YEARS = Array.from({ length: 21 }, (_, n) => 2020 + n);
// Easter Sundays 2020-2040 from the almanac, not from the rule under test.
const EASTER = ('04-12 04-04 04-17 04-09 03-31 04-20 04-05 03-28 04-16 04-01 04-21 04-13 03-28 04-17 04-09 03-25 04-13 04-05 '
  + '04-25 04-10 04-01').split(' ');

describe('bank holidays', () => {
  for (const nation of NATIONS) {
    it.each(Object.entries(PUBLISHED[nation]))(`of ${nation} in %s are those that were published`, (year, days) => {
      expect(bankHolidays(Number(year), nation)).toEqual(days.split(' ').map((day) => `${year}-${day}`));
    });
  }

  it.each(YEARS.map((year, n) => [year, EASTER[n]!] as const))('keep Good Friday of %s two days before Easter Sunday', (year, sunday) => {
    const goodFriday = new Date(Date.parse(`${year}-${sunday}`) - 2 * 86_400_000).toISOString().slice(0, 10);
    for (const nation of NATIONS) expect(isBankHoliday(goodFriday, nation)).toBe(true);
  });

  it('fall on weekdays only, so that a weekend never swallows one', () => {
    for (const nation of NATIONS) for (const year of YEARS) for (const day of bankHolidays(year, nation)) expect(weekday(day) % 6).not.toBe(0);
  });

  it('are eight a year in England and Wales, nine in Scotland, ten in Northern Ireland, in years without a proclamation', () => {
    for (const year of YEARS.filter((each) => ![2022, 2023, 2026].includes(each))) {
      expect(NATIONS.map((nation) => bankHolidays(year, nation).length)).toEqual([8, 9, 10]);
    }
  });

  it('do not give England the day that Scotland took for the World Cup', () => {
    expect(isBankHoliday('2026-06-15', 'scotland')).toBe(true);
    expect(isBankHoliday('2026-06-15', 'england-and-wales')).toBe(false);
  });

  it('keep Easter Monday a working day in Scotland', () => {
    expect(isBankHoliday('2026-04-06', 'scotland')).toBe(false);
  });
});
