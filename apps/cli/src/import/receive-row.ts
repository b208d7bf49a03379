// One row into the record: judged by the columns' rules, then received like any other referral, with its past date and no letters.
import { judgeReferralRow, readReferralRow, tidyCells, type ReferralCells, type ReferralColumn } from '#contracts';
import { receiveReferral, Refused, type Database, type Receipt } from '#database';
import { refusalSentences, tidy, type Flag } from '#domain';
import type { FileRow } from './read-rows.js';

export interface RowReport { row: number; sender_reference: string; outcome: 'received' | 'refused' | 'already-received'; field?: string; code?: string; flags?: Flag[] }
export interface Sending {
  database: Database;
  columns: readonly ReferralColumn[];
  /** Under this name the senders' keys are remembered. */
  sender: string;
  teamId: string;
  by: string;
  /** When this import first began; set when it goes on after a break: what was received since then was received by this very import. */
  goesOnFrom?: Date;
  /** Keys of the rows of this file that were reported as received. */
  receivedHere: Set<string>;
}

/** The cells of a row, tidied, where it has any. */
export const cellsOf = (row: FileRow): ReferralCells | undefined => row.cells && tidyCells(row.cells);

/** Receives a row, or says why not. Throws when the record cannot be reached, or when the import as a whole is not allowed. */
export async function receiveRow(sending: Sending, { row, code, said }: FileRow, cells: ReferralCells | undefined): Promise<RowReport> {
  const sender_reference = cells?.sender_reference ?? tidy(said ?? '');
  const refused = (field: string, why: string): RowReport => ({ row, sender_reference, outcome: 'refused', field, code: why });
  if (!cells) return refused('row', code!);
  const wrong = judgeReferralRow(cells, new Date().toISOString(), sending.columns);
  if (wrong) return await keyIsWrongFirst(sending, cells, wrong.field) ? refused('sender_reference', 'reused') : refused(wrong.field, wrong.code);
  const receipt = await receive(sending, cells);
  if (receipt.outcome === 'reused') return refused('sender_reference', 'reused');
  const outcome = receipt.outcome === 'already-received' && await wasOurs(sending, cells) ? 'received' : receipt.outcome;
  if (outcome === 'received') sending.receivedHere.add(sender_reference);
  return { row, sender_reference, outcome, ...(outcome === 'received' && receipt.flags.length > 0 && { flags: receipt.flags }) };
}

/** A key that brought another row before is wrong too, and its column may stand before the one in which something else is wrong. */
async function keyIsWrongFirst({ database, columns, sender }: Sending, cells: ReferralCells, field: ReferralColumn): Promise<boolean> {
  if (columns.indexOf('sender_reference') >= columns.indexOf(field)) return false;
  return (await database.query('SELECT 1 FROM intake WHERE sender = $1 AND sender_reference = $2', [sender, cells.sender_reference])).length > 0;
}

/** After a break: was this row received by the part of the import that ran before, without a line left to say so? */
async function wasOurs({ database, sender, goesOnFrom, receivedHere }: Sending, cells: ReferralCells): Promise<boolean> {
  if (!goesOnFrom || receivedHere.has(cells.sender_reference)) return false;
  return (await database.query('SELECT 1 FROM intake WHERE sender = $1 AND sender_reference = $2 AND received_at >= $3', [sender, cells.sender_reference, goesOnFrom])).length > 0;
}

async function receive({ database, sender, teamId, by }: Sending, cells: ReferralCells): Promise<Receipt> {
  const { person, referral } = readReferralRow(cells);
  try {
    return await receiveReferral(database, {
      sender, senderReference: cells.sender_reference, message: cells, person, referral: { ...referral, teamId, source: 'import' }, by, imported: true,
    });
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    throw new Error(refusalSentences[cause.refusal.code]);
  }
}
