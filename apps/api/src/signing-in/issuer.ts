// The organisation's issuer (OpenID Connect), spoken to from here alone: no token ever reaches a browser. It is looked up when first
// needed, so that we start while it is away; whoever is signed in goes on without it.
import { createRemoteJWKSet } from 'jose';
import * as oidc from 'openid-client';
import type { SignInSettings } from './settings.js';

const PATIENCE_SECONDS = 5;
const CLOCK_LEEWAY_SECONDS = 30;
/** A proof asked for again must not be older than this when it comes. */
const FRESH_SECONDS = 120;
const COOLDOWN_MS = 5_000;

/** The issuer does not answer, or with a failure of its own. */
export class IssuerAway extends Error { override readonly name = 'IssuerAway'; }
/** Something about what came back is not right; the message is a code for the log. */
export class WrongSignIn extends Error { override readonly name = 'WrongSignIn'; }
/** What one sign-in remembers between going to the issuer and coming back. */
export interface Errand { state: string; nonce: string; verifier: string; again: boolean }
export interface Proof { issuer: string; subject: string; acr?: string; amr: string[]; authTime: number; idToken?: string }

export class Issuer {
  private found?: Promise<oidc.Configuration>;
  private keySet?: { address: string; keys: ReturnType<typeof createRemoteJWKSet> };
  constructor(private readonly settings: SignInSettings) {}

  async addressToGoTo(errand: Errand): Promise<URL> {
    const { acr, address } = this.settings;
    return oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: `${address}/api/sign-in/callback`, scope: 'openid', response_type: 'code', state: errand.state, nonce: errand.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier), code_challenge_method: 'S256',
      ...(acr.length > 0 && { acr_values: acr.join(' ') }), ...(errand.again && { prompt: 'login', max_age: '0' }),
    });
  }
  /** Redeems what came back. Throws `IssuerAway`, or `WrongSignIn` for anything that is not exactly right. */
  async redeem(search: string, errand: Errand): Promise<Proof> {
    const configuration = await this.configuration();
    try {
      const answer = await oidc.authorizationCodeGrant(configuration, new URL(`/api/sign-in/callback${search}`, this.settings.address), {
        expectedState: errand.state, expectedNonce: errand.nonce, pkceCodeVerifier: errand.verifier, idTokenExpected: true, ...(errand.again && { maxAge: FRESH_SECONDS }),
      });
      return this.proofFrom(answer.claims()!, answer.id_token);
    } catch (cause) {
      this.found = undefined; // its keys may have changed: the next sign-in looks again
      throw isAway(cause) ? new IssuerAway('redeem') : wrongSignIn(cause);
    }
  }
  private proofFrom(claims: oidc.IDToken, idToken: string | undefined): Proof {
    const { acr, amr } = this.settings;
    const means = Array.isArray(claims.amr) ? claims.amr.filter((one): one is string => typeof one === 'string') : [];
    if (acr.length > 0 && !acr.includes(String(claims.acr))) throw new WrongSignIn('acr-too-weak');
    if (!amr.every((one) => means.includes(one))) throw new WrongSignIn('amr-too-weak');
    return { issuer: claims.iss, subject: claims.sub, amr: means, authTime: claims.auth_time ?? claims.iat, ...(typeof claims.acr === 'string' && { acr: claims.acr }), ...(idToken && { idToken }) };
  }
  /** Where to end the session at the issuer; undefined when it does not say, or is away. */
  async signOutAddress(idToken: string | undefined): Promise<string | undefined> {
    const configuration = await this.configuration().catch(() => undefined);
    if (!configuration?.serverMetadata().end_session_endpoint) return undefined;
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.settings.address}/`, ...(idToken && { id_token_hint: idToken }) }).href;
  }
  /** The issuer's public keys, fetched anew when a token names one that is not known. */
  async keys(): Promise<ReturnType<typeof createRemoteJWKSet>> {
    const address = (await this.configuration()).serverMetadata().jwks_uri;
    if (!address) throw new IssuerAway('no keys');
    if (this.keySet?.address !== address) this.keySet = { address, keys: createRemoteJWKSet(new URL(address), { timeoutDuration: PATIENCE_SECONDS * 1_000, cooldownDuration: COOLDOWN_MS }) };
    return this.keySet.keys;
  }
  /** What the issuer says of itself. */
  async saysOfItself(): Promise<Record<string, unknown>> { return { ...(await this.configuration()).serverMetadata() }; }

  private configuration(): Promise<oidc.Configuration> {
    this.found ??= this.lookUp().catch((cause: Error) => { this.found = undefined; throw new IssuerAway(cause.message); });
    return this.found;
  }
  private lookUp(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const isClear = issuer.startsWith('http:');
    return oidc.discovery(new URL(issuer), clientId, { client_secret: clientSecret, [oidc.clockTolerance]: CLOCK_LEEWAY_SECONDS }, clientSecret ? oidc.ClientSecretBasic(clientSecret) : oidc.None(), {
      timeout: PATIENCE_SECONDS, execute: [oidc.enableNonRepudiationChecks, ...(isClear ? [oidc.allowInsecureRequests] : [])],
    });
  }
}

function wrongSignIn(cause: unknown): WrongSignIn {
  if (cause instanceof WrongSignIn) return cause;
  const { error, code, name } = cause as { error?: string; code?: string; name?: string };
  return new WrongSignIn(error ?? code ?? name);
}
/** No answer, no answer in time, or a failure of the issuer's own; everything else is a sign-in that is not right. */
export function isAway(cause: unknown): boolean {
  const { code, message, cause: deeper } = cause as { code?: string; message?: string; cause?: unknown };
  if (cause instanceof IssuerAway || message === 'fetch failed') return true;
  if (['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'ERR_JWKS_TIMEOUT'].includes(code ?? '')) return true;
  return deeper instanceof Response && deeper.status >= 500;
}
