// An issuer that does one thing wrong at a time. By itself it answers rightly, so that what is refused is refused for that one thing.
import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK, type JWTPayload } from 'jose';
import { freePort } from '../../apps/cli/src/servers/free-port.js';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
export interface Fault {
  claims?: JWTPayload;
  /** Another key than the published one; a secret with HS256; none at all. */
  signs?: 'another-key' | 'with-the-public-key' | 'nothing';
  header?: Record<string, unknown>;
  withoutIdToken?: boolean;
  /** What the way back says instead of the truth. */
  back?: Record<string, string>;
  /** The token endpoint's own failure. */
  failing?: number;
}
export class BadIssuer {
  fault: Fault = {};
  key!: Key;
  kid!: string;
  publicJwk!: JWK;
  private readonly server: Server;
  private readonly nonces = new Map<string, string>();
  private constructor(readonly port: number) { this.server = createServer((request, response) => void this.answer(new URL(request.url!, this.address), request, response)); }
  static async start(): Promise<BadIssuer> {
    const one = new BadIssuer(await freePort());
    await one.rotate();
    await new Promise<void>((resolve) => { one.server.listen(one.port, '127.0.0.1', resolve); });
    return one;
  }
  get address(): string { return `http://127.0.0.1:${this.port}`; }
  async rotate(): Promise<void> {
    const pair = await generateKeyPair('ES256', { extractable: true });
    this.key = pair.privateKey;
    this.kid = randomUUID();
    this.publicJwk = { ...await exportJWK(pair.publicKey), kid: this.kid, alg: 'ES256', use: 'sig' };
  }
  close(): Promise<void> { return new Promise((resolve) => { this.server.close(() => resolve()); this.server.closeAllConnections(); }); }

  private async answer(url: URL, request: AsyncIterable<Buffer>, response: import('node:http').ServerResponse): Promise<void> {
    const say = (body: unknown, code = 200) => { response.writeHead(code, { 'content-type': 'application/json' }); response.end(JSON.stringify(body)); };
    if (url.pathname === '/.well-known/openid-configuration') return say(this.saysOfItself());
    if (url.pathname === '/jwks') return say({ keys: [this.publicJwk] });
    if (url.pathname === '/auth') { response.writeHead(302, { location: this.wayBack(url) }); response.end(); return undefined; }
    let form = '';
    for await (const part of request) form += part.toString();
    if (this.fault.failing) return say({ error: 'server_error' }, this.fault.failing);
    const code = new URLSearchParams(form).get('code') ?? '';
    return say({ access_token: 'opaque', token_type: 'Bearer', expires_in: 60, ...(!this.fault.withoutIdToken && { id_token: await this.idToken(this.nonces.get(code)) }) });
  }
  private saysOfItself() {
    const at = (path: string) => `${this.address}${path}`;
    return {
      issuer: this.address, authorization_endpoint: at('/auth'), token_endpoint: at('/token'), jwks_uri: at('/jwks'), response_types_supported: ['code'], subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'], authorization_response_iss_parameter_supported: true, code_challenge_methods_supported: ['S256'],
    };
  }
  private wayBack(url: URL): string {
    const asked = url.searchParams;
    const code = randomUUID();
    this.nonces.set(code, asked.get('nonce') ?? '');
    const back = new URL(asked.get('redirect_uri')!);
    for (const [name, value] of Object.entries({ code, state: asked.get('state')!, iss: this.address, ...this.fault.back })) if (value !== '') back.searchParams.set(name, value);
    return back.href;
  }
  private async idToken(nonce: string | undefined): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const { signs, header = {}, claims = {} } = this.fault;
    const said = { iss: this.address, sub: 'amina', aud: 'handrail', nonce, iat: now, exp: now + 300, auth_time: now, acr: 'aal3', amr: ['pwd', 'mfa'], ...claims };
    if (signs === 'nothing') return new UnsecuredJWT(said).encode();
    const alg = signs === 'with-the-public-key' ? 'HS256' : 'ES256';
    const key = signs === 'with-the-public-key' ? new TextEncoder().encode(JSON.stringify(this.publicJwk)) : signs === 'another-key' ? (await generateKeyPair('ES256')).privateKey : this.key;
    return new SignJWT(said).setProtectedHeader({ alg, kid: this.kid, ...header }).sign(key);
  }
}
