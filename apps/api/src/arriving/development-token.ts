// Reads development tokens: signed, short-lived, naming one member of staff.
import { developmentToken } from '#contracts';
import { jwtVerify } from 'jose';

const LEEWAY_SECONDS = 30;

/** The staff id of a token; undefined for any that is wrong, expired, of another kind or for somebody else. */
export async function readDevelopmentToken(key: Uint8Array, token: string): Promise<string | undefined> {
  const { algorithm, issuer, audience, type, lifetime } = developmentToken;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm], issuer, audience, typ: type, maxTokenAge: lifetime, clockTolerance: LEEWAY_SECONDS, requiredClaims: ['sub', 'exp', 'iat', 'nbf'],
    });
    return payload.sub;
  } catch { return undefined; }
}
