import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { developmentClient } from '../../apps/api/src/signing-in/settings.js';
import { signDevelopmentToken } from '../../apps/cli/src/token.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { startProcess, type OwnProcess } from '../../apps/cli/src/servers/own-process.js';
import { BadIssuer } from './bad-issuer.js';
import { signedInApi, type SignedInApi } from './signed-in-api.js';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
const asked = (api: SignedInApi, token: string) => fetch(`${api.address}/api/me`, { headers: { authorization: `Bearer ${token}` } });

describe('a connected system at a real issuer', () => {
  let api: SignedInApi;
  let issuer: OwnProcess;
  let address: string;
  let own: Keys;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-issuer-'));
  beforeAll(async () => {
    own = await generateKeyPair('ES256', { extractable: true });
    const port = await freePort();
    api = await signedInApi(port);
    const systems = [{ id: 'gp-system', key: { ...await exportJWK(own.publicKey), alg: 'ES256' } }];
    address = `http://127.0.0.1:${port}`;
    issuer = await startProcess({
      name: 'The issuer', command: process.execPath, args: [path.resolve('dist/apps/issuer/src/main.js')], cwd: process.cwd(), logFile: path.join(folder, 'log'),
      env: { PATH: process.env.PATH, PORT: String(port), HANDRAIL_ADDRESS: api.address, HANDRAIL_CLIENT_ID: developmentClient.id, HANDRAIL_CLIENT_SECRET: developmentClient.secret, HANDRAIL_ISSUER_PEOPLE: '[]', HANDRAIL_ISSUER_SYSTEMS: JSON.stringify(systems) },
    });
    for (let tries = 0; tries < 100 && !await fetch(`${address}/health`).then(({ ok }) => ok, () => false); tries++) await new Promise((resolve) => { setTimeout(resolve, 100); });
  });
  afterAll(async () => { await issuer.stop('SIGTERM', 5_000); await api.close(); fs.rmSync(folder, { recursive: true, force: true }); });
  const tokenWith = async (key: Keys['privateKey']) => {
    const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES256' }).setIssuer('gp-system').setSubject('gp-system').setAudience(address).setJti(randomUUID()).setIssuedAt().setExpirationTime('1m').sign(key);
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion, client_id: 'gp-system' });
    return (await fetch(`${address}/token`, { method: 'POST', body: form })).json() as Promise<{ access_token?: string; error?: string }>;
  };

  it('proves itself with its own key and sends a referral with the token it gets, with no cookie anywhere', async () => {
    const { access_token } = await tokenWith(own.privateKey);
    expect(await (await asked(api, access_token!)).json()).toMatchObject({ staffId: 'gp-system', roles: ['machine-client'], session: null });
    const sent = await fetch(`${api.address}/api/referrals`, {
      method: 'POST', headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json', 'idempotency-key': 'gp-1' },
      body: JSON.stringify({ referrerName: 'Dr X', familyName: 'Invented', dateOfBirth: '1980-01-01', reason: 'x', urgency: 'routine', teamId: 'north-team' }),
    });
    expect(sent.status).toBe(201);
    expect(sent.headers.getSetCookie()).toEqual([]);
  });
  it('gets no token with another key', async () => {
    expect(await tokenWith((await generateKeyPair('ES256')).privateKey)).toMatchObject({ error: 'invalid_client' });
  });
  it('does no more than a connected system may, and nothing after its access has ended', async () => {
    const { access_token } = await tokenWith(own.privateKey);
    expect((await fetch(`${api.address}/api/queues`, { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(403);
    await api.database.query(`UPDATE staff_member SET active = false WHERE staff_id = 'gp-system'`);
    expect((await asked(api, access_token!)).status).toBe(401);
  });
});

describe('a token that is not right', () => {
  let api: SignedInApi;
  let issuer: BadIssuer;
  beforeAll(async () => { issuer = await BadIssuer.start(); api = await signedInApi(issuer.port); });
  afterAll(async () => { await issuer.close(); await api.close(); });

  type Changed = { claims?: JWTPayload; header?: Record<string, unknown>; key?: Keys['privateKey'] | Uint8Array };
  const now = () => Math.floor(Date.now() / 1000);
  const token = ({ claims = {}, header = {}, key }: Changed = {}) => new SignJWT({ iss: issuer.address, sub: 'gp-system', aud: 'handrail-api', iat: now(), exp: now() + 300, ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: issuer.kid, ...header }).sign(key ?? issuer.key);

  it('lets the system in when everything is right', async () => {
    expect((await asked(api, await token())).status).toBe(200);
  });
  const other = generateKeyPair('ES256', { extractable: true });
  const wrong: [what: string, token: () => Promise<string>][] = [
    ['expired', () => token({ claims: { iat: now() - 600, exp: now() - 300 } })], ['older than an hour though it ends tomorrow', () => token({ claims: { iat: now() - 7_200, exp: now() + 86_400 } })],
    ['not yet good', () => token({ claims: { nbf: now() + 3_600 } })], ['without an end', () => token({ claims: { exp: undefined } })], ['without a beginning', () => token({ claims: { iat: undefined } })],
    ['for another audience', () => token({ claims: { aud: 'another-service' } })], ['for nobody', () => token({ claims: { aud: undefined } })],
    ['of another issuer', () => token({ claims: { iss: 'https://another.example' } })], ['of nobody', () => token({ claims: { sub: undefined } })], ['of a system that is not known here', () => token({ claims: { sub: 'unknown' } })],
    ['of a person', () => token({ claims: { sub: 'helen' } })], ['of another kind', () => token({ header: { typ: 'JWT' } })], ['an id token', () => token({ header: { typ: undefined }, claims: { aud: ['handrail', 'handrail-api'] } })],
    ['signed with another key', async () => token({ key: (await other).privateKey })], ['naming a key that is not known', () => token({ header: { kid: 'other' } })],
    ['signed with the public key as if it were a secret', async () => token({ header: { alg: 'HS256' }, key: new TextEncoder().encode(JSON.stringify(issuer.publicJwk)) })],
    ['that brings its own key', async () => token({ key: (await other).privateKey, header: { jwk: await exportJWK((await other).publicKey) } })],
    ['that says where its key is', async () => token({ header: { jku: `${issuer.address}/jwks` } })], ['with a certificate address', async () => token({ header: { x5u: `${issuer.address}/jwks` } })],
    ['not signed', async () => new UnsecuredJWT({ sub: 'gp-system' }).setIssuer(issuer.address).setAudience('handrail-api').setIssuedAt().setExpirationTime('5m').encode()],
    ['tampered with', async () => { const [header, , signature] = (await token()).split('.'); return [header, Buffer.from(JSON.stringify({ iss: issuer.address, sub: 'gp-system', aud: 'handrail-api', iat: now(), exp: now() + 3_000 })).toString('base64url'), signature].join('.'); }],
    ['cut off', async () => (await token()).slice(0, -10)], ['that is no token', async () => 'abc.def.ghi'], ['very long', async () => `${await token()}${'a'.repeat(10_000)}`],
    ['of a person for development, signed with no key of ours', () => signDevelopmentToken(new Uint8Array(32), 'helen')],
  ];
  it.each(wrong)('%s: refused', async (_what, make) => {
    const answer = await asked(api, await make());
    expect(answer.status).toBe(401);
    expect(((await answer.json()) as { code: string }).code).toBe('token-wrong');
  });
  it('of a key that the issuer took on a moment ago is right, and one of the key it dropped is not', async () => {
    const before = await token();
    await issuer.rotate();
    const rotated = await token();
    for (let tries = 0; (await asked(api, rotated)).status !== 200; tries++) {
      expect(tries).toBeLessThan(30);
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
    expect((await asked(api, before)).status).toBe(401);
  });
  it('cannot be judged while the issuer is away and its keys are not known: wait, not no', async () => {
    const away = await signedInApi(await freePort());
    try { expect((await asked(away, await token())).status).toBe(503); } finally { await away.close(); }
  });
});
