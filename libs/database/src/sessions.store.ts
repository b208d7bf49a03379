// Sessions of people who are signed in. The browser holds a secret of 256 bits, the table its hash; what the issuer said is sealed. Every
// instant comes from the caller, so that time-outs can be tested without waiting.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from './database.js';
import { open, seal } from './keys.js';
import { staffFrom } from './record-reading.js';
import type { StaffRow } from './staff.store.js';

/** What the issuer said at sign-in, and the browser's own name. */
export interface SessionWords { issuer: string; subject: string; acr?: string; amr: string[]; idToken?: string; browser: string }
export interface Session {
  sessionId: string;
  staffId: string;
  /** Since this sign-in, or step-up. */
  startedAt: Date;
  seenAt: Date;
  /** When the person proved who they are, as the issuer says (auth_time). */
  signedInAt: Date;
}
type Row = { session_id: string; staff_id: string; started_at: Date; seen_at: Date; signed_in_at: Date; words: Buffer };
const columns = 'session.session_id, session.staff_id, session.started_at, session.seen_at, session.signed_in_at, session.words';
const sessionFrom = (row: Row): Session => ({ sessionId: row.session_id, staffId: row.staff_id, startedAt: row.started_at, seenAt: row.seen_at, signedInAt: row.signed_in_at });
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const placeOf = (sessionId: string): string => `session/words/${sessionId}`;

/** A new session with a new secret; answers the secret, which is kept nowhere here. */
export async function beginSession(database: Database, begun: { staffId: string; at: Date; signedInAt: Date; words: SessionWords }): Promise<{ secret: string; session: Session }> {
  const secret = randomBytes(32).toString('base64url');
  const sessionId = randomUUID();
  await database.query('INSERT INTO session (session_id, secret_hash, staff_id, started_at, seen_at, signed_in_at, words) VALUES ($1, $2, $3, $4, $4, $5, $6)',
    [sessionId, hashOf(secret), begun.staffId, begun.at, begun.signedInAt, seal(database.keys, JSON.stringify(begun.words), placeOf(sessionId))]);
  return { secret, session: { sessionId, staffId: begun.staffId, startedAt: begun.at, seenAt: begun.at, signedInAt: begun.signedInAt } };
}
/** The session of a secret with whom it belongs to, both as the record has them now; undefined when there is none. */
export async function sessionOf(database: Database, secret: string): Promise<{ session: Session; staff: StaffRow } | undefined> {
  const text = `SELECT ${columns}, name, roles, discipline, competences, team_ids, active FROM session JOIN staff_member USING (staff_id) WHERE secret_hash = $1`;
  const { rows: [row] } = await database.withClient((client) => client.query<Row & Parameters<typeof staffFrom>[0] & { name: string }>({ name: 'session-of-secret', text, values: [hashOf(secret)] }));
  return row && { session: sessionFrom(row), staff: { ...staffFrom(row), name: row.name } };
}
/** What the issuer said when this session began. Throws when the sealed words were altered. */
export async function wordsOfSession(database: Database, sessionId: string): Promise<SessionWords | undefined> {
  const [row] = await database.query<Row>(`SELECT ${columns} FROM session WHERE session_id = $1`, [sessionId]);
  return row && JSON.parse(open(database.keys, row.words, placeOf(sessionId))) as SessionWords;
}
export async function sessionsOf(database: Database, staffId: string): Promise<(Session & { browser: string })[]> {
  const rows = await database.query<Row>(`SELECT ${columns} FROM session WHERE staff_id = $1 ORDER BY started_at DESC`, [staffId]);
  return rows.map((row) => ({ ...sessionFrom(row), browser: (JSON.parse(open(database.keys, row.words, placeOf(row.session_id))) as SessionWords).browser }));
}
export async function seenAgain(database: Database, sessionId: string, at: Date): Promise<void> {
  await database.query('UPDATE session SET seen_at = greatest(seen_at, $2) WHERE session_id = $1', [sessionId, at]);
}
/** Ends one session of this person; false when it is none of theirs. */
export async function endSession(database: Database, staffId: string, sessionId: string): Promise<boolean> {
  return (await database.query('DELETE FROM session WHERE session_id = $1 AND staff_id = $2 RETURNING 1', [sessionId, staffId])).length > 0;
}
/** Ends every session of this person; answers how many. Taking access or a role away does it by itself. */
export async function endSessionsOf(database: Database, staffId: string): Promise<number> {
  return (await database.query('DELETE FROM session WHERE staff_id = $1 RETURNING 1', [staffId])).length;
}
/** Forgets what ended by itself: sessions not seen since, or begun before, and sign-ins used up before. */
export async function forgetOldSessions(database: Database, before: { seenAt: Date; startedAt: Date; usedAt: Date }): Promise<void> {
  await database.query('DELETE FROM session WHERE seen_at < $1 OR started_at < $2', [before.seenAt, before.startedAt]);
  await database.query('DELETE FROM sign_in_used WHERE at < $1', [before.usedAt]);
}
/** Uses a sign-in up; false when it was used before. */
export async function useSignInOnce(database: Database, state: string, at: Date): Promise<boolean> {
  return (await database.query('INSERT INTO sign_in_used VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1', [hashOf(state), at])).length > 0;
}
