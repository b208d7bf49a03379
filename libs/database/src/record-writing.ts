// Writing an act: its events and every row they change, in one statement. Only the parts that have something to write are sent.
import { nextDeadline, type OpenTask, type Referral, type ReferralEvent } from '#domain';
import { actEntry, ofActEntry } from './audit/act-entry.js';
import type { Witness } from './audit/audit-words.js';
import { deliveryIdOf, taskIdOf } from './ids.js';
import { guarded, type Transaction } from './transaction.js';

export interface ActRow { commandId: string; act: string; hash: Buffer; actor: string; at: string }
export interface SealedWords { noteId: string; kind: string; words: Buffer }
export interface Writing { before: Referral | undefined; after: Referral; events: readonly ReferralEvent[]; act: ActRow; holders: Record<number, string | undefined>; words: readonly SealedWords[]; conducted: boolean; witness: Witness }

/** A part of the one statement: a CTE and its value. `$n` is replaced by the value's place; $1 is the referral, $2 the command, $3 the act's time, $4 the actor. */
interface Part { name: string; sql: string; value: unknown }

const ofEvents = `INSERT INTO referral_event (referral_id, seq, command_id, type, at, event) SELECT $1, (e->>'seq')::int, $2, e->>'type', $3, e->'event' FROM jsonb_array_elements($n::jsonb) e`;
const ofRaised = `INSERT INTO task (task_id, referral_id, no, team_id, task, queue, state, raised_at, due_at, level, assigned_to, strand_no, appointment_no, claimed_by, claimed_at, closed_at, closed_by)
  SELECT x."taskId", $1, x.no, x."teamId", x.task, x.queue, x.state, x."raisedAt", x."dueAt", x.level, x."assignedTo", x."strandNo", x."appointmentNo", x."assignedTo", CASE WHEN x."assignedTo" IS NULL THEN NULL ELSE $3::timestamptz END, CASE WHEN x.state = 'open' THEN NULL ELSE $3::timestamptz END, CASE WHEN x.state = 'open' THEN NULL ELSE $4 END
  FROM jsonb_to_recordset($n::jsonb) x ("taskId" uuid, no int, "teamId" text, task text, queue text, state text, "raisedAt" timestamptz, "dueAt" timestamptz, level int, "assignedTo" text, "strandNo" int, "appointmentNo" int)`;
const ofClosed = `UPDATE task SET state = x.state, closed_at = $3, closed_by = $4, version = version + 1 FROM jsonb_to_recordset($n::jsonb) x (no int, state text, holder text)
  WHERE task.referral_id = $1 AND task.no = x.no AND task.state = 'open' AND (x.state <> 'done' OR task.claimed_by IS NOT DISTINCT FROM x.holder) RETURNING 1`;
const ofChanged = `UPDATE task SET level = x.level, assigned_to = x."assignedTo", team_id = x."teamId", version = version + 1, claimed_by = CASE WHEN x.free THEN NULL ELSE task.claimed_by END, claimed_at = CASE WHEN x.free THEN NULL ELSE task.claimed_at END
  FROM jsonb_to_recordset($n::jsonb) x (no int, level int, "assignedTo" text, "teamId" text, free boolean) WHERE task.referral_id = $1 AND task.no = x.no AND task.state = 'open'`;
const ofAppointments = `INSERT INTO appointment (referral_id, no, purpose, clinician_id, starts_at, ends_at, outcome, code, counts, strand_no, note_id)
  SELECT $1, x.no, x.purpose, x."clinicianId", x."startsAt", x."startsAt" + x.minutes * interval '1 minute', x.outcome, x.code, x.counts, x."strandNo", x."noteId" FROM jsonb_to_recordset($n::jsonb) x (no int, purpose text, "clinicianId" text, "startsAt" timestamptz, minutes int, outcome text, code text, counts boolean, "strandNo" int, "noteId" uuid)
  ON CONFLICT (referral_id, no) DO UPDATE SET outcome = excluded.outcome, code = excluded.code, counts = excluded.counts, note_id = excluded.note_id`;
