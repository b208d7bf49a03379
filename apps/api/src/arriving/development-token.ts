// Reads development tokens: signed, short-lived, naming one member of staff. A signature that was found right is not checked again for a
// minute; who its owner is and what they may do is never remembered.
import { developmentToken } from '#contracts';
import { jwtVerify } from 'jose';

const LEEWAY_SECONDS = 30;
const A_MINUTE_MS = 60_000;
const MOST_REMEMBERED = 10_000;
interface Right { staffId: string; until: number }
const rightOnes = new WeakMap<Uint8Array, Map<string, Right>>();

/** The staff id of a token; undefined for any that is wrong, expired, of another kind or for somebody else. */
export async function readDevelopmentToken(key: Uint8Array, token: string): Promise<string | undefined> {
  const remembered = rightOnes.get(key) ?? new Map<string, Right>();
  rightOnes.set(key, remembered);
  const before = remembered.get(token);
  if (before && before.until > Date.now()) return before.staffId;
  const right = await checked(key, token);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  if (right) remembered.set(token, right); else remembered.delete(token);
  return right?.staffId;
}

async function checked(key: Uint8Array, token: string): Promise<Right | undefined> {
  const { algorithm, issuer, audience, type, lifetime } = developmentToken;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm], issuer, audience, typ: type, maxTokenAge: lifetime, clockTolerance: LEEWAY_SECONDS, requiredClaims: ['sub', 'exp', 'iat', 'nbf'],
    });
    return { staffId: payload.sub!, until: Math.min(payload.exp! * 1000, Date.now() + A_MINUTE_MS) };
  } catch { return undefined; }
}
