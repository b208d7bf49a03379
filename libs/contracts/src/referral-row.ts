// One row of the spreadsheet (or line of NDJSON) with which a service hands over its referrals. A table of columns in file order;
// a row is refused with the first column of the file that is wrong. A wrong NHS number never turns a person away.
import { checkNhsNumber, cleanText, isEthnicityCode, localDay, postcodeKey, readDay, readTime, tidy, type Day, type Instant } from '#domain';

type Finding = 'required' | 'too-long' | 'invalid-character' | 'not-a-time' | 'not-a-date' | 'in-future' | 'unknown-code';
type Rule = (text: string, today: { now: Instant; on: Day }) => Finding | undefined;

const line = (max: number, optional = false): Rule => (text) => cleanText(text, { max, optional }).code;
const paragraphs = (max: number, optional = false): Rule => (text) => cleanText(text, { max, optional, multiline: true }).code;
const optionalText = paragraphs(2_000, true);
const oneOf = (...codes: string[]): Rule => (text) => (codes.includes(text) ? undefined : 'unknown-code');
const yesNoOrEmpty = oneOf('yes', 'no', '');

/** Every column, in the order of the spreadsheet, with what is wrong with a cell of it. Cells come trimmed and in Unicode NFC. */
export const referralColumns = {
  sender_reference: line(200),
  received_at: (text, { now }) => (text === '' ? 'required' : judgeTime(readTime(text), now)),
  referrer_name: line(200),
  referrer_ods: optionalText,
  referrer_email: optionalText,
  given_name: line(200, true),
  family_name: line(200),
  date_of_birth: (text, { on }) => judgeDay(readDay(text), on),
  nhs_number: () => undefined,
  sex: optionalText,
  ethnicity: (text) => (isEthnicityCode(text) ? undefined : 'unknown-code'),
  phone: optionalText,
  email: optionalText,
  postcode: optionalText,
  interpreter_language: optionalText,
  safe_to_leave_voicemail: yesNoOrEmpty,
  reason: paragraphs(10_000),
  tried_before: paragraphs(10_000, true),
  risk_self_harm: yesNoOrEmpty,
  risk_suicide: yesNoOrEmpty,
  risk_to_others: yesNoOrEmpty,
  safeguarding: yesNoOrEmpty,
  needs_help_today: yesNoOrEmpty,
  urgency: oneOf('routine', 'urgent'),
  preferred_modality: optionalText,
} as const satisfies Record<string, Rule>;
export type ReferralColumn = keyof typeof referralColumns;
export const referralColumnNames = Object.keys(referralColumns) as ReferralColumn[];
export type ReferralCells = Record<ReferralColumn, string>;

// PostgreSQL and the calendar have no year 0; a day or time in it is a slip of the keyboard.
const judgeTime = (time: Instant | null, now: Instant): Finding | undefined => (time === null || time.startsWith('0000') ? 'not-a-time' : time > now ? 'in-future' : undefined);
const judgeDay = (day: Day | null, on: Day): Finding | undefined => (day === null || day.startsWith('0000') ? 'not-a-date' : day > on ? 'in-future' : undefined);

/** The cells as they are kept: trimmed, in Unicode NFC; a cell that is not there is empty. */
export function tidyCells(cells: Partial<Record<ReferralColumn, string>>): ReferralCells {
  return Object.fromEntries(referralColumnNames.map((column) => [column, tidy(cells[column] ?? '')])) as ReferralCells;
}

/**
 * What is wrong with a row: its first wrong column, in the order of `columns` (the file's own; default the spreadsheet's), or undefined.
 * `now` is when the row is read; days are those of the clinic's wall, `timeZone`.
 */
export function judgeReferralRow(cells: ReferralCells, now: Instant, columns: readonly ReferralColumn[] = referralColumnNames, timeZone = 'Europe/London'): { field: ReferralColumn; code: Finding } | undefined {
  const today = { now, on: localDay(now, timeZone) };
  for (const field of columns) {
    const code = (referralColumns[field] as Rule)(cells[field], today);
    if (code) return { field, code };
  }
  return undefined;
}

const orNull = (text: string): string | null => (text === '' ? null : text);
const yes = (text: string): boolean => text === 'yes';

/** The person and the referral of a row in which nothing is wrong. `nhsNumber` stays as it was sent, right or wrong. */
export function readReferralRow(cells: ReferralCells) {
  return {
    person: {
      givenName: orNull(cells.given_name), familyName: cells.family_name, dateOfBirth: readDay(cells.date_of_birth)!, nhsNumber: cells.nhs_number,
      sex: orNull(cells.sex), ethnicity: cells.ethnicity, phone: orNull(cells.phone), email: orNull(cells.email), postcode: orNull(cells.postcode),
      interpreterLanguage: orNull(cells.interpreter_language),
      safeToLeaveVoicemail: cells.safe_to_leave_voicemail === '' ? null : yes(cells.safe_to_leave_voicemail),
    },
    referral: {
      receivedAt: readTime(cells.received_at)!, referrerName: cells.referrer_name, referrerOds: orNull(cells.referrer_ods), referrerEmail: orNull(cells.referrer_email),
      reason: cells.reason, triedBefore: cells.tried_before,
      risk: { selfHarm: yes(cells.risk_self_harm), suicide: yes(cells.risk_suicide), toOthers: yes(cells.risk_to_others), safeguarding: yes(cells.safeguarding) },
      needsHelpToday: yes(cells.needs_help_today), urgency: cells.urgency as 'routine' | 'urgent', preferredModality: orNull(cells.preferred_modality),
    },
  };
}

/** Rows of one key are one person's, perhaps: of two rows that share a key, the one further up must be received first. */
export function keysOfRow(cells: ReferralCells): string[] {
  const number = checkNhsNumber(cells.nhs_number);
  const postcode = postcodeKey(cells.postcode);
  return [`reference ${cells.sender_reference}`, ...(number.valid ? [`nhs number ${number.normalised}`] : []), ...(postcode ? [`postcode ${postcode}`] : [])];
}
