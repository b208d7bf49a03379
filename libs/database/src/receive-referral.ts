// Receiving into the record: one transaction keeps the message as sent, the person, the referral and its first tasks. The sender's key
// makes a repeat harmless. Look-alikes are flagged, side by side, never merged; nobody is turned away for a wrong NHS number.
import { ageOn, checkNhsNumber, decide, evolve, localDay, type Day, type Flag, type Instant, type Policy, type Receive, type Referral, type Refusal, type ReferralEvent, type Source, type StaffMember } from '#domain';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Database } from './database.js';
import { findDuplicates, personKeys, type PersonKeys } from './duplicates.js';
import { contentHash } from './ids.js';
import { blindIndex, seal } from './keys.js';
import { policyInForce } from './policies.store.js';
import { commandHash, positionOf, type Position } from './record.js';
import { peopleFrom } from './record-reading.js';
import { partsOf, referralColumns, send, type Writing } from './record-writing.js';
import { inTransaction, type Transaction } from './transaction.js';

export interface PersonSent { givenName: string | null; familyName: string; dateOfBirth: Day; nhsNumber: string; sex?: string | null; ethnicity?: string | null; phone?: string | null; email?: string | null; postcode?: string | null; address?: string | null; interpreterLanguage?: string | null; safeToLeaveVoicemail?: boolean | null; gpOds?: string | null }
export interface ReferralSent { teamId: string; receivedAt?: Instant; referrerName: string; referrerOds?: string | null; referrerEmail?: string | null; reason: string; triedBefore: string; risk: { selfHarm?: boolean; suicide?: boolean; toOthers?: boolean; safeguarding?: boolean }; needsHelpToday: boolean; urgency: 'routine' | 'urgent'; preferredModality?: string | null; source: Source }
export interface Sent { sender: string; senderReference: string; message: unknown; person: PersonSent; referral: ReferralSent; by: string; /** The session it came in, for the audit: its hash. */ session?: string; imported?: boolean; /** When it was received, for whoever has a clock of their own (a demonstration); else PostgreSQL's. */ at?: Instant }
export interface Receipt { outcome: 'received' | 'already-received' | 'reused'; referralId: string; reference: string; flags: Flag[]; position: Position; referral: Referral }
/** The receipt was refused: not allowed, or no such team. Nothing was written. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) { super(refusal.code); this.name = 'Refused'; }
}

interface Circumstance { reference: string; now: string; policy: Policy | null; staff: Record<string, StaffMember> }
interface Received { person: PersonSent & PersonKeys; personId: string; nhsNumber: string | undefined; sent: Sent; event: Receive; hash: Buffer }

/** Receives one referral, once per sender and key: the same content again is `already-received`, other content `reused`; neither writes. Throws `Refused`, `Outage`. */
export async function receiveReferral(database: Database, sent: Sent): Promise<Receipt> {
  const hash = contentHash(sent.message);
  return inTransaction(database, async (client, transaction) => {
    const checked = checkNhsNumber(sent.person.nhsNumber);
    const nhsNumber = checked.valid ? checked.normalised! : undefined;
    const keys = personKeys(sent.person);
    const index = nhsNumber ? blindIndex(database.keys, nhsNumber) : null;
    // Sent together, answered one after the other: each reads what was there when its turn had come.
    const [, before, circumstance, alike] = await Promise.all([
      waitForTurn(client, [`key/${sent.sender}/${sent.senderReference}`, index && `nhs/${index.toString('hex')}`, keys.postcodeKey && `postcode/${keys.postcodeKey}`]),
      earlierReceipt(client, sent), circumstances(client, sent), findDuplicates(client, { nhsNumberIndex: index, dateOfBirth: sent.person.dateOfBirth, ...keys }),
    ]);
    if (before) return before.hash.equals(hash) ? { ...before.receipt, outcome: 'already-received' } : { ...before.receipt, outcome: 'reused' };
    const { policy } = circumstance;
    if (!policy) throw new Refused({ kind: 'unknown', code: 'no-such-team', fields: ['teamId'] });
    const event = command(sent, circumstance, policy, flagsOf(sent, policy, checked, alike, circumstance.now), alike);
    return write(database, transaction, { person: { ...sent.person, ...keys }, personId: event.personId, nhsNumber, sent, event, hash }, circumstance, policy);
  });
}

