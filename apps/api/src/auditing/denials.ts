// Whatever somebody asked for and did not get because it is not theirs, or not there, stands in the audit, with whose it would have been.
// What does not exist is recorded like what exists for others, so that neither the answer nor the time it takes tells one from the other.
import { recordDenial, type AuditResource, type Database, type Subject } from '#database';
import type { Problem } from '#contracts';
import type { Asked } from '../arriving/asked.js';

const notAskedOfAnybody = ['no-such-address', 'no-such-queue'];
const idLike = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|HR-\d{1,12})$/i;

/** Is this problem a denial to somebody who is known? */
export const isDenial = ({ status, code }: Problem, asked: Asked): boolean =>
  asked.staff !== undefined && (status === 401 || status === 403 || (status === 404 && !notAskedOfAnybody.includes(code)));

/** Writes the denial. Throws `Outage` when it cannot be written: the asker then gets no answer but that. */
export async function noteDenial(database: Database, asked: Asked, problem: Problem): Promise<void> {
  const { resource, named } = whatWasAsked(asked.params as Record<string, string | undefined>);
  const route = (asked as { route?: { path?: string } }).route?.path ?? '';
  await recordDenial(database, asked.staff, {
    resource, act: `${asked.method} ${route}`, outcome: problem.code, of: subjectOf(resource, named), ...(named && idLike.test(named) && { resourceId: named.toLowerCase() }),
  });
}
function whatWasAsked(params: Record<string, string | undefined>): { resource: AuditResource; named?: string } {
  for (const resource of ['referral', 'person', 'task', 'staff'] as const) if (params[resource] !== undefined) return { resource, named: params[resource] };
  return { resource: 'route' };
}
function subjectOf(resource: AuditResource, named: string | undefined): Subject {
  if (named === undefined || (resource !== 'referral' && resource !== 'person' && resource !== 'task')) return { nobody: true };
  return { [resource]: named } as unknown as Subject;
}
