// Tokens of connected systems: they prove themselves to the issuer with a key of their own (private_key_jwt), and the issuer's token
// comes here as a bearer. Only the issuer's published keys count, never one that a token brings or points to.
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { staffOfIdentity, type Database, type StaffRow } from '#database';
import { isAway, IssuerAway } from './issuer.js';
import type { SignIn } from './sign-in.js';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];
const LONGEST_AGE = '1h';
const LEEWAY_SECONDS = 30;
const bringsKey = ['jwk', 'jku', 'x5u', 'x5c', 'crit'];

/** The connected system of a token; undefined for any that is wrong, expired, for somebody else, or a person's. Throws `IssuerAway`. */
export async function readMachineToken(database: Database, signIn: SignIn, token: string): Promise<StaffRow | undefined> {
  const subject = await subjectOf(signIn, token);
  const staff = subject === undefined ? undefined : await staffOfIdentity(database, signIn.settings.issuer, subject);
  return staff?.roles.length === 1 && staff.roles[0] === 'machine-client' ? staff : undefined;
}

async function subjectOf(signIn: SignIn, token: string): Promise<string | undefined> {
  try {
    const header = decodeProtectedHeader(token);
    if (bringsKey.some((name) => name in header)) return undefined;
    const { payload: claims } = await jwtVerify(token, await signIn.issuer.keys(), {
      algorithms: ALGORITHMS, issuer: signIn.settings.issuer, audience: signIn.settings.audience, typ: 'at+jwt', maxTokenAge: LONGEST_AGE,
      clockTolerance: LEEWAY_SECONDS, requiredClaims: ['sub', 'exp', 'iat'], currentDate: new Date(signIn.now()),
    });
    return claims.sub;
  } catch (cause) {
    if (isAway(cause) || (cause instanceof errors.JOSEError && cause.code === 'ERR_JOSE_GENERIC')) throw cause instanceof IssuerAway ? cause : new IssuerAway('keys');
    return undefined;
  }
}
