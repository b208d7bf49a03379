// One referral read against its own events: the fold, the acts, and each of its rows.
import { isDeepStrictEqual } from 'node:util';
import { fold, type Referral, type ReferralEvent } from '#domain';
import type { CheckRule } from './checker.js';
import { referralColumns } from './record-writing.js';

type Row = Record<string, unknown>;
/** A referral with all that belongs to it, as one statement reads it: one moment of the record. */
export interface RecordedReferral {
  referral_id: string; row: Row; events: { seq: number; command_id: string; at: string; event: ReferralEvent }[];
  acts: { command_id: string; first_seq: number; last_seq: number }[]; tasks: Row[]; appointments: Row[]; strands: Row[]; deliveries: Row[];
}

const list = (table: string, columns: string, order: string) =>
  `coalesce((SELECT jsonb_agg(jsonb_build_object(${columns.split(' ').map((column) => `'${column}', x.${column}`).join(', ')}) ORDER BY ${order}) FROM ${table} x WHERE x.referral_id = r.referral_id), '[]')`;
export const referralText = `SELECT r.referral_id, to_jsonb(r) AS row,
  ${list('referral_event', 'seq command_id at event', 'x.seq')} AS events,
  ${list('referral_act', 'command_id first_seq last_seq', 'x.first_seq, x.last_seq')} AS acts,
  ${list('task', 'no team_id task queue state due_at level assigned_to strand_no appointment_no', 'x.no')} AS tasks,
  ${list('appointment', 'no purpose clinician_id starts_at ends_at outcome code counts strand_no note_id', 'x.no')} AS appointments,
  ${list('strand', 'no stage discipline modality format allowance used attended clinician_id started_at ended_at', 'x.no')} AS strands,
  ${list('delivery', 'no letter addressee', 'x.no')} AS deliveries
  FROM referral r WHERE r.referral_id > $1::uuid ORDER BY r.referral_id LIMIT $2`;

export interface Difference { rule: CheckRule; what: string }

/** Everything in which this referral's rows and its events do not agree. */
export function differencesOf(one: RecordedReferral): Difference[] {
  const events = one.events.map(({ event, at }) => ({ ...event, at: new Date(at).toISOString() }) as ReferralEvent);
  if (one.events.some((event, place) => event.seq !== place + 1) || events.length !== one.row.seq) {
    return [{ rule: 'events-without-gap', what: `${events.length} events for sequence ${String(one.row.seq)}` }];
  }
  const folded = asStored(fold(events)!);
  const found: Difference[] = [];
  if (!isDeepStrictEqual(folded, one.row.state)) found.push({ rule: 'state-is-its-events', what: parts(folded, one.row.state as Row).join(', ') });
  if (!actsCover(one)) found.push({ rule: 'acts-have-their-events', what: `${one.acts.length} acts` });
  const rows: [string, Row[], Row[]][] = [
    ['referral', [referralRow(folded)], [one.row]], ['task', taskRows(folded, events), one.tasks], ['appointment', appointmentRows(folded), one.appointments],
    ['strand', strandRows(folded), one.strands], ['delivery', events.flatMap((event) => (event.type === 'message-asked' ? [{ no: event.no, letter: event.letter, addressee: event.to }] : [])), one.deliveries],
  ];
  for (const [table, expected, actual] of rows) for (const what of rowDifferences(table, expected, actual)) found.push({ rule: 'rows-are-the-state', what });
  return found;
}

const asStored = (referral: Referral): Referral => JSON.parse(JSON.stringify(referral)) as Referral;
const parts = (folded: object, state: Row): string[] =>
  [...new Set([...Object.keys(folded), ...Object.keys(state)])].filter((part) => !isDeepStrictEqual((folded as Row)[part], state[part]));

/** The acts follow each other without gap, and each event names the act it belongs to. */
function actsCover({ acts, events }: RecordedReferral): boolean {
  let next = 1;
  for (const act of acts) {
    if (act.first_seq !== next || act.last_seq < act.first_seq - 1) return false;
    next = act.last_seq + 1;
    if (events.slice(act.first_seq - 1, act.last_seq).some((event) => event.command_id !== act.command_id)) return false;
  }
  return next === events.length + 1;
}

function referralRow(folded: Referral): Row {
  const { lead, dueAt, stageSince, closedAt, ending, urgency, triageCode, riskLevel, teamId, personId, policyVersion, stage, seq, flags } = referralColumns(folded, false);
  return { stage, seq, ending, urgency, flags, due_at: dueAt, stage_since: stageSince, closed_at: closedAt, triage_code: triageCode, risk_level: riskLevel, lead_clinician: lead, team_id: teamId, person_id: personId, policy_version: policyVersion };
}
/** Of an open task everything, of a closed one what it was and how it was closed. */
function taskRows(folded: Referral, events: readonly ReferralEvent[]): Row[] {
  const outcomes = new Map(events.flatMap((event) => (event.type === 'task-closed' ? [[event.no, event.outcome] as const] : [])));
  return events.flatMap((event): Row[] => {
    if (event.type !== 'task-raised') return [];
    const open = folded.tasks[event.no];
    const row = { no: event.no, task: event.task, queue: event.queue, state: outcomes.get(event.no) ?? 'open', due_at: event.dueAt, strand_no: event.strandNo ?? null, appointment_no: event.appointmentNo ?? null };
    return [open ? { ...row, team_id: folded.teamId, level: open.level, assigned_to: open.assignedTo ?? null } : row];
  });
}
const minutes = (at: string, count: number): string => new Date(Date.parse(at) + count * 60_000).toISOString();
const appointmentRows = (folded: Referral): Row[] => Object.values(folded.appointments).map((one) => ({
  no: one.no, purpose: one.purpose, clinician_id: one.clinicianId, starts_at: one.startsAt, ends_at: minutes(one.startsAt, one.minutes), outcome: one.outcome, code: one.code ?? null, counts: one.counts ?? null, strand_no: one.strandNo ?? null, note_id: one.noteId ?? null,
}));
const strandRows = (folded: Referral): Row[] => Object.values(folded.strands).map((one) => ({
  no: one.no, stage: one.stage, discipline: one.discipline, modality: one.modality, format: one.format, allowance: one.allowance, used: one.used, attended: one.attended, clinician_id: one.clinicianId ?? null, started_at: one.startedAt ?? null, ended_at: one.endedAt ?? null,
}));

/** Compares the columns that are expected; instants by when they are, not by how they are written. */
function rowDifferences(table: string, expected: readonly Row[], actual: readonly Row[]): string[] {
  if (expected.length !== actual.length) return [`${table}: ${actual.length} rows instead of ${expected.length}`];
  return expected.flatMap((row, place) => Object.keys(row).filter((column) => !same(column, row[column], actual[place]![column]))
    .map((column) => `${table}${row.no === undefined ? '' : ` ${String(row.no)}`}: ${column} is ${JSON.stringify(actual[place]![column] ?? null)} instead of ${JSON.stringify(row[column])}`));
}
const same = (column: string, expected: unknown, actual: unknown): boolean =>
  (/_(at|since)$/.test(column) && typeof expected === 'string' && typeof actual === 'string' ? Date.parse(expected) === Date.parse(actual) : isDeepStrictEqual(expected, actual ?? null));