/** One at a time for each sender's key, NHS number and postcode, so that no receipt misses its look-alike; taken in one order, so that nobody waits in a circle. */
const waitForTurn = (client: PoolClient, turns: readonly (string | null)[]) =>
  client.query({ name: 'receive-turn', text: 'SELECT pg_advisory_xact_lock(turn) FROM (SELECT DISTINCT hashtextextended(name, 11) AS turn FROM unnest($1::text[]) name ORDER BY turn) turns', values: [turns.filter(Boolean)] });

async function earlierReceipt(client: PoolClient, sent: Sent): Promise<{ hash: Buffer; receipt: Receipt } | undefined> {
  const { rows: [row] } = await client.query<{ message_hash: Buffer; state: Referral }>({ name: 'receive-known', text: 'SELECT i.message_hash, r.state FROM intake i JOIN referral r USING (referral_id) WHERE i.sender = $1 AND i.sender_reference = $2', values: [sent.sender, sent.senderReference] });
  return row && { hash: row.message_hash, receipt: { outcome: 'already-received', referralId: row.state.referralId, reference: row.state.reference, flags: row.state.flags, position: positionOf(row.state), referral: row.state } };
}
async function circumstances(client: PoolClient, sent: Sent): Promise<Circumstance> {
  const { rows: [row] } = await client.query<{ no: string; now: Date; policy: Policy | null; staff: never }>({
    name: 'receive-circumstances',
    text: `SELECT nextval('referral_reference') AS no, clock_timestamp() AS now, ${policyInForce} AS policy, (SELECT jsonb_agg(s) FROM staff_member s WHERE staff_id = $2) AS staff`,
    values: [sent.referral.teamId, sent.by],
  });
  return { reference: `HR-${row!.no.padStart(6, '0')}`, now: sent.at ?? row!.now.toISOString(), policy: row!.policy, staff: peopleFrom(row!.staff) };
}

/** The flags of a received referral; their rules are those of the import's contract. */
function flagsOf(sent: Sent, policy: Policy, checked: ReturnType<typeof checkNhsNumber>, alike: Awaited<ReturnType<typeof findDuplicates>>, now: string): Flag[] {
  const { person, referral } = sent;
  const receivedOn = localDay(referral.receivedAt ?? now, policy.calendar.timeZone);
  const flags: Flag[] = [];
  if (referral.needsHelpToday) flags.push('emergency');
  if (checked.reason === 'empty') flags.push('nhs-number-missing');
  else if (!checked.valid) flags.push('nhs-number-wrong');
  if (alike.sameNhsNumber) flags.push('same-nhs-number');
  else if (alike.possible) flags.push('possible-duplicate');
  if (Object.values(referral.risk).some(Boolean)) flags.push('risk-told-by-referrer');
  if (referral.triedBefore.trim() === '') flags.push('tried-before-missing');
  if (ageOn(person.dateOfBirth, receivedOn) < 18) flags.push('under-18');
  return flags.sort();
}
function command(sent: Sent, circumstance: Circumstance, policy: Policy, flags: Flag[], alike: Awaited<ReturnType<typeof findDuplicates>>): Receive {
  const { teamId, receivedAt, source, urgency } = sent.referral;
  const duplicateOf = alike.sameNhsNumber ?? alike.possible;
  return { referralId: randomUUID(), reference: circumstance.reference, teamId, personId: randomUUID(), receivedAt: receivedAt ?? circumstance.now, source, referrerUrgency: urgency, flags, imported: sent.imported ?? false, ...(alike.earlierClosed && { earlierReferralId: alike.earlierClosed }), ...(duplicateOf && { duplicateOf }) };
}

async function write(database: Database, transaction: Transaction, received: Received, circumstance: Circumstance, policy: Policy): Promise<Receipt> {
  const { sent, event } = received;
  const actor = circumstance.staff[sent.by];
  if (!actor) throw new Refused({ kind: 'not-yours', code: 'has-left' });
  const decision = decide(undefined, { act: 'receive', ...event }, { at: circumstance.now, actor, policy, holders: {}, people: {} });
  if (decision.refusal) throw new Refused(decision.refusal);
  const events: ReferralEvent[] = decision.events;
  const after = events.reduce<Referral | undefined>(evolve, undefined)!;
  const writing: Writing = { before: undefined, after, events, holders: {}, conducted: false, words: [], witness: { staffId: sent.by, roles: actor.roles, session: sent.session }, act: { commandId: `receive/${sent.sender}/${sent.senderReference}`, act: 'receive', hash: commandHash(after.referralId, { act: 'receive', ...event }, sent.by), actor: sent.by, at: circumstance.now } };
  await send(transaction, writing, [personPart(database, received), rowPart(writing, received), intakePart(database, received), ...partsOf(writing)]);
  return { outcome: 'received', referralId: after.referralId, reference: after.reference, flags: after.flags, position: positionOf(after), referral: after };
}
const base64 = (bytes: Buffer | undefined) => bytes?.toString('base64') ?? null;

