// The words of the audit: what can happen, to what, which kind of fields were shown. Codes only: no row of the audit holds a name, a
// number of the NHS or anything that somebody wrote.

/** What happened. */
export const auditEvents = {
  view: 'somebody was shown a record',
  list: 'somebody was shown a page of a list; the persons on it stand beside it',
  act: 'an act was carried out on a referral',
  task: 'a task was claimed, given, put aside or spoken of',
  change: 'something was changed that is no act: a person, a document, the staff, the policy',
  denial: 'somebody asked for what is not theirs, or is not there',
  'sign-in': 'somebody signed in, signed out, or tried to',
  export: 'records left the service as a file or on paper',
} as const;
export type AuditEvent = keyof typeof auditEvents;

/** What it happened to. `resource_id` names it, where it has an id of its own. */
export const auditResources = ['referral', 'timeline', 'notes', 'documents', 'document', 'person', 'comments', 'task', 'queue', 'search', 'who-looked', 'staff', 'policy', 'session', 'letter', 'route'] as const;
export type AuditResource = (typeof auditResources)[number];

/** Which kind of fields were shown: who somebody is and when they come; what clinicians and referrers wrote; who looked. */
export type FieldClass = 'administration' | 'clinical' | 'audit';

/** Who did it, by which roles, in which session. `session`: SHA-256 of the session's secret, in hexadecimal. A member of staff is a witness. */
export interface Witness { staffId: string; roles: readonly string[]; session?: string; requestId?: string }
/** Handrail itself, when time passes. */
export const systemWitness: Witness = { staffId: 'system', roles: ['system'] };
