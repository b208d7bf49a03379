// Writing the audit of what was seen or refused. A view's row is committed before the answer is sent: whoever cannot be recorded is shown
// nothing. Acts and claims write theirs inside their own statement (act-entry.ts).
import type { Database } from '../database.js';
import type { AuditEvent, AuditResource, FieldClass, Witness } from './audit-words.js';

/** Whose record it was: of a referral by its id or reference, of a person or a task by its id, of everybody on a page, or of nobody. */
export type Subject = { referral: string } | { person: string } | { task: string } | { referrals: readonly string[] } | { nobody: true };
export interface Seen { event: AuditEvent; resource: AuditResource; resourceId?: string; fields?: FieldClass; act?: string; outcome: string; of: Subject }

/** A view of somebody of whom the record knows nothing: the answer must not be sent. */
export class NobodyShown extends Error {
  constructor() { super('What was shown belongs to nobody in the record.'); this.name = 'NobodyShown'; }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const reference = /^HR-\d{1,12}$/i;
/** Where the person and the team of a subject come from; `$10` names it. */
const sources = {
  referral: `SELECT person_id, team_id, referral_id::text AS id, '{}'::uuid[] AS persons FROM referral WHERE referral_id = $10::uuid`,
  reference: `SELECT person_id, team_id, referral_id::text AS id, '{}'::uuid[] AS persons FROM referral WHERE reference = upper($10)`,
  person: `SELECT person_id, NULL AS team_id, person_id::text AS id, '{}'::uuid[] AS persons FROM person WHERE person_id = $10::uuid`,
  task: `SELECT r.person_id, t.team_id, t.task_id::text AS id, '{}'::uuid[] AS persons FROM task t JOIN referral r USING (referral_id) WHERE t.task_id = $10::uuid`,
  referrals: `SELECT NULL::uuid AS person_id, NULL AS team_id, NULL AS id, coalesce((SELECT array_agg(DISTINCT person_id ORDER BY person_id) FROM referral WHERE referral_id = ANY ($10::uuid[])), '{}') AS persons`,
  nobody: `SELECT NULL::uuid AS person_id, NULL AS team_id, NULL AS id, '{}'::uuid[] AS persons WHERE $10::text IS NULL`,
} as const;
type Source = keyof typeof sources;
const rest = `SELECT $1, $2::text[], s.team_id, s.person_id, $3, $4, coalesce($5, s.id), $6, $7, $8, decode($9, 'hex'), $11, coalesce(s.persons, '{}')`;
const into = `INSERT INTO audit_event (staff_id, roles, team_id, person_id, event, resource, resource_id, fields, act, request_id, session_hash, outcome, persons)`;

/** Records what was shown. Throws `NobodyShown` when it belongs to nobody, `Outage` when it cannot be written; then nothing may be shown. */
export async function recordView(database: Database, witness: Witness, seen: Seen): Promise<void> {
  if (!(await write(database, witness, seen, `${into} ${rest} FROM (${sources[sourceOf(seen.of)]}) s RETURNING 1`))) throw new NobodyShown();
}
/** Records what was refused, about whomever it would have been; also when there is no such record. Throws `Outage`. */
export async function recordDenial(database: Database, witness: Witness, denied: Omit<Seen, 'event'>): Promise<void> {
  const of = namesSomething(denied.of) ? denied.of : { nobody: true } as const;
  await write(database, witness, { ...denied, event: 'denial', of }, `${into} ${rest} FROM (SELECT 1) one LEFT JOIN (${sources[sourceOf(of)]}) s ON true RETURNING 1`);
}
/** Records a sign-in, a sign-out or an attempt; `outcome` is a code. Somebody who is not known is `nobody`. */
export async function recordSignIn(database: Database, witness: Witness | undefined, said: { act: string; outcome: string }): Promise<void> {
  await recordView(database, witness ?? { staffId: 'nobody', roles: [] }, { ...said, event: 'sign-in', resource: 'session', of: { nobody: true } });
}

function sourceOf(of: Subject): Source {
  if ('referral' in of) return uuid.test(of.referral) ? 'referral' : 'reference';
  return Object.keys(of)[0] as Source;
}
/** Does it name something that could be there? What cannot be an id is kept out of the statement. */
function namesSomething(of: Subject): boolean {
  if ('referral' in of) return uuid.test(of.referral) || reference.test(of.referral);
  if ('person' in of) return uuid.test(of.person);
  return !('task' in of) || uuid.test(of.task);
}
async function write(database: Database, { staffId, roles, session, requestId }: Witness, { event, resource, resourceId, fields, act, outcome, of }: Seen, text: string): Promise<boolean> {
  const named = 'nobody' in of ? null : Object.values(of)[0] as string | string[];
  const values = [staffId, roles, event, resource, resourceId ?? null, fields ?? null, act ?? null, requestId ?? null, session ?? null, named, outcome];
  return database.withClient(async (client) => (await client.query({ name: `audit:${sourceOf(of)}:${event === 'denial' ? 'denial' : 'view'}`, text, values })).rowCount === 1);
}
