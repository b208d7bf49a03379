// Asks as a good client does: what was not answered, or answered "later", is sent again with the same key until there is an answer.
import { setTimeout as pause } from 'node:timers/promises';
import { loadKeys } from '#database';
import { signDevelopmentToken } from '../../apps/cli/src/token.js';

export interface Question { as: string; key?: string; body?: unknown; /** Stop sending again after this long; a minute unless said. */ patienceMs?: number }
/** `tries`: how often it was sent. `unsure`: was it ever cut off or put off, so that it might have been done before the answer came? */
export interface Answered<Body = Record<string, unknown>> { status: number; body: Body; tries: number; unsure: boolean; tookMs: number; retryAfter: string | null }
export type Ask = <Body = Record<string, unknown>>(method: string, path: string, question: Question) => Promise<Answered<Body>>;

const longestAnswerMs = 15_000;

/** Asks the API at this address, signed with this key file. */
export function asker(address: string, keysFile: string): { ask: Ask; askOnce: Ask } {
  const { token } = loadKeys(keysFile);
  const signed = new Map<string, Promise<string>>();
  const send = async (method: string, path: string, { as, key, body }: Question) => {
    const bearer = await (signed.get(as) ?? signed.set(as, signDevelopmentToken(token, as)).get(as)!);
    const answer = await fetch(`${address}${path}`, {
      method, signal: AbortSignal.timeout(longestAnswerMs), ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${bearer}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...(key !== undefined && { 'idempotency-key': key }) },
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as never, retryAfter: answer.headers.get('retry-after') };
  };
  const askOnce: Ask = async (method, path, question) => {
    const since = performance.now();
    return { ...await send(method, path, question), tries: 1, unsure: false, tookMs: performance.now() - since };
  };
  const ask: Ask = async (method, path, question) => {
    const since = performance.now();
    for (let tries = 1; ; tries++) {
      const { answer, trouble } = await send(method, path, question).then((one) => ({ answer: one, trouble: undefined }), (cause: Error) => ({ answer: undefined, trouble: cause.message }));
      if (answer && answer.status !== 503 && answer.status !== 429) return { ...answer, tries, unsure: tries > 1, tookMs: performance.now() - since };
      if (performance.now() - since > (question.patienceMs ?? 60_000)) throw new Error(`${method} ${path} was not answered: ${trouble ?? answer?.status}`);
      await pause(150);
    }
  };
  return { ask, askOnce };
}
