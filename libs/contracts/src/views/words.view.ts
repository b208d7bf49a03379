// What was written: notes, what the referrer sent, documents; and what a search finds.
import { z } from 'zod';
import { line, whole } from '../wording.js';

const at = z.string();
const who = z.strictObject({ staffId: z.string(), name: z.string() });

export const notesView = z.strictObject({
  asSent: z.strictObject({
    reason: z.string(), triedBefore: z.string(), preferredModality: z.string().nullable(),
    risk: z.strictObject({ selfHarm: z.boolean(), suicide: z.boolean(), toOthers: z.boolean(), safeguarding: z.boolean() }), needsHelpToday: z.boolean(),
  }).nullable().describe('What the referrer wrote.'),
  notes: z.array(z.strictObject({ noteId: z.string(), kind: z.string().describe('The act it belongs to'), by: who, at, words: z.string() })),
}).meta({ id: 'Notes' });
export type NotesView = z.output<typeof notesView>;

export const documentView = z.strictObject({ documentId: z.string(), name: z.string(), mediaType: z.string(), bytes: z.int(), sha256: z.string(), attachedBy: who, attachedAt: at }).meta({ id: 'Document' });
export type DocumentViewed = z.output<typeof documentView>;
export const documentsView = z.strictObject({ documents: z.array(documentView) }).meta({ id: 'Documents' });

export const searchAsk = z.strictObject({
  name: line(200).optional().describe('Beginnings of given or family name'), nhsNumber: line(40).optional(), reference: line(40).optional(), limit: whole(1, 100).default(25),
}).superRefine((ask, context) => {
  if (ask.name === undefined && ask.nhsNumber === undefined && ask.reference === undefined) context.addIssue({ code: 'custom', path: ['name'], message: 'needed', params: { code: 'required', allowed: 'a name, an NHS number or a reference' } });
}).meta({ id: 'SearchAsk' });
export type SearchAsk = z.output<typeof searchAsk>;
export const searchFound = z.strictObject({
  found: z.array(z.strictObject({ referralId: z.string(), reference: z.string(), personId: z.string(), personName: z.string(), dateOfBirth: z.string(), stage: z.string(), teamId: z.string(), receivedAt: at, closedAt: at.nullable() })),
}).meta({ id: 'SearchFound' });
export const timelineQuery = z.strictObject({ after: z.string().regex(/^\d{1,9}$/, 'a sequence number').optional() });
