// The NHS number: ten digits of which the last checks the nine before it. A wrong one never turns a person away; it only
// identifies nobody until the right one is told.

/** In the order in which they are looked for. `no-check-digit`: the first nine digits belong to no number ever issued. */
export type NhsNumberReason = 'empty' | 'non-digit' | 'length' | 'no-check-digit' | 'mismatch';

export interface NhsNumberCheck {
  valid: boolean;
  /** The ten digits, as soon as there are ten, right or wrong. */
  normalised: string | null;
  /** Shown 3-3-4, only when valid. */
  formatted: string | null;
  /** The digit that ought to be last; null when the nine before it have none. */
  checkDigit: number | null;
  /** Null when valid. */
  reason: NhsNumberReason | null;
  /** The 999 range, kept for tests and never issued. */
  synthetic: boolean;
}

const WHITE_SPACE_AND_DASHES = /[\s\p{White_Space}\p{Dash_Punctuation}]/gu;
const WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Judges what somebody typed as an NHS number: white space and dashes of any kind are taken out, then only the digits
 * 0-9 are allowed. Rule: NHS Data Dictionary, NHS Number (modulus 11).
 */
export function checkNhsNumber(value: string | null | undefined): NhsNumberCheck {
  const digits = (value ?? '').replace(WHITE_SPACE_AND_DASHES, '');
  const wrong = (reason: NhsNumberReason): NhsNumberCheck => ({ valid: false, normalised: null, formatted: null, checkDigit: null, reason, synthetic: false });
  if (digits === '') return wrong('empty');
  if (!/^[0-9]+$/.test(digits)) return wrong('non-digit');
  if (digits.length !== 10) return wrong('length');
  const checkDigit = checkDigitOf(digits);
  const tenDigits = { normalised: digits, checkDigit, synthetic: digits.startsWith('999') };
  if (checkDigit === null) return { ...wrong('no-check-digit'), ...tenDigits };
  if (checkDigit !== Number(digits[9])) return { ...wrong('mismatch'), ...tenDigits };
  return { ...tenDigits, valid: true, formatted: `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`, reason: null };
}

/** 11 minus the weighted sum modulo 11; 11 is written 0, and 10 cannot be written: no such number was ever issued. */
function checkDigitOf(digits: string): number | null {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  const value = 11 - (sum % 11);
  return value === 10 ? null : value % 11;
}
