// Reads a body or a query by its contract. What is wrong is told field by field: which field, which code, what is allowed.
import { z } from 'zod';
import { shapeCodes, type ShapeCode } from './wording.js';

export interface WrongField { field: string; code: ShapeCode; detail: string; allowed?: string | string[] }
/** `{ value }` as the contract reads it, or `{ wrong }`: at most 50 fields, in the order of the contract. */
export type Shaped<T> = { value: T; wrong?: undefined } | { value?: undefined; wrong: WrongField[] };

const MOST_TOLD = 50;

/** Checks `sent` against a contract. Pure; never throws for what people send. */
export function shaped<Schema extends z.ZodType>(schema: Schema, sent: unknown): Shaped<z.output<Schema>> {
  const read = schema.safeParse(sent);
  if (read.success) return { value: read.data };
  return { wrong: read.error.issues.flatMap((issue) => wrongFields(issue, schema, sent)).slice(0, MOST_TOLD) };
}

function wrongFields(issue: z.core.$ZodIssue, schema: z.ZodType, sent: unknown): WrongField[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => told([field, key].filter(Boolean).join('.'), 'unknown-field', field === '' ? fieldsOf(schema) : undefined));
  }
  const missing = field !== '' && valueAt(sent, issue.path) === undefined;
  return [told(field, missing ? 'required' : codeOf(issue), allowedBy(issue))];
}

const told = (field: string, code: ShapeCode, allowed?: string | string[]): WrongField =>
  ({ field: field.slice(0, 200), code, detail: shapeCodes[code], ...(allowed !== undefined && { allowed }) });

function codeOf(issue: z.core.$ZodIssue): ShapeCode {
  switch (issue.code) {
    case 'custom': return (issue.params?.code as ShapeCode | undefined) ?? 'wrong-form';
    case 'invalid_value': return 'unknown-code';
    case 'invalid_union': return 'unknown-code'; // the only unions here are of codes
    case 'too_big': return issue.origin === 'array' ? 'too-many' : issue.origin === 'string' ? 'too-long' : 'out-of-range';
    case 'too_small': return issue.origin === 'array' ? 'too-few' : issue.origin === 'string' ? 'required' : 'out-of-range';
    case 'invalid_format': return 'wrong-form';
    default: return 'wrong-type';
  }
}

function allowedBy(issue: z.core.$ZodIssue): string | string[] | undefined {
  switch (issue.code) {
    case 'custom': return issue.params?.allowed as string | undefined;
    case 'invalid_value': return issue.values.map(String);
    case 'invalid_union': return [...issue.errors.flat().flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : [])).filter(Boolean), 'true', 'false'];
    case 'too_big': return `at most ${issue.maximum}`;
    case 'too_small': return `at least ${issue.minimum}`;
    case 'invalid_type': return issue.expected;
    case 'invalid_format': return issue.message;
    default: return undefined;
  }
}

const fieldsOf = (schema: z.ZodType): string[] | undefined => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : undefined);

function valueAt(sent: unknown, path: PropertyKey[]): unknown {
  let value = sent;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
