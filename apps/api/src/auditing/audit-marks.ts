// What a route that shows patients says of itself: whose records it shows and which kind of fields, or that its own transaction writes the
// audit. A route whose described answer could show a patient and that says neither stops the boot.
import { SetMetadata } from '@nestjs/common';
import type { AuditResource, FieldClass } from '#database';
import { z } from 'zod';
import type { Route } from '../arriving/route-table.js';
import type { Asked } from '../arriving/asked.js';

export interface ViewMark {
  resource: AuditResource;
  fields: FieldClass;
  /** Whose record: the one that the address names, or the referrals that the answer lists. */
  of: 'referral' | 'person' | 'task' | ((answer: never) => readonly string[]);
  /** What else the address names: a document, a queue. */
  id?(asked: Asked): string;
}
export type AuditMark = ViewMark | { within: string };
export const AUDITED = 'handrail:audited';
/** The transaction of the route's own work writes the audit; `within` says which. */
export const AuditedWithin = (within: string) => SetMetadata(AUDITED, { within } satisfies AuditMark);

/** Fields by which an answer shows a patient or leads to one. */
const ofPatients = new Set(['referralId', 'personId', 'personName', 'familyName', 'givenName', 'nhsNumber', 'dateOfBirth', 'noteId', 'documentId', 'commentId', 'asSent']);

/** Throws one sentence that names a route which could show a patient without a row in the audit. */
export function refuseUnaudited(routes: readonly Route[]): void {
  for (const { method, path, name, audited, says, needs } of routes) {
    if (audited) continue;
    const shows = Object.values(says.answers).some(({ schema, mediaType }) => (schema ? fieldsOf(schema).some((field) => ofPatients.has(field)) : mediaType === 'application/octet-stream' && !('open' in needs)));
    if (shows) throw new Error(`${method} ${path} (${name}) could show a patient and does not say how that is audited; the API does not start with such a route.`);
  }
}
/** Names of all fields that an answer may have, however deep. */
function fieldsOf(schema: z.ZodType): string[] {
  const fields: string[] = [];
  const walk = (one: unknown): void => {
    if (Array.isArray(one)) return one.forEach(walk);
    if (one === null || typeof one !== 'object') return;
    for (const [name, value] of Object.entries(one)) {
      if (name === 'properties') fields.push(...Object.keys(value as object));
      walk(value);
    }
  };
  walk(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
  return fields;
}
