// A refusal of the domain as a problem. What belongs to another team does not exist for the asker: 404, not 403.
import type { Refusal } from '#domain';
import { routeOfAct, type ActRouteName, type Problem } from '#contracts';
import { incomplete, notNow, notYours, unknown, type ProblemFound } from './problems.js';

/** `more`: the holder by name, when the refusal names one. */
export function refusalProblem(refusal: Refusal, more: Partial<Pick<Problem, 'heldBy'>> = {}): ProblemFound {
  const { kind, code, fields, allowed } = refusal;
  const said = { ...(fields && { fields }), ...(allowed && { allowed: allowed.map((act) => routeOfAct(act as ActRouteName)) }), ...more };
  if (kind === 'unknown') return unknown(code);
  if (code === 'not-your-team') return unknown('no-such-referral');
  if (kind === 'not-yours') return notYours(code, said);
  return kind === 'incomplete' ? incomplete(code, said) : notNow(code, said);
}
