// What the API answers when it does not do what was asked: problem+json (RFC 9457), eight kinds, one sentence a person can read.
import { refusalSentences } from '#domain';
import { z } from 'zod';

/** Kinds of refusal with their HTTP number. `type` of a problem is `/problems/<kind>`. */
export const problemKinds = {
  'bad-shape': { status: 400, title: 'What was sent does not have the right form' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'not-yours': { status: 403, title: 'Not yours to do' },
  unknown: { status: 404, title: 'There is no such thing here' },
  'not-now': { status: 409, title: 'Not possible now' },
  incomplete: { status: 422, title: 'Something is missing' },
  outage: { status: 503, title: 'The record cannot be reached now; it is safe to send again' },
  defect: { status: 500, title: 'This should not happen' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemKind = keyof typeof problemKinds;

/** Codes beside those of the domain's refusals. */
export const apiSentences = {
  'fields-wrong': 'One or more fields are wrong.',
  'not-json': 'The body is not JSON.',
  'not-utf-8': 'The body is not UTF-8.',
  'repeated-key': 'A key stands twice in one object.',
  'forbidden-key': 'A key of this name is not accepted.',
  'too-deep': 'The body is nested too deeply; at most 32 levels are read.',
  'invalid-character': 'The body holds a character that no record can keep.',
  'repeated-parameter': 'A parameter was given more than once.',
  'too-large': 'The body is too large.',
  'wrong-content-type': 'The body must be JSON in UTF-8 (content-type: application/json).',
  'wrong-content-type-multipart': 'The body must be multipart/form-data with one file.',
  'method-not-allowed': 'This address does not know that method.',
  'no-such-address': 'There is no such address.',
  'no-such-referral': refusalSentences['no-such-referral'],
  'no-such-task': 'There is no such task.',
  'no-such-person': 'There is no such person.',
  'no-such-staff': 'Nobody of that id works here.',
  'no-such-document': 'There is no such document.',
  'no-such-queue': 'There is no such queue.',
  'no-such-team': 'There is no such team.',
  'token-missing': 'Sign in at /api/sign-in, or send a token: authorization: Bearer …',
  'token-wrong': 'The token is wrong, or it has expired.',
  'session-ended': 'You are signed out. Sign in again at /api/sign-in.',
  'sign-in-refused': 'The sign-in did not work. Try again, or ask whoever looks after your account.',
  'issuer-away': 'Signing in is not possible now. Whoever is signed in can go on.',
  'cross-site': 'This did not come from our own pages: send X-Requested-By and the X-CSRF-Token of /api/me.',
  'no-such-session': 'You have no such session.',
  'permission-missing': 'Your role does not allow this.',
  'key-missing': 'Send an Idempotency-Key: a UUID or 8 to 128 letters, digits, and - _ . : of your own.',
  'key-reused': 'This key was used before with other content.',
  reused: 'This key was used before for a referral with other content.',
  'key-still-running': 'The first request with this key is still running.',
  stale: 'The referral has changed since you read it.',
  'task-held': 'Someone else holds this task.',
  'task-closed': 'The task is closed.',
  'task-changed': 'The task has changed since you read it.',
  'task-not-held': 'You do not hold this task.',
  'nothing-to-claim': 'There is no task to claim in this queue.',
  'not-of-the-queue': 'Tasks of this queue are not for this person.',
  'not-yourself': 'Somebody else must end your access.',
  'person-changed': 'The person’s record has changed since you read it.',
  'nothing-changed': 'Nothing would change.',
  'too-many-documents': 'A referral holds at most ten documents.',
  'document-type': 'Only PDF, DOCX, RTF, TXT, JPEG, PNG and TIFF are kept, checked by content.',
  'document-empty': 'The file is empty.',
  'too-much-at-once': 'Too much at once; wait a moment and send again.',
  'record-away': 'The record cannot be reached now. It is safe to send again with the same key.',
  'not-in-production': 'Development tokens are not accepted in production.',
  defect: 'Something went wrong here. Tell us the reference.',
} as const;
export type ApiCode = keyof typeof apiSentences;

const wrongField = z.strictObject({ field: z.string(), code: z.string(), detail: z.string(), allowed: z.union([z.string(), z.array(z.string())]).optional() });
export const problem = z.strictObject({
  type: z.string(), title: z.string(), status: z.int(), code: z.string(), detail: z.string(),
  errors: z.array(wrongField).optional().describe('Fields that are wrong, missing or not accepted, and what is allowed.'),
  fields: z.array(z.string()).optional().describe('Fields that a refusal is about.'),
  allowed: z.array(z.string()).optional().describe('Acts that you may do on this referral now.'),
  heldBy: z.strictObject({ staffId: z.string(), name: z.string(), since: z.string().optional() }).optional(),
  version: z.int().optional().describe('The version the referral has now.'),
  changed: z.array(z.strictObject({ version: z.int(), type: z.string(), at: z.string() })).optional().describe('What happened since the version you sent.'),
  reference: z.string().optional().describe('Number of a defect, for the people who look after this installation.'),
}).meta({ id: 'Problem' });
export type Problem = z.output<typeof problem>;