const ofStrands = `INSERT INTO strand (referral_id, no, stage, discipline, modality, format, allowance, used, attended, clinician_id, started_at, ended_at)
  SELECT $1, x.no, x.stage, x.discipline, x.modality, x.format, x.allowance, x.used, x.attended, x."clinicianId", x."startedAt", x."endedAt" FROM jsonb_to_recordset($n::jsonb) x (no int, stage text, discipline text, modality text, format text, allowance int, used int, attended int, "clinicianId" text, "startedAt" timestamptz, "endedAt" timestamptz)
  ON CONFLICT (referral_id, no) DO UPDATE SET stage = excluded.stage, discipline = excluded.discipline, allowance = excluded.allowance, used = excluded.used, attended = excluded.attended, clinician_id = excluded.clinician_id, started_at = excluded.started_at, ended_at = excluded.ended_at`;
const ofDeliveries = `INSERT INTO delivery (delivery_id, referral_id, no, letter, addressee, stage, asked_at) SELECT x."deliveryId", $1, x.no, x.letter, x.addressee, x.stage, $3 FROM jsonb_to_recordset($n::jsonb) x ("deliveryId" uuid, no int, letter text, addressee text, stage text)`;
const ofStopped = `UPDATE delivery SET stage = 'stopped' WHERE referral_id = $1 AND no <= $n::int AND stage IN ('waiting', 'sending')`;
const ofWords = `INSERT INTO clinical_note (note_id, referral_id, command_id, kind, author, words) SELECT x."noteId", $1, $2, x.kind, $4, decode(x.words, 'base64') FROM jsonb_to_recordset($n::jsonb) x ("noteId" uuid, kind text, words text)`;
const ofReferral = `UPDATE referral SET stage = x.stage, seq = x.seq, due_at = x."dueAt", stage_since = x."stageSince", closed_at = x."closedAt", ending = x.ending, urgency = x.urgency, triage_code = x."triageCode", risk_level = x."riskLevel", flags = x.flags, lead_clinician = x.lead, team_id = x."teamId", person_id = x."personId", policy_version = x."policyVersion", state = x.state, changed_at = clock_timestamp(), conducted_seq = CASE WHEN x.conducted THEN x.seq ELSE referral.conducted_seq END, told_at = CASE WHEN x.conducted THEN NULL ELSE referral.told_at END
  FROM jsonb_to_record($n::jsonb) x (stage text, seq int, "dueAt" timestamptz, "stageSince" timestamptz, "closedAt" timestamptz, ending text, urgency text, "triageCode" text, "riskLevel" text, flags text[], lead text, "teamId" text, "personId" uuid, "policyVersion" int, state jsonb, conducted boolean) WHERE referral.referral_id = $1`;

/** The current row of a referral as its state gives it. */
export const referralColumns = (after: Referral, conducted: boolean) => ({
  stage: after.stage, seq: after.seq, dueAt: nextDeadline(after) ?? null, stageSince: after.stageSince,
  closedAt: after.stage === 'closed' ? after.closedAt : null, ending: after.stage === 'closed' ? after.ending : null,
  urgency: after.triage?.urgency ?? null, triageCode: after.triage?.triageCode ?? after.screen?.triageCode ?? null, riskLevel: after.riskLevel ?? null,
  flags: after.flags, lead: after.strands[after.leadStrandNo ?? 0]?.clinicianId ?? null, teamId: after.teamId, personId: after.personId, policyVersion: after.policyVersion, state: after, conducted,
});

