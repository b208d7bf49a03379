// The audit of an act, a claim or a change, as a part of the statement that does it: one transaction, one round trip, and no lock of a
// chain's head held longer than to the COMMIT that follows.
import type { Witness } from './audit-words.js';

const columns = 'staff_id, roles, team_id, person_id, event, resource, resource_id, act, request_id, session_hash, outcome, persons';
const recordset = `x ("staffId" text, roles text[], "teamId" text, "personId" uuid, resource text, "resourceId" text, act text, "requestId" text, session text, persons uuid[])`;

/** The part of an act's own statement; `$n` is its value, from `actEntry`. */
export const ofActEntry = `INSERT INTO audit_event (${columns}) SELECT x."staffId", x.roles, x."teamId", x."personId", 'act', x.resource, x."resourceId", x.act, x."requestId", decode(x.session, 'hex'), 'done', x.persons FROM jsonb_to_record($n::jsonb) ${recordset}`;

/** What an act leaves in the audit: by whom, on whose referral, under which command id. `before`: who the person was, when the act links another. */
export const actEntry = (witness: Witness, done: { teamId: string; personId: string; before?: string; referralId: string; act: string; commandId: string }) => ({
  staffId: witness.staffId, roles: witness.roles, session: witness.session ?? null, teamId: done.teamId, personId: done.personId, resource: 'referral', resourceId: done.referralId, act: done.act,
  // A sender's own key may be anything; the receipt of a referral is named by the referral.
  requestId: done.act === 'receive' ? `receive/${done.referralId}` : done.commandId, persons: done.before && done.before !== done.personId ? [done.before] : [],
});

/** Wraps a change of tasks that returns "taskId" and "referralId": each leaves one row, in the same statement. The one value stands at `$place`. */
export const withTaskEntry = (change: string, place: number): string => `WITH had AS (${change}), entry AS (
  INSERT INTO audit_event (${columns})
  SELECT x."staffId", x.roles, r.team_id, r.person_id, 'task', 'task', had."taskId"::text, x.act, x."requestId", decode(x.session, 'hex'), 'done', '{}'
  FROM jsonb_to_record($${place}::jsonb) ${recordset} CROSS JOIN had JOIN referral r ON r.referral_id = had."referralId" ORDER BY audit_chain_of(r.person_id::text))
  SELECT * FROM had`;
export const taskEntry = ({ staffId, roles, session, requestId }: Witness, act: string): string => JSON.stringify({ staffId, roles, session, requestId, act });

/** Wraps the taking of a letter that returns delivery_id, referral_id, letter and addressee: what leaves the service is taken down before it is read. */
export const withLetterEntry = (taking: string): string => `WITH taken AS (${taking}), entry AS (
  INSERT INTO audit_event (staff_id, roles, team_id, person_id, event, resource, resource_id, fields, act, outcome)
  SELECT 'system', '{system}', r.team_id, r.person_id, 'export', 'letter', taken.delivery_id::text, 'clinical', taken.letter || ' to ' || taken.addressee, 'sending' FROM taken JOIN referral r USING (referral_id))
  SELECT * FROM taken`;

/** A change that is no act, as a statement of its own, the last of its transaction. Values from `changeEntry`. */
export const ofChange = `INSERT INTO audit_event (${columns}) SELECT $1, $2::text[], $3, $4::uuid, 'change', $5, $6, $7, $8, decode($9, 'hex'), 'done', '{}'`;
export const changeEntry = ({ staffId, roles, session, requestId }: Witness, done: { resource: 'person' | 'document' | 'staff' | 'policy'; resourceId: string; personId?: string; teamId?: string; act: string }): unknown[] =>
  [staffId, roles, done.teamId ?? null, done.personId ?? null, done.resource, done.resourceId, done.act, requestId ?? null, session ?? null];
