// The record: the only place that writes a referral. carryOut does one act in one transaction; whoever comes first carries it out, and
// the command id makes everybody else a reader. timePassed records what the passing of time means.
import { decide, nextDeadline, onDeadline, evolve, systemActor, type Circumstances, type Command, type Instant, type Referral, type ReferralEvent, type Refusal, type Stage } from '#domain';
import type { PoolClient } from 'pg';
import type { Database } from './database.js';
import { contentHash } from './ids.js';
import { seal } from './keys.js';
import { policyOf } from './policies.store.js';
import { lock, type Locked } from './record-reading.js';
import { partsOf, referralPart, send, type Writing } from './record-writing.js';
import { inTransaction, type Transaction } from './transaction.js';

/** Where a referral stands: all that the conductor remembers. `dueAt` in epoch milliseconds. */
export interface Position { referralId: string; seq: number; stage: Stage; dueAt: number | null; closed: boolean }
export interface Words { noteId: string; kind: string; text: string }
/** One act. `at` is given by whoever has a clock of their own (the conductor, an import); else it is PostgreSQL's. `conducted`: the conductor asks, so it has heard. `seen`: the version (seq) on which the act was decided by its person. */
export interface Act { referralId: string; commandId: string; command: Command; by: string; at?: Instant; words?: readonly Words[]; conducted?: boolean; seen?: number; /** The session it was done in, for the audit: its hash. */ session?: string }
export interface Carried { position: Position; referral: Referral; events: ReferralEvent[]; repeated: boolean }
export type Outcome = { refusal: Refusal; carried?: undefined } | { refusal?: undefined; carried: Carried };

/** This command id was used before for another command: 422, nothing is done. */
export class ReusedCommand extends Error {
  constructor() { super('This command id was used before for something else.'); this.name = 'ReusedCommand'; }
}
/** The referral is no longer at the version on which this act was decided: nothing is done. */
export class ChangedSince extends Error {
  constructor() { super('The referral has changed since it was seen.'); this.name = 'ChangedSince'; }
}
export const positionOf = (referral: Referral): Position => {
  const due = nextDeadline(referral);
  return { referralId: referral.referralId, seq: referral.seq, stage: referral.stage, dueAt: due ? Date.parse(due) : null, closed: referral.stage === 'closed' };
};
/** What a command is, for telling a repeat from another command under the same id. */
export const commandHash = (referralId: string, command: Command, by: string): Buffer => contentHash({ referralId, command, by });

const staffNamed = (command: Command, by: string): string[] => {
  const { clinicianId, strand, strands } = command as { clinicianId?: string; strand?: { clinicianId?: string }; strands?: { clinicianId?: string }[] };
  return [by, clinicianId, strand?.clinicianId, ...(strands ?? []).map((plan) => plan.clinicianId)].filter((id): id is string => id !== undefined);
};

/** Carries out one act, once: the same command id answers from the record for ever. Throws `ReusedCommand`, `Outage`, or for a defect. */
export async function carryOut(database: Database, act: Act): Promise<Outcome> {
  return inTransaction(database, async (client, transaction) => {
    const staffIds = staffNamed(act.command, act.by);
    let locked = await lock(client, act.referralId, act.commandId, staffIds);
    if (!locked) return { refusal: { kind: 'unknown', code: 'no-such-referral' } };
    if (locked.known) return repeated(database, client, act, locked);
    if (act.seen !== undefined && act.seen !== locked.referral.seq) throw new ChangedSince();
    let decision = await decideAct(database, client, act, locked);
    if (decision.refusal) {
      // The first reading may be older than the lock: read again under it before refusing.
      locked = (await lock(client, act.referralId, act.commandId, staffIds))!;
      if (locked.known) return repeated(database, client, act, locked);
      decision = await decideAct(database, client, act, locked);
      if (decision.refusal) return { refusal: decision.refusal };
    }
    return { carried: { ...await write(database, transaction, act, locked, decision.events), repeated: false } };
  });
}

async function decideAct(database: Database, client: PoolClient, act: Act, locked: Locked) {
  const actor = act.by === 'system' ? systemActor : locked.people[act.by];
  if (!actor) return { refusal: { kind: 'not-yours', code: 'has-left' } as Refusal };
  const policy = (await policyOf(database, client, locked.serviceId, locked.referral.policyVersion))!;
  if (act.command.act === 'adoptPolicy' && !(await policyOf(database, client, locked.serviceId, act.command.version))) return { refusal: { kind: 'unknown', code: 'no-such-policy', fields: ['version'] } as Refusal };
  const at = act.at ?? locked.now;
  const circumstances: Circumstances = { at, actor, policy, holders: locked.holders, people: locked.people, busy: await isBusy(client, act, at) };
  return decide(locked.referral, act.command, circumstances);
}
/** Has the clinician another appointment then? Bookings of one clinician are serialised; what is entered afterwards is not checked. */
async function isBusy(client: PoolClient, { command }: Act, at: Instant): Promise<boolean> {
  if (command.act !== 'bookAppointment' || command.startsAt <= at) return false;
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [command.clinicianId]);
  const { rows } = await client.query(`SELECT 1 FROM appointment WHERE clinician_id = $1 AND outcome = 'booked' AND starts_at < $2::timestamptz + $3 * interval '1 minute' AND ends_at > $2 LIMIT 1`, [command.clinicianId, command.startsAt, command.minutes]);
  return rows.length > 0;
}

