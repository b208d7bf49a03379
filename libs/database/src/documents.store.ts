// Documents of a referral: what is known of each; the bytes lie in a folder by their content's hash.
import { changeEntry, ofChange } from './audit/act-entry.js';
import type { Witness } from './audit/audit-words.js';
import type { Database } from './database.js';
import { open, seal } from './keys.js';
import { inTransaction } from './transaction.js';

export interface DocumentView { documentId: string; name: string; mediaType: string; bytes: number; sha256: string; attachedBy: string; attachedAt: string }
/** Most documents a referral may have. */
export const mostDocuments = 10;

/** Notes a document that is already in the folder. `too-many` when the referral has its ten. The same id again is the same document. */
export async function attachDocument(database: Database, ask: { documentId: string; referralId: string; name: string; mediaType: string; bytes: number; sha256: Buffer; by: Witness }): Promise<'attached' | 'too-many'> {
  return inTransaction(database, async (client) => {
    const { rows: [referral] } = await client.query<{ person: string; team: string }>('SELECT person_id AS person, team_id AS team FROM referral WHERE referral_id = $1 FOR UPDATE', [ask.referralId]);
    const { rows: [count] } = await client.query<{ count: number; known: boolean }>('SELECT count(*)::int AS count, coalesce(bool_or(document_id = $2), false) AS known FROM document WHERE referral_id = $1', [ask.referralId, ask.documentId]);
    if (count!.known) return 'attached';
    if (count!.count >= mostDocuments) return 'too-many';
    await client.query('INSERT INTO document (document_id, referral_id, name, media_type, bytes, sha256, attached_by) VALUES ($1, $2, $3, $4, $5, $6, $7)', [ask.documentId, ask.referralId, seal(database.keys, ask.name, `document/name/${ask.documentId}`), ask.mediaType, ask.bytes, ask.sha256, ask.by.staffId]);
    await client.query(ofChange, changeEntry(ask.by, { resource: 'document', resourceId: ask.documentId, personId: referral!.person, teamId: referral!.team, act: 'attach' }));
    return 'attached';
  });
}
export async function listDocuments(database: Database, referralId: string): Promise<DocumentView[]> {
  const rows = await database.query<{ id: string; name: Buffer; media: string; bytes: number; sha: Buffer; by: string; at: Date }>('SELECT document_id AS id, name, media_type AS media, bytes, sha256 AS sha, attached_by AS by, attached_at AS at FROM document WHERE referral_id = $1 ORDER BY attached_at', [referralId]);
  return rows.map((row) => ({ documentId: row.id, name: open(database.keys, row.name, `document/name/${row.id}`), mediaType: row.media, bytes: row.bytes, sha256: row.sha.toString('hex'), attachedBy: row.by, attachedAt: row.at.toISOString() }));
}
