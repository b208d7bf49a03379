// Keys by which two referrals are recognised as perhaps the same person's. They are for comparing only: what is shown and
// printed is always the text as it was sent.
import type { Day } from './local-time.js';

/** Upper case, white space taken out: `ls22 3hq` and `LS223HQ` are one postcode. Empty for an empty one, which equals nobody's. */
export function postcodeKey(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s/gu, '');
}

// Letters that Unicode does not take apart, written the way their bearers write them without them.
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ı: 'i', ς: 'σ',
};
const SPECIAL_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'gu');

// Accents of Latin, Greek and Cyrillic, apostrophes that count as letters, and what Hebrew and Arabic mostly leave out. The vowel signs of Indian
// scripts and the voicing marks of Japanese are marks too, but make other names: they stay.
const ACCENT = /[\u02b0-\u02ff\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/gu;
const NO_LETTER = /[^\p{Letter}\p{Mark}]/gu;

/** A name's letters, of any script, without case, accents, spaces, hyphens and apostrophes: `O’Neill-Łuç` is `oneillluc`. */
export function nameKey(text: string): string {
  return text.normalize('NFKD').toLowerCase().replace(ACCENT, '')
    .replace(SPECIAL_LETTER, (letter) => PLAIN_LETTERS[letter]!)
    .replace(NO_LETTER, '');
}

/** The same day, or the same with day and month changed round, as one sheet in a hundred has it. */
export function datesAreSameOrSwapped(a: Day, b: Day): boolean {
  return a === b || `${a.slice(0, 4)}-${a.slice(8)}-${a.slice(5, 7)}` === b;
}
