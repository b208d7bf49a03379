// Acts sent through Temporal alone, as another workflow, an operator or a test sends them: the conductor carries them out.
import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { receiveReferral, type Database, type PersonSent, type ReferralSent } from '#database';
import type { Command, Referral } from '#domain';
import { beginConductor, type TemporalLink } from '#conductor';
import { referralWorkflowId, type Position, type Told } from '../../../workflows/referral.messages.js';

export type Conducted = { position: Position; refused?: undefined } | { refused: string; position?: undefined };

/** Sends one act as an update of its name and answers the position, or the refusal's code where callers find it. */
export async function send({ client }: TemporalLink, referralId: string, by: string, command: Command, commandId: string = randomUUID()): Promise<Conducted> {
  try {
    const position = await client.workflow.getHandle(referralWorkflowId(referralId)).executeUpdate<Position, [Told]>(command.act, { args: [{ by, command }], updateId: commandId });
    return { position };
  } catch (trouble) {
    if (trouble instanceof WorkflowUpdateFailedError && trouble.cause instanceof ApplicationFailure) return { refused: String(trouble.cause.type) };
    throw trouble;
  }
}
/** Sends an act that must be carried out. */
export async function carried(link: TemporalLink, referralId: string, by: string, command: Command, commandId?: string): Promise<Position> {
  const answer = await send(link, referralId, by, command, commandId);
  if (answer.refused !== undefined) throw new Error(`${command.act} by ${by} was refused: ${answer.refused}`);
  return answer.position;
}

const person: PersonSent = { givenName: 'Marigold', familyName: 'Featherstonehaugh', dateOfBirth: '1987-03-14', nhsNumber: '' };
const referral: ReferralSent = { teamId: 'north-team', referrerName: 'Dr Carys Hughes', reason: 'has not slept since the spring', triedBefore: 'sleep diary', risk: {}, needsHelpToday: false, urgency: 'routine', source: 'gp' };

/** Receives a referral into the record. Nobody has told its conductor yet. */
export async function receive(database: Database, changed: { person?: Partial<PersonSent>; referral?: Partial<ReferralSent> } = {}): Promise<string> {
  const sent = { person: { ...person, ...changed.person }, referral: { ...referral, ...changed.referral } };
  const receipt = await receiveReferral(database, { sender: 'test', senderReference: randomUUID(), message: sent, ...sent, by: 'amina' });
  return receipt.referralId;
}
/** Receives a referral and begins its conductor, as the API does. */
export async function receiveAndBegin(database: Database, link: TemporalLink, changed: Parameters<typeof receive>[1] = {}): Promise<string> {
  const referralId = await receive(database, changed);
  const heard = await beginConductor(link, referralId);
  if (heard !== 'begun') throw new Error(`the conductor was not begun: ${heard}`);
  return referralId;
}

export async function stateOf(database: Database, referralId: string): Promise<Referral> {
  const [row] = await database.query<{ state: Referral }>('SELECT state FROM referral WHERE referral_id = $1', [referralId]);
  return row!.state;
}
export async function eventTypes(database: Database, referralId: string): Promise<string[]> {
  return (await database.query<{ type: string }>('SELECT type FROM referral_event WHERE referral_id = $1 ORDER BY seq', [referralId])).map((row) => row.type);
}
/** The record's sequence and the one its conductor has heard of. */
export async function conductedSeq(database: Database, referralId: string): Promise<{ seq: number; conducted: number }> {
  const [row] = await database.query<{ seq: number; conducted: number }>('SELECT seq, conducted_seq AS conducted FROM referral WHERE referral_id = $1', [referralId]);
  return row!;
}
