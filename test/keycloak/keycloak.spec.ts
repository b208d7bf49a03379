import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { linkIdentities } from '#database';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { Browser, type Seen } from '../signing-in/browser.js';
import { signedInApi, type SignedInApi } from '../signing-in/signed-in-api.js';
import { findKeycloak, KEYCLOAK_VERSION, startKeycloak } from './keycloak.js';

const found = await findKeycloak();
const name = `Keycloak ${KEYCLOAK_VERSION}${'missing' in found ? ` (skipped: ${found.missing})` : ''}`;
const subjects = { amina: randomUUID(), helen: randomUUID(), 'gp-system': randomUUID() };
const secret = 'of-the-realm-of-the-test';

// The one suite that may be skipped, and is counted as such: not every machine has Java.
const describing = 'missing' in found ? describe['skip'] : describe;
describing(name, () => {
  let api: SignedInApi;
  let server: { issuer: string; close(): Promise<void> };
  let own: Awaited<ReturnType<typeof generateKeyPair>>;
  beforeAll(async () => {
    own = await generateKeyPair('ES256', { extractable: true });
    const port = await freePort();
    api = await signedInApi(port, { issuer: `http://127.0.0.1:${port}/realms/handrail`, clientId: 'handrail', clientSecret: secret, subjects });
    server = await startKeycloak((found as { folder: string }).folder, port, await realm(api.address));
  }, 300_000);
  afterAll(async () => { await server?.close(); await api?.close(); }, 60_000);

  const realm = async (address: string) => ({
    realm: 'handrail', enabled: true, sslRequired: 'none',
    clients: [
      { clientId: 'handrail', secret, publicClient: false, standardFlowEnabled: true, directAccessGrantsEnabled: false, redirectUris: [`${address}/api/sign-in/callback`], attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': `${address}/` } },
      {
        clientId: 'gp-system', publicClient: false, standardFlowEnabled: false, serviceAccountsEnabled: true, clientAuthenticatorType: 'client-jwt',
        attributes: { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys: [{ ...await exportJWK(own.publicKey), kid: 'gp', alg: 'ES256', use: 'sig' }] }), 'token.endpoint.auth.signing.alg': 'ES256', 'access.token.header.type.rfc9068': 'true' },
        protocolMappers: [{ name: 'for-handrail', protocol: 'openid-connect', protocolMapper: 'oidc-audience-mapper', config: { 'included.custom.audience': 'handrail-api', 'access.token.claim': 'true' } }],
      },
    ],
    users: [
      ...(['amina', 'helen'] as const).map((username) => ({ id: subjects[username], username, enabled: true, firstName: username, lastName: 'Test', email: `${username}@example.test`, emailVerified: true, credentials: [{ type: 'password', value: `word-of-${username}`, temporary: false }] })),
      { id: subjects['gp-system'], username: 'service-account-gp-system', enabled: true, serviceAccountClientId: 'gp-system' },
    ],
  });
  const form = async (browser: Browser, username: string, password: string, query = ''): Promise<Seen> => {
    const page = await browser.go(`/api/sign-in${query}`);
    const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&');
    if (!action) throw new Error(`no form: ${page.status} ${page.text.slice(0, 500)}`);
    return browser.ask('POST', action, { body: new URLSearchParams({ username, password, credentialId: '' }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  };

  it('signs a person in with their password, by the same three settings as any issuer', async () => {
    const browser = api.browser();
    const posted = await form(browser, 'amina', 'word-of-amina');
    expect(posted.status).toBe(302);
    const seen = await browser.ask('GET', posted.headers.get('location')!);
    expect(seen.status).toBe(303);
    expect((await browser.ask('GET', '/api/me')).body).toMatchObject({ staffId: 'amina', roles: ['medical-secretary'], session: { acr: expect.any(String) } });
    expect((await api.browser().ask('GET', posted.headers.get('location')!)).status).toBe(401); // the same way back, without its cookie
  });
  it('does not sign in with a wrong password, nor somebody who is not known here', async () => {
    const browser = api.browser();
    expect((await form(browser, 'amina', 'wrong')).status).toBe(200); // the form again
    expect((await browser.ask('GET', '/api/me')).status).toBe(401);
    await linkIdentities(api.fresh.ownerUrl, [{ issuer: server.issuer, subject: subjects.helen, staffId: 'rosa' }]);
    const moved = api.browser();
    await moved.ask('GET', (await form(moved, 'helen', 'word-of-helen')).headers.get('location')!);
    expect((await moved.ask('GET', '/api/me')).body.staffId).toBe('rosa'); // a person is who their identity is linked to, not who bears their name
  });
  it('asks for the password again at a step-up, and gives a new session', async () => {
    const browser = api.browser();
    await browser.ask('GET', (await form(browser, 'amina', 'word-of-amina')).headers.get('location')!);
    const before = (await browser.ask('GET', '/api/me')).body.session.sessionId;
    expect((await browser.go('/api/sign-in')).status).toBe(200); // signed in there already: no form
    const page = await browser.go('/api/sign-in?again=yes');
    const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&');
    const posted = await browser.ask('POST', action, { body: new URLSearchParams({ username: 'amina', password: 'word-of-amina' }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect((await browser.ask('GET', posted.headers.get('location')!)).status).toBe(303);
    expect((await browser.ask('GET', '/api/me')).body.session.sessionId).not.toBe(before);
  });
  it('gives a connected system a token for its own key, and that lets it in', async () => {
    const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'gp' }).setIssuer('gp-system').setSubject('gp-system').setAudience(server.issuer).setJti(randomUUID()).setIssuedAt().setExpirationTime('1m').sign(own.privateKey);
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion, client_id: 'gp-system' });
    const { access_token } = await (await fetch(`${server.issuer}/protocol/openid-connect/token`, { method: 'POST', body })).json() as { access_token: string };
    const answer = await fetch(`${api.address}/api/me`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(await answer.json()).toMatchObject({ staffId: 'gp-system' });
  });
});
