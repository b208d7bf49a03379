import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { checkNhsNumber, type NhsNumberCheck } from './nhs-number.js';

interface Vector { name: string; input: { value: string }; expected: NhsNumberCheck }
const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/nhs-number.json', import.meta.url), 'utf8')) as Vector[];

describe('an NHS number', () => {
  it.each(vectors)('is judged as the data dictionary says: $name', ({ input, expected }) => expect(checkNhsNumber(input.value)).toEqual(expected));

  it.each([
    ['a no-break space and a tab', '943\u00a0476\t5919', null], ['narrow spaces and a next-line', '943\u202f476\u00855919', null],
    ['dashes that a word processor put in', '943\u2011476\u20135919', null], ['a byte-order mark', '\ufeff9434765919', null],
    ['dashes and spaces only', ' - - ', 'empty'], ['digits of another script', '٩٤٣٤٧٦٥٩١٩', 'non-digit'], ['wide digits', '９４３４７６５９１９', 'non-digit'],
    ['letters, although it is short too', 'QQ 12 34 56 C', 'non-digit'], ['a plus sign', '+9434765919', 'non-digit'], ['a full stop', '943.476.5919', 'non-digit'],
    ['nothing at all', null, 'empty'],
  ])('sent with %s', (_what, value, reason) => {
    expect(checkNhsNumber(value).reason).toBe(reason);
    if (reason === null) expect(checkNhsNumber(value).formatted).toBe('943 476 5919');
  });

  const nineDigits = fc.integer({ min: 0, max: 999_999_999 }).map((number) => String(number).padStart(9, '0'));

  it('has at most one right last digit, and it is the one that is told', () => {
    fc.assert(fc.property(nineDigits, (nine) => {
      const checks = [...'0123456789'].map((last) => checkNhsNumber(nine + last));
      const right = checks.filter((check) => check.valid).map((check) => check.normalised);
      const told = checks[0]!.checkDigit;
      expect(right).toEqual(told === null ? [] : [`${nine}${told}`]);
      expect(new Set(checks.map((check) => check.checkDigit)).size).toBe(1);
    }), { numRuns: 5_000 });
  });

  it('with one digit mistyped, or two neighbours changed round, is never taken for right', () => {
    const valid = nineDigits.map((nine) => checkNhsNumber(`${nine}0`)).filter((check) => check.checkDigit !== null)
      .map((check) => `${check.normalised!.slice(0, 9)}${check.checkDigit}`);
    fc.assert(fc.property(valid, fc.nat(9), fc.integer({ min: 1, max: 9 }), (number, place, shift) => {
      const mistyped = number.slice(0, place) + ((Number(number[place]) + shift) % 10) + number.slice(place + 1);
      expect(checkNhsNumber(number).valid).toBe(true);
      expect(checkNhsNumber(mistyped).valid).toBe(false);
      const left = place % 9;
      const swapped = number.slice(0, left) + number[left + 1] + number[left] + number.slice(left + 2);
      expect(checkNhsNumber(swapped).valid).toBe(swapped === number);
    }), { numRuns: 5_000 });
  });

  it('reads the same again from the way it is shown', () => {
    fc.assert(fc.property(nineDigits, fc.nat(9), (nine, last) => {
      const check = checkNhsNumber(nine + last);
      if (check.formatted !== null) expect(checkNhsNumber(check.formatted)).toEqual(check);
    }));
  });
});