function personPart({ keys }: Database, { person, personId, nhsNumber }: Received) {
  const sealed = (text: string | undefined, column: string) => (text ? base64(seal(keys, text, `person/${column}/${personId}`)) : null);
  const asSent = person.nhsNumber.trim();
  return {
    name: 'person_row',
    sql: `INSERT INTO person (person_id, given_name, family_name, date_of_birth, sex, ethnicity, phone, email, postcode, address, interpreter_language, safe_to_leave_voicemail, gp_ods, nhs_number, nhs_number_index, nhs_number_as_sent, given_key, family_key, family_sound, postcode_key)
      SELECT x."personId", x."givenName", x."familyName", x."dateOfBirth", x.sex, x.ethnicity, x.phone, x.email, x.postcode, x.address, x."interpreterLanguage", x."safeToLeaveVoicemail", x."gpOds", decode(x.number, 'base64'), decode(x.index, 'base64'), decode(x."asSent", 'base64'), x."givenKey", x."familyKey", x."familySound", x."postcodeKey"
      FROM jsonb_to_record($n::jsonb) x ("personId" uuid, "givenName" text, "familyName" text, "dateOfBirth" date, sex text, ethnicity text, phone text, email text, postcode text, address text, "interpreterLanguage" text, "safeToLeaveVoicemail" boolean, "gpOds" text, number text, index text, "asSent" text, "givenKey" text, "familyKey" text, "familySound" text, "postcodeKey" text)`,
    value: { ...person, personId, number: sealed(nhsNumber, 'nhs_number'), index: base64(nhsNumber ? blindIndex(keys, nhsNumber) : undefined), asSent: sealed(asSent, 'nhs_number_as_sent') },
  };
}
function rowPart(writing: Writing, { sent }: Received) {
  const { referral } = sent;
  return {
    name: 'referral_row',
    sql: `INSERT INTO referral (referral_id, reference, person_id, team_id, stage, seq, due_at, received_at, stage_since, source, referrer_name, referrer_ods, referrer_email, preferred_modality, referrer_urgency, risk_level, flags, policy_version, state)
      SELECT $1, x.reference, x."personId", x."teamId", x.stage, x.seq, x."dueAt", x."receivedAt", x."stageSince", x.source, x."referrerName", x."referrerOds", x."referrerEmail", x."preferredModality", x."referrerUrgency", x."riskLevel", x.flags, x."policyVersion", x.state
      FROM jsonb_to_record($n::jsonb) x (reference text, "personId" uuid, "teamId" text, stage text, seq int, "dueAt" timestamptz, "receivedAt" timestamptz, "stageSince" timestamptz, source text, "referrerName" text, "referrerOds" text, "referrerEmail" text, "preferredModality" text, "referrerUrgency" text, "riskLevel" text, flags text[], "policyVersion" int, state jsonb)`,
    value: { ...referralColumns(writing.after, false), reference: writing.after.reference, receivedAt: writing.after.receivedAt, source: referral.source, referrerName: referral.referrerName, referrerOds: referral.referrerOds, referrerEmail: referral.referrerEmail, preferredModality: referral.preferredModality, referrerUrgency: referral.urgency },
  };
}
/** The message as sent holds the referrer's words: it is sealed whole. */
function intakePart({ keys }: Database, { sent, hash }: Received) {
  return {
    name: 'intake_row',
    sql: `INSERT INTO intake (sender, sender_reference, message_hash, message, referral_id) SELECT x.sender, x.key, decode(x.hash, 'base64'), decode(x.message, 'base64'), $1 FROM jsonb_to_record($n::jsonb) x (sender text, key text, hash text, message text)`,
    value: { sender: sent.sender, key: sent.senderReference, hash: base64(hash), message: base64(seal(keys, JSON.stringify({ ...sent, session: undefined }), `intake/message/${sent.sender}/${sent.senderReference}`)) },
  };
}
