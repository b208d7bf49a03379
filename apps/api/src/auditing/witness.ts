// Who asks, as the audit knows them: by which session, in which request. The session stands there as a hash, which signs nobody in.
import type { StaffRow } from '#database';
import { createHash, randomUUID } from 'node:crypto';
import { headerOf, type Asked } from '../arriving/asked.js';

/** The asker with the hash of their session (or token) and the id of this request, which the answer carries too. */
export function witnessed(asked: Asked, staff: StaffRow): StaffRow {
  const session = createHash('sha256').update(asked.session?.sessionId ?? headerOf(asked, 'authorization') ?? '').digest('hex');
  const requestId = randomUUID();
  asked.res?.setHeader('x-request-id', requestId);
  return { ...staff, session, requestId };
}
