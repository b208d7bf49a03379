import { request } from 'node:http';
import { demonstrationStaff } from '#database';
import { controllers } from '../../apps/api/src/app.module.js';
import { routesOf } from '../../apps/api/src/arriving/route-table.js';
import { startIssuer, type RunningIssuer } from '../../apps/issuer/src/issuer.js';
import { developmentClient } from '../../apps/api/src/signing-in/settings.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import type { Browser } from './browser.js';
import { signedInApi, type SignedInApi } from './signed-in-api.js';

const nothing = '00000000-0000-4000-8000-000000000000';
const routes = routesOf(controllers);
const addressOf = (path: string) => path.replace(':queue', 'psychiatrist').replace(/:[a-z]+/gi, nothing);
const changing = routes.filter(({ method, needs }) => method !== 'GET' && !('open' in needs));

describe('a request that our own pages did not make', () => {
  let api: SignedInApi;
  let issuer: RunningIssuer;
  let browser: Browser;
  let other: Browser;
  beforeAll(async () => {
    const port = await freePort();
    api = await signedInApi(port);
    issuer = await startIssuer({ port, address: api.address, people: demonstrationStaff.map(([staffId, name, roles]) => ({ staffId, name, roles })), client: developmentClient });
    browser = api.browser();
    other = api.browser();
    await browser.signIn('judith');
    await other.signIn('judith');
  });
  afterAll(async () => { await issuer.close(); await api.close(); });

  const tricks = (): [what: string, headers: Record<string, string>][] => [
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }], ['from another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }],
    ['whose browser does not say from where, from another origin', { 'sec-fetch-site': '', origin: 'https://evil.example' }], ['from nowhere', { origin: 'null' }],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }], ['without the header of our pages', { 'x-requested-by': '' }], ['without the token', { 'x-csrf-token': '' }],
    ['with the token of another session', { 'x-csrf-token': other.csrfToken! }], ['with a token of other letters', { 'x-csrf-token': '\u00e9'.repeat(43) }], ['from our name with another scheme', { origin: api.address.replace('http', 'https') }],
  ];
  it.each(changing.map(({ method, path }) => [`${method} ${path}`, method, path] as const))('%s is refused, whatever the trick', async (_name, method, path) => {
    for (const [what, headers] of tricks()) {
      const seen = await browser.change(method, addressOf(path), {}, headers);
      expect([what, seen.status, seen.body?.code]).toEqual([what, 403, 'cross-site']);
    }
  });
  it('changes nothing: the session is there still, and nobody has left', async () => {
    expect((await browser.ask('GET', '/api/me')).status).toBe(200);
    expect(await api.database.query('SELECT 1 FROM staff_member WHERE NOT active')).toEqual([]);
    expect(api.logged.filter((line) => line.includes('"code":"cross-site"')).length).toBeGreaterThanOrEqual(changing.length * 10);
  });
  /** fetch() says itself how it was called; a browser's own words are sent without it. */
  const plainly = (headers: Record<string, string>): Promise<number> => new Promise((resolve, reject) => {
    request(`${api.address}/api/me`, { headers }, (answer) => { answer.resume(); resolve(answer.statusCode!); }).once('error', reject).end();
  });
  it('no other page may read an answer, only lead a person here', async () => {
    for (const [mode, answer] of [['no-cors', 403], ['cors', 403], ['websocket', 403], ['navigate', 200]] as const) {
      expect([mode, await plainly({ cookie: `__Host-handrail=${browser.cookies().get('__Host-handrail')}`, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode })]).toEqual([mode, answer]);
    }
    const { headers } = await browser.ask('GET', '/api/me', { headers: { origin: 'https://evil.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
  it('a HEAD, a slash, another case or another spelling of an address is no way round', async () => {
    const stranger = api.browser();
    for (const path of ['/api/me', '/api/me/', '/API/ME', '/api/%6de', '/api//me', '/api/me;x=1', '/api/./me']) {
      for (const method of ['GET', 'HEAD']) expect([method, path, [400, 401, 404].includes((await stranger.ask(method, path)).status)]).toEqual([method, path, true]);
    }
    for (const headers of [{ 'x-http-method-override': 'POST' }, { 'x-original-url': '/health' }, { 'x-rewrite-url': '/health' }] as Record<string, string>[]) expect((await stranger.ask('GET', '/api/sessions', { headers })).status).toBe(401);
  });
  it('no route changes anything on a GET', () => {
    expect(routes.filter(({ method }) => method === 'GET').map(({ says }) => says.key ?? says.body).filter(Boolean)).toEqual([]);
  });
});
