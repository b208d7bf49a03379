// What one field may hold: lines and texts of people, days, instants, ids, codes. Every one has an upper bound. What is
// wrong carries one of `shapeCodes`, the same codes that an import reports.
import { cleanText, localDay, readDay, readTime, tidy, type Day, type Instant } from '#domain';
import { z } from 'zod';

/** Code of a field that is wrong, with its sentence. */
export const shapeCodes = {
  required: 'This is needed.',
  'unknown-field': 'There is no such field here.',
  'unknown-code': 'This is none of the codes that are allowed here.',
  'wrong-type': 'This is not the kind of value that is expected here.',
  'too-long': 'This is too long.',
  'too-many': 'There are too many of these.',
  'too-few': 'There are too few of these.',
  'out-of-range': 'The number is outside what is allowed.',
  'invalid-character': 'This holds a character that no record can keep.',
  'not-a-date': 'This is not a day of the calendar (YYYY-MM-DD or DD/MM/YYYY).',
  'not-a-time': 'This is not a date and time with its offset (2026-07-11T09:30:00+01:00).',
  'in-future': 'This lies in the future.',
  'wrong-form': 'This does not have the form that is expected here.',
} as const;
export type ShapeCode = keyof typeof shapeCodes;

type Context = { issues: z.core.$ZodRawIssue[] };
/** Says in a zod transform why a value is wrong; the value is then never used. */
export function wrong(context: Context, input: unknown, code: ShapeCode, allowed?: string): never {
  context.issues.push({ code: 'custom', input, message: shapeCodes[code], params: { code, allowed } } as z.core.$ZodRawIssue);
  return z.NEVER as never;
}

interface Rule { max: number; multiline?: boolean; optional?: boolean }
const text = (rule: Rule) => z.string().meta({ maxLength: rule.max }).transform((value, context): string => {
  const clean = cleanText(value, rule);
  return clean.text ?? wrong(context, value, clean.code!, clean.code === 'too-long' ? `at most ${rule.max} characters` : undefined);
});
/** One line that must say something. Kept trimmed and in Unicode NFC. */
export const line = (max: number) => text({ max });
/** One line that may be left out or empty; then ''. */
export const optionalLine = (max: number) => text({ max, optional: true }).optional();
/** Several lines that must say something. */
export const lines = (max: number) => text({ max, multiline: true });
export const optionalLines = (max: number) => text({ max, multiline: true, optional: true }).optional();

/** Any text, kept trimmed as it was sent, whatever stands in it. */
export const asSent = (max: number) => z.string().max(max).transform(tidy);

/** What a clinician writes: up to 1,048,576 characters. Stored apart, encrypted; never part of a command. */
export const LONGEST_NOTE = 1_048_576;
export const note = lines(LONGEST_NOTE).describe('Words for the record. Kept encrypted and apart from the pathway; never in a history or a log.');

const today = (): Day => localDay(new Date().toISOString(), 'Europe/London');
/** A real day, `YYYY-MM-DD` or `DD/MM/YYYY`; read as the first. */
export const day = z.string().meta({ maxLength: 10, examples: ['1990-02-28'] }).transform((value, context): Day => readDay(tidy(value)) ?? wrong(context, value, 'not-a-date'));
export const pastDay = day.transform((value, context): Day => (value <= today() ? value : wrong(context, value, 'in-future')));
/** An instant with its offset; read as UTC with milliseconds. */
export const instant = z.string().meta({ maxLength: 40, examples: ['2026-07-11T09:30:00+01:00'] }).transform((value, context): Instant => readTime(tidy(value)) ?? wrong(context, value, tidy(value) === '' ? 'required' : 'not-a-time'));
export const pastInstant = instant.transform((value, context): Instant => (value <= new Date().toISOString() ? value : wrong(context, value, 'in-future')));

export const uuid = z.string().max(36).regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'an id');
/** Ids of staff and teams, as the service gave them out. */
export const code = z.string().max(64).regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'an id');
export const whole = (least: number, most: number) => z.int().min(least).max(most);
/** One of the keys of a table. */
export const keyOf = <Key extends string>(table: Record<Key, unknown>) => z.enum(Object.keys(table) as [Key, ...Key[]]);
