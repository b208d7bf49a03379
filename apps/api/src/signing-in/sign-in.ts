// Signing in as one part of the API: its settings, the issuer, the clock, and who a session's cookie belongs to. Time-outs are judged
// here on the server, by its clock alone.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { endSession, seenAgain, sessionOf, type Database, type Keys, type Session, type StaffRow } from '#database';
import { headerOf, type Asked } from '../arriving/asked.js';
import { notYours, type ProblemFound } from '../arriving/problems.js';
import { cookieOf, SESSION_COOKIE } from './cookies.js';
import { Issuer } from './issuer.js';
import type { SignInSettings } from './settings.js';

/** A session is noted as seen at most this often; so it may end by so much earlier, never later. */
const SEEN_EVERY_MS = 30_000;
const WARNING_MS = 120_000;

export class SignIn {
  readonly issuer: Issuer;
  /** `now` in milliseconds since 1970; given by tests. */
  constructor(readonly settings: SignInSettings, readonly now: () => number = Date.now) { this.issuer = new Issuer(settings); }

  /** Whom the request's cookie belongs to; undefined for none, and for one whose session has ended or timed out. */
  async signedIn(database: Database, asked: Asked): Promise<{ staff: StaffRow; session: Session } | undefined> {
    const secret = cookieOf(asked, SESSION_COOKIE);
    const found = secret ? await sessionOf(database, secret) : undefined;
    if (!found) return undefined;
    const now = this.now();
    if (now >= this.endsAt(found.session) || now >= this.idleEndsAt(found.session)) {
      await endSession(database, found.staff.staffId, found.session.sessionId);
      return undefined;
    }
    if (now - found.session.seenAt.getTime() >= SEEN_EVERY_MS) {
      found.session.seenAt = new Date(now);
      await seenAgain(database, found.session.sessionId, found.session.seenAt);
    }
    return found;
  }
  endsAt = ({ startedAt }: Session): number => startedAt.getTime() + this.settings.absoluteMs;
  idleEndsAt = ({ seenAt }: Session): number => seenAt.getTime() + this.settings.idleMs;
  warnAt = (session: Session): number => Math.min(this.idleEndsAt(session), this.endsAt(session)) - WARNING_MS;

  /** Why a request with our cookie does not come from our own pages, or undefined when it does. Reading is answered to nobody else's script either. */
  crossSite(keys: Keys, asked: Asked, session: Session): ProblemFound | undefined {
    const from = headerOf(asked, 'sec-fetch-site');
    const isReading = asked.method === 'GET' || asked.method === 'HEAD';
    if (isReading) return from === undefined || from === 'same-origin' || headerOf(asked, 'sec-fetch-mode') === 'navigate' ? undefined : notYours('cross-site');
    const origin = headerOf(asked, 'origin');
    const isOurs = (from === undefined || from === 'same-origin') && (origin === undefined || origin === this.settings.address)
      && Boolean(headerOf(asked, 'x-requested-by')) && sameText(headerOf(asked, 'x-csrf-token') ?? '', csrfTokenOf(keys, session));
    return isOurs ? undefined : notYours('cross-site');
  }
}
/** The second lock of a session: known to pages that may read /api/me. Another session, another token. */
export const csrfTokenOf = (keys: Keys, { sessionId }: Pick<Session, 'sessionId'>): string => createHmac('sha256', keys.token).update(`csrf|${sessionId}`).digest('base64url');
function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
