// What a browser carries between leaving for the issuer and coming back: sealed, for ten minutes, used once.
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { open, seal, type Keys } from '#database';
import { ERRAND_SECONDS } from './cookies.js';
import type { Errand } from './issuer.js';

export interface CarriedErrand extends Errand { returnTo: string; at: number }
const PLACE = 'sign-in/errand';

export const newErrand = (returnTo: string, again: boolean, at: number): CarriedErrand =>
  ({ state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), again, returnTo, at });
export const sealedErrand = (keys: Keys, errand: CarriedErrand): string => seal(keys, JSON.stringify(errand), PLACE).toString('base64url');

/** The errand as it was sealed here; undefined when it is missing, altered, or too old at `now` (milliseconds). */
export function errandOf(keys: Keys, sealed: string | undefined, now: number): CarriedErrand | undefined {
  if (!sealed) return undefined;
  try {
    const errand = JSON.parse(open(keys, Buffer.from(sealed, 'base64url'), PLACE)) as CarriedErrand;
    return now - errand.at <= ERRAND_SECONDS * 1_000 ? errand : undefined;
  } catch { return undefined; }
}

const BEGINNING = '/api/me';
const ELSEWHERE = /^\/(?:api|fhir|docs|docs-json|health|metrics)(?:[/?]|$)/i;
/** Where to go after signing in: a plain path of our own screens, or who-am-I. Anything that could lead elsewhere leads there. */
export function safeReturn(wanted: string | undefined): string {
  const isPlain = wanted !== undefined && /^\/(?!\/)[A-Za-z0-9/_~.-]*(?:\?[A-Za-z0-9_~.&=-]*)?$/.test(wanted) && !wanted.includes('//') && !wanted.split(/[/?]/).includes('..');
  if (!isPlain) return BEGINNING;
  return wanted === '/docs' || !ELSEWHERE.test(wanted) ? wanted : BEGINNING;
}