async function repeated(database: Database, client: PoolClient, act: Act, locked: Locked): Promise<Outcome> {
  const known = locked.known!;
  if (known.hash !== commandHash(act.referralId, act.command, act.by).toString('hex')) throw new ReusedCommand();
  if (act.conducted) await heard(client, locked.referral);
  // Words come with the person's own request alone: where the conductor was faster they are kept now. Their id is part of the command.
  for (const one of sealed(database, act)) await client.query('INSERT INTO clinical_note (note_id, referral_id, command_id, kind, author, words) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (note_id) DO NOTHING', [one.noteId, act.referralId, act.commandId, one.kind, act.by, one.words]);
  const { rows } = await client.query<{ event: ReferralEvent; at: Date }>('SELECT event, at FROM referral_event WHERE referral_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq', [act.referralId, known.first_seq, known.last_seq]);
  const events = rows.map((row) => ({ ...row.event, at: row.at.toISOString() }) as ReferralEvent);
  return { carried: { position: positionOf(locked.referral), referral: locked.referral, events, repeated: true } };
}
const sealed = (database: Database, act: Act) => (act.words ?? []).map((one) => ({ noteId: one.noteId, kind: one.kind, words: seal(database.keys, one.text, `clinical_note/words/${one.noteId}`) }));
const heard = (client: PoolClient, referral: Referral) =>
  client.query({ name: 'heard', text: 'UPDATE referral SET conducted_seq = seq, told_at = NULL WHERE referral_id = $1 AND conducted_seq < seq', values: [referral.referralId] });

async function write(database: Database, transaction: Transaction, act: Act, locked: Locked, events: ReferralEvent[]): Promise<Omit<Carried, 'repeated'>> {
  const after = events.reduce<Referral>((referral, event) => evolve(referral, event), locked.referral);
  const writing: Writing = {
    before: locked.referral, after, events, holders: locked.holders, conducted: act.conducted ?? false,
    act: { commandId: act.commandId, act: act.command.act, hash: commandHash(act.referralId, act.command, act.by), actor: act.by, at: events[0]!.at },
    words: sealed(database, act), witness: { staffId: act.by, roles: act.by === 'system' ? ['system'] : locked.people[act.by]!.roles, session: act.session },
  };
  await send(transaction, writing, [...partsOf(writing), referralPart(writing)]);
  return { position: positionOf(after), referral: after, events };
}

/** Deadlines that may ring in one call; more is a rule that does not move its due instant. */
const mostRings = 500;
/** Records what time has brought: every deadline up to `at`, as one act of the system. Returns the position, undefined for an unknown referral. */
export async function timePassed(database: Database, ask: { referralId: string; at?: Instant; conducted?: boolean }): Promise<Position | undefined> {
  return inTransaction(database, async (client, transaction) => {
    const locked = await lock(client, ask.referralId, '', []);
    if (!locked) return undefined;
    const at = ask.at ?? locked.now;
    const policy = (await policyOf(database, client, locked.serviceId, locked.referral.policyVersion))!;
    const events = eventsUntil(locked.referral, { at, actor: systemActor, policy, holders: locked.holders, people: {} });
    if (events.length === 0) {
      if (ask.conducted) await heard(client, locked.referral);
      return positionOf(locked.referral);
    }
    const act: Act = { referralId: ask.referralId, commandId: `time/${ask.referralId}/${locked.referral.seq}`, command: { act: 'timePassed' } as never, by: 'system', conducted: ask.conducted };
    return (await write(database, transaction, act, locked, events)).position;
  });
}
function eventsUntil(referral: Referral, circumstances: Circumstances): ReferralEvent[] {
  const events: ReferralEvent[] = [];
  let now = referral;
  for (let ring = 0; (nextDeadline(now) ?? '9') <= circumstances.at; ring++) {
    if (ring >= mostRings) throw new Error(`the deadlines of ${referral.referralId} do not move`);
    const more = onDeadline(now, circumstances);
    now = more.reduce<Referral>((one, event) => evolve(one, event), now);
    events.push(...more);
  }
  return events;
}
