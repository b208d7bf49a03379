// Where people sign in while developing: an issuer of our own beside the API, unless HANDRAIL_ISSUER names a real one. Never in production.
import type { Ports } from './preflight.js';

// The API knows the same two words and refuses them in production.
const client = { HANDRAIL_CLIENT_ID: 'handrail', HANDRAIL_CLIENT_SECRET: 'handrail-development-only' };

export const bringsIssuer = (env = process.env): boolean => !env.HANDRAIL_ISSUER && env.HANDRAIL_MODE !== 'production';
export const issuerAddress = (ports: Ports): string => `http://127.0.0.1:${ports.issuer}`;

/** What the API must know to let people sign in; nothing when the environment says it already. */
export const signInEnvironment = (ports: Ports, env = process.env): NodeJS.ProcessEnv => (bringsIssuer(env) ? { ...client, HANDRAIL_ISSUER: issuerAddress(ports), HANDRAIL_ADDRESS: `http://127.0.0.1:${ports.api}` } : {});

/** The issuer's own surroundings: of ours it needs no more than who works here. */
export function issuerEnvironment(env: NodeJS.ProcessEnv, ports: Ports, staff: readonly { staffId: string; name: string; roles: readonly string[] }[]): NodeJS.ProcessEnv {
  const people = staff.filter(({ roles }) => !roles.includes('machine-client')).map(({ staffId, name, roles }) => ({ staffId, name, roles }));
  return { PATH: env.PATH, TZ: 'UTC', ...client, PORT: String(ports.issuer), HANDRAIL_ADDRESS: `http://127.0.0.1:${ports.api}`, HANDRAIL_ISSUER_PEOPLE: JSON.stringify(people) };
}
