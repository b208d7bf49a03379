// What production mode insists on before the API listens: a role that can do no more than it must, and no clear line to the record
// over a network. Each refusal is one sentence.
import { issuersInUse, type Database } from '#database';
import type { SignIn } from './signing-in/sign-in.js';
import { isLoopback } from './signing-in/settings.js';

/** Throws when the API's own role could change the tables' rules, or the database is reached in clear over a network. */
export async function refuseUnsafeProduction(database: Pick<Database, 'query'>, env: NodeJS.ProcessEnv): Promise<void> {
  const url = new URL(env.DATABASE_URL!);
  const verified = url.searchParams.get('sslmode') === 'verify-full';
  if (!verified && !isNear(url.hostname) && env.DATABASE_ALLOW_CLEAR !== 'yes') {
    throw new Error('In production DATABASE_URL needs sslmode=verify-full; DATABASE_ALLOW_CLEAR=yes allows a private network.');
  }
  const [role] = await database.query<{ strong: boolean; owner: boolean }>(`SELECT rolsuper OR rolbypassrls OR rolcreaterole AS strong,
    EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) AS owner FROM pg_roles WHERE rolname = current_user`);
  if (role!.strong || role!.owner) throw new Error('In production the API must not connect as a superuser or as the owner of the tables; use the role handrail_api.');
}
const isNear = (host: string): boolean => host === '' || host === 'localhost' || host === '[::1]' || /^127\./.test(host);

/** What the development issuer says of itself, so that it is known wherever it stands. */
export const DEVELOPMENT_MARK = 'handrail_development_issuer';
/** Throws when people could sign in without proving anything: at the development issuer, or by an identity that it gave. */
export async function refuseDevelopmentSignIn(database: Pick<Database, 'query'>, signIn: SignIn): Promise<void> {
  const ofDevelopment = (await issuersInUse(database)).filter((issuer) => isLoopback(issuer) && issuer !== signIn.settings.issuer);
  if (ofDevelopment.length > 0) throw new Error(`In production nobody may have an account of the development issuer; take the rows of ${ofDevelopment.join(', ')} out of staff_identity.`);
  const says = await signIn.issuer.saysOfItself().catch(() => undefined);
  if (says ? DEVELOPMENT_MARK in says : isLoopback(signIn.settings.issuer)) throw new Error('In production people must not sign in at the development issuer; HANDRAIL_ISSUER must name that of the organisation.');
}
