// Words people wrote, opened for those who may read them. Signed notes are never edited; additions stand beside them.
import type { Database } from './database.js';
import { open } from './keys.js';

export interface NoteView { noteId: string; kind: string; author: string; authorName: string | null; writtenAt: string; words: string }
export async function readNotes(database: Database, referralId: string): Promise<NoteView[]> {
  const rows = await database.query<{ id: string; kind: string; author: string; name: string | null; at: Date; words: Buffer }>('SELECT n.note_id AS id, n.kind, n.author, s.name, n.written_at AS at, n.words FROM clinical_note n LEFT JOIN staff_member s ON s.staff_id = n.author WHERE n.referral_id = $1 ORDER BY n.written_at, n.note_id', [referralId]);
  return rows.map((row) => ({ noteId: row.id, kind: row.kind, author: row.author, authorName: row.name, writtenAt: row.at.toISOString(), words: open(database.keys, row.words, `clinical_note/words/${row.id}`) }));
}
/** What the referrer wrote, from the message as it was sent. */
export async function referralAsSent(database: Database, referralId: string): Promise<unknown> {
  const [row] = await database.query<{ sender: string; key: string; message: Buffer }>('SELECT sender, sender_reference AS key, message FROM intake WHERE referral_id = $1', [referralId]);
  return row && (JSON.parse(open(database.keys, row.message, `intake/message/${row.sender}/${row.key}`)) as unknown);
}