function taskParts({ before, after, events, holders }: Writing): Part[] {
  const outcomes = new Map(events.filter((event) => event.type === 'task-closed').map((event) => [event.no, event.outcome]));
  const raised = events.filter((event) => event.type === 'task-raised').map((event) => ({ ...event, taskId: taskIdOf(after.referralId, event.no), teamId: after.teamId, state: outcomes.get(event.no) ?? 'open', raisedAt: event.at, level: after.tasks[event.no]?.level ?? 0, assignedTo: outcomes.has(event.no) ? event.assignedTo : after.tasks[event.no]?.assignedTo }));
  const closed = [...outcomes].filter(([no]) => before?.tasks[no]).map(([no, state]) => ({ no, state, holder: holders[no] ?? null }));
  const moved = before !== undefined && before.teamId !== after.teamId;
  const changed = Object.values(before?.tasks ?? {}).flatMap((old: OpenTask) => {
    const now = after.tasks[old.no];
    if (!now || (!moved && now.level === old.level && now.assignedTo === old.assignedTo)) return [];
    return [{ no: now.no, level: now.level, assignedTo: now.assignedTo ?? null, teamId: after.teamId, free: moved || now.assignedTo !== old.assignedTo }];
  });
  return [{ name: 'raised', sql: ofRaised, value: raised }, { name: 'closed', sql: ofClosed, value: closed }, { name: 'changed', sql: ofChanged, value: changed }];
}
function messageParts({ before, after, events }: Writing): Part[] {
  const stop = events.findIndex((event) => event.type === 'messages-stopped');
  const asked = events.flatMap((event, index) => (event.type === 'message-asked' ? [{ deliveryId: deliveryIdOf(after.referralId, event.no), no: event.no, letter: event.letter, addressee: event.to, stage: index < stop ? 'stopped' : 'waiting' }] : []));
  return [{ name: 'asked', sql: ofDeliveries, value: asked }, ...(stop >= 0 && before ? [{ name: 'stopped', sql: ofStopped, value: before.last.message }] : [])];
}
const changedRows = <Row>(before: Record<number, Row> | undefined, after: Record<number, Row>): Row[] =>
  Object.entries(after).filter(([no, row]) => before?.[Number(no)] !== row).map(([, row]) => row);

/** Every part of an act but the referral's own row. */
export function partsOf(writing: Writing): Part[] {
  const { before, after, events, words } = writing;
  const first = before?.seq ?? 0;
  const numbered = events.map(({ at: _at, ...event }, index) => ({ seq: first + index + 1, type: event.type, event }));
  return [
    { name: 'events', sql: ofEvents, value: numbered }, ...taskParts(writing), ...messageParts(writing),
    { name: 'appointments', sql: ofAppointments, value: changedRows(before?.appointments, after.appointments) },
    { name: 'strands', sql: ofStrands, value: changedRows(before?.strands, after.strands) },
    { name: 'words', sql: ofWords, value: words.map((one) => ({ noteId: one.noteId, kind: one.kind, words: one.words.toString('base64') })) },
  ].filter((part) => !Array.isArray(part.value) || part.value.length > 0);
}
/** The act's row in the audit. PostgreSQL carries the parts out from the last to the first: as the first, it takes the lock of its chain when all else is written. */
const auditPart = ({ before, after, act, witness }: Writing): Part =>
  ({ name: 'entry', sql: ofActEntry, value: actEntry(witness, { teamId: after.teamId, personId: after.personId, before: before?.personId, referralId: after.referralId, act: act.act, commandId: act.commandId }) });
export const referralPart = (writing: Writing): Part => ({ name: 'referral_row', sql: ofReferral, value: referralColumns(writing.after, writing.conducted) });

/** Sends the parts as one prepared statement, the last of its transaction. A task to be closed that is open no more, or in other hands, ends it: tried again. */
export async function send(transaction: Transaction, writing: Writing, parts: readonly Part[]): Promise<void> {
  const { after, act, before, events } = writing;
  const actValues = [after.referralId, act.commandId, act.at, act.actor, act.act, act.hash, (before?.seq ?? 0) + 1, (before?.seq ?? 0) + events.length];
  const entry = auditPart(writing);
  const placed = (part: Part, place: number) => `${part.name} AS (${part.sql.replaceAll('$n', `$${place}`)})`;
  const sql = parts.map((part, index) => placed(part, actValues.length + index + 1)).join(', ');
  const closing = parts.findIndex((part) => part.name === 'closed');
  const allClosed = closing < 0 ? '1' : guarded(`(SELECT count(*) FROM closed) = jsonb_array_length($${actValues.length + closing + 1}::jsonb)`);
  const text = `WITH ${placed(entry, actValues.length + parts.length + 1)}, act AS (INSERT INTO referral_act (referral_id, command_id, at, actor, act, command_hash, first_seq, last_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)), ${sql} SELECT ${allClosed} AS written`;
  const values = [...actValues, ...[...parts, entry].map((part) => (typeof part.value === 'object' ? JSON.stringify(part.value) : part.value))];
  // PostgreSQL tells prepared statements apart by the first 63 characters of their names: three letters of each part are enough, and fit.
  await transaction.last({ name: `act:${parts.map((part) => part.name.slice(0, 3)).join(',')}`, text, values });
}
