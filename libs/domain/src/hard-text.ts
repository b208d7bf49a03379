// Text that people and their spreadsheets send. It is kept as it was sent, after trimming and Unicode NFC; what looks like
// a formula or like HTML is text like any other. Only what no record can hold or show is refused.

export interface TextRule {
  /** At most this many characters, counted after trimming: a letter outside the basic plane is one, not two. */
  max: number;
  /** Line breaks and tabs are allowed. */
  multiline?: boolean;
  /** May be empty; the text is then ''. */
  optional?: boolean;
}

export type TextRefusal = 'required' | 'too-long' | 'invalid-character';
export type CleanText = { text: string; code?: undefined } | { text?: undefined; code: TextRefusal };

// Lone surrogates are no characters, NUL no database holds, and other controls do what no reader sees.
const NEVER_BUT_LAYOUT = /(?![\t\n\r])[\p{Control}\p{Surrogate}]/u;
const NEVER_IN_A_LINE = /[\p{Control}\p{Surrogate}\u2028\u2029]/u;
const NOTHING_TO_SEE = /^[\s\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;

/** Trimmed (white space of any kind, byte-order marks) and in Unicode NFC. */
export function tidy(value: string): string {
  return value.trim().normalize('NFC');
}

/** Characters as a reader of Unicode counts them: code points. */
export function lengthInCharacters(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** The first character that may not stand in a text, as `U+0000`, or null. Line breaks and tabs only when `multiline`. */
export function findBadCharacter(text: string, multiline = false): string | null {
  const found = (multiline ? NEVER_BUT_LAYOUT : NEVER_IN_A_LINE).exec(text);
  if (found === null) return null;
  return `U+${found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * The text as it will be kept, or why it cannot be: `required` when there is nothing to see in it (invisible characters
 * only count as nothing), `too-long`, `invalid-character`, in that order.
 */
export function cleanText(value: string, { max, multiline = false, optional = false }: TextRule): CleanText {
  const text = tidy(value);
  if (NOTHING_TO_SEE.test(text) && findBadCharacter(text, multiline) === null) return optional ? { text: '' } : { code: 'required' };
  // A text of this many UTF-16 units cannot have few enough code points; counting a huge one is spared.
  if (text.length > 2 * max || lengthInCharacters(text) > max) return { code: 'too-long' };
  return findBadCharacter(text, multiline) === null ? { text } : { code: 'invalid-character' };
}

/** `cleanText` for one line: names, telephone numbers, codes. */
export function cleanLine(value: string, max: number, optional = false): CleanText {
  return cleanText(value, { max, optional });
}
