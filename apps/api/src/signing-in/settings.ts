// How people sign in here: the organisation's issuer, how strong a sign-in must be, how long a session lasts. Three variables are
// enough: HANDRAIL_ISSUER, HANDRAIL_CLIENT_ID, HANDRAIL_CLIENT_SECRET.
export interface SignInSettings {
  /** Address of the issuer, as it stands in its tokens. */
  issuer: string;
  clientId: string;
  /** Left out: a public client, protected by PKCE alone. */
  clientSecret?: string;
  /** Where browsers reach us: scheme, host and port. */
  address: string;
  /** `aud` of the tokens of connected systems. */
  audience: string;
  /** Accepted levels (acr); empty: any. */
  acr: readonly string[];
  /** Means that every sign-in must have used (amr); empty: any. */
  amr: readonly string[];
  idleMs: number;
  absoluteMs: number;
  /** Sign-ins a second from one address; twice as many in a burst. */
  signInsPerSecond: number;
}
const MINUTE_MS = 60_000;
const LONGEST_IDLE_MINUTES = 15;
const LONGEST_HOURS = 10;
const words = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter(Boolean);
export const isLoopback = (address: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);

/** From the environment; undefined when no issuer is named. Throws one sentence for what is wrong or, in production, unsafe. */
export function signInSettingsFrom(env: NodeJS.ProcessEnv, mode: 'development' | 'production', port: number): SignInSettings | undefined {
  const isProduction = mode === 'production';
  if (!env.HANDRAIL_ISSUER) return isProduction ? refuse('In production HANDRAIL_ISSUER must name the issuer at which people sign in.') : undefined;
  const issuer = addressOf('HANDRAIL_ISSUER', env.HANDRAIL_ISSUER).replace(/\/$/, env.HANDRAIL_ISSUER.endsWith('/') ? '/' : '');
  const address = addressOf('HANDRAIL_ADDRESS', env.HANDRAIL_ADDRESS || (isProduction ? refuse('In production HANDRAIL_ADDRESS must say where browsers reach Handrail.') : `http://127.0.0.1:${port}`));
  if (isProduction) mustBeSafe(issuer, address, env);
  return {
    issuer, address: new URL(address).origin, clientId: env.HANDRAIL_CLIENT_ID || refuse('HANDRAIL_CLIENT_ID is not set: it is needed to sign in at HANDRAIL_ISSUER.'),
    ...(env.HANDRAIL_CLIENT_SECRET && { clientSecret: env.HANDRAIL_CLIENT_SECRET }),
    audience: env.HANDRAIL_AUDIENCE || 'handrail-api', acr: words(env.HANDRAIL_ACR), amr: words(env.HANDRAIL_AMR),
    idleMs: within('HANDRAIL_IDLE_MINUTES', env.HANDRAIL_IDLE_MINUTES, LONGEST_IDLE_MINUTES) * MINUTE_MS,
    absoluteMs: within('HANDRAIL_SESSION_HOURS', env.HANDRAIL_SESSION_HOURS, LONGEST_HOURS) * 60 * MINUTE_MS,
    signInsPerSecond: within('HANDRAIL_SIGN_INS_PER_SECOND', env.HANDRAIL_SIGN_INS_PER_SECOND, 1_000, 5),
  };
}
function mustBeSafe(issuer: string, address: string, env: NodeJS.ProcessEnv): void {
  const mayBeClear = env.HANDRAIL_ISSUER_ALLOW_CLEAR === 'yes';
  if (!issuer.startsWith('https:') && !mayBeClear) refuse('In production HANDRAIL_ISSUER must begin with https; HANDRAIL_ISSUER_ALLOW_CLEAR=yes allows a private network.');
  if (!address.startsWith('https:') && !mayBeClear) refuse('In production HANDRAIL_ADDRESS must begin with https; HANDRAIL_ISSUER_ALLOW_CLEAR=yes allows a private network.');
  if (env.HANDRAIL_CLIENT_SECRET === developmentClient.secret) refuse('In production HANDRAIL_CLIENT_SECRET must not be that of the development issuer.');
  if (!env.HANDRAIL_CLIENT_SECRET) refuse('In production HANDRAIL_CLIENT_SECRET must be set.');
}
/** What the development issuer and the API agree on. Refused in production. */
export const developmentClient = { id: 'handrail', secret: 'handrail-development-only' } as const;

function addressOf(name: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol) || new URL(text).search || new URL(text).hash) refuse(`${name} must be an address (https://…).`);
  return text;
}
/** Downwards only: a service may be stricter than the rule, never laxer. */
function within(name: string, text: string | undefined, most: number, usual = most): number {
  const value = Number(text || usual);
  return Number.isFinite(value) && value > 0 && value <= most ? value : refuse(`${name} must be a number above 0 and at most ${most}.`);
}
function refuse(sentence: string): never { throw new Error(sentence); }
