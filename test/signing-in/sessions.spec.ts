import { demonstrationStaff, forgetOldSessions } from '#database';
import { startIssuer, type RunningIssuer } from '../../apps/issuer/src/issuer.js';
import { developmentClient } from '../../apps/api/src/signing-in/settings.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import type { Browser } from './browser.js';
import { signedInApi, type SignedInApi } from './signed-in-api.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a session', () => {
  let api: SignedInApi;
  let issuer: RunningIssuer;
  let port: number;
  const startAgain = () => startIssuer({ port, address: api.address, people: demonstrationStaff.map(([staffId, name, roles]) => ({ staffId, name, roles })), client: developmentClient });
  beforeAll(async () => { port = await freePort(); api = await signedInApi(port); issuer = await startAgain(); });
  afterAll(async () => { await issuer.close(); await api.close(); });
  const signedIn = async (person: string): Promise<Browser> => { const browser = api.browser(); await browser.signIn(person); return browser; };
  const me = (browser: Browser) => browser.ask('GET', '/api/me');
  const secretOf = (browser: Browser) => browser.cookies().get('__Host-handrail')!;
  const withSecret = (secret: string) => api.browser().ask('GET', '/api/me', { headers: { cookie: `__Host-handrail=${secret}` } });

  it('lasts while somebody works, and ends after fifteen minutes of nothing', async () => {
    const browser = await signedIn('amina');
    for (let n = 0; n < 4; n++) { api.later(14 * MINUTE); expect((await me(browser)).status).toBe(200); }
    api.later(15 * MINUTE);
    expect(await me(browser)).toMatchObject({ status: 401, body: { code: 'session-ended' } });
    api.later(-15 * MINUTE);
    expect((await me(browser)).status).toBe(401); // what has ended does not come back with the clock
  });
  it('ends after ten hours whatever is done', async () => {
    const browser = await signedIn('amina');
    for (let n = 0; n < 59; n++) { api.later(10 * MINUTE); expect([n, (await me(browser)).status]).toEqual([n, 200]); }
    api.later(10 * MINUTE);
    expect((await me(browser)).status).toBe(401);
  });
  it('says when it warns and when it ends', async () => {
    const browser = await signedIn('amina');
    const { session } = (await me(browser)).body;
    expect(Date.parse(session.idleEndsAt) - Date.parse(session.warnAt)).toBe(2 * MINUTE);
    expect(Date.parse(session.endsAt) - Date.parse(session.startedAt)).toBe(10 * HOUR);
  });
  it('ends with signing out: the cookie is good for nothing and the browser is told to forget', async () => {
    const browser = await signedIn('helen');
    const secret = secretOf(browser);
    expect((await withSecret(secret)).status).toBe(200);
    const out = await browser.change('POST', '/api/sign-out');
    expect(out).toMatchObject({ status: 200, body: { issuerSignOut: expect.stringContaining(`${api.issuerAddress}/session/end?`) } });
    expect(out.headers.get('clear-site-data')).toBe('"cache", "cookies", "storage"');
    expect(browser.cookies().has('__Host-handrail')).toBe(false);
    expect(await withSecret(secret)).toMatchObject({ status: 401, body: { code: 'session-ended' } });
    expect(await api.database.query('SELECT 1 FROM session WHERE staff_id = $1', ['helen'])).toEqual([]);
  });
  it('has a new secret and token at each sign-in and each step-up, and the one before is over', async () => {
    const browser = await signedIn('ngozi');
    const [secret, token] = [secretOf(browser), browser.csrfToken];
    const before = (await me(browser)).body.session;
    await new Promise((resolve) => { setTimeout(resolve, 1_100); }); // the issuer counts in whole seconds
    await browser.signIn('ngozi', { query: '?again=yes' });
    const after = (await me(browser)).body.session;
    expect(secretOf(browser)).not.toBe(secret);
    expect(browser.csrfToken).not.toBe(token);
    expect(after.sessionId).not.toBe(before.sessionId);
    expect(Date.parse(after.signedInAt)).toBeGreaterThan(Date.parse(before.signedInAt));
    expect((await withSecret(secret)).status).toBe(401);
  });
  it('is listed to its owner, who can end any of their own and nobody else’s', async () => {
    const [here, there, other] = [await signedIn('tomasz'), await signedIn('tomasz'), await signedIn('rosa')];
    const { sessions } = (await here.ask('GET', '/api/sessions')).body;
    expect(sessions).toHaveLength(2);
    expect(sessions.map((one: { browser: string }) => one.browser)).toEqual(['a browser of the tests', 'a browser of the tests']);
    const [elsewhere] = sessions.filter((one: { current: boolean }) => !one.current);
    expect((await other.change('DELETE', `/api/sessions/${elsewhere.sessionId}`)).status).toBe(404);
    expect((await me(there)).status).toBe(200);
    expect((await here.change('DELETE', `/api/sessions/${elsewhere.sessionId}`)).status).toBe(204);
    expect([(await me(there)).status, (await me(here)).status]).toEqual([401, 200]);
    for (const wrong of [elsewhere.sessionId, 'not-an-id', '%00']) expect((await here.change('DELETE', `/api/sessions/${wrong}`)).status).toBe(404);
    expect((await here.change('DELETE', '/api/sessions')).status).toBe(204);
    expect([(await me(here)).status, (await me(other)).status]).toEqual([401, 200]);
  });
  it('ends at once when access is taken away, a role is changed, or a team', async () => {
    const lead = await signedIn('priya');
    const leaving = await signedIn('dora');
    expect((await lead.change('POST', '/api/staff/dora/leave')).status).toBe(200);
    expect(await me(leaving)).toMatchObject({ status: 401, body: { code: 'session-ended' } });
    for (const change of [`roles = '{mdt-member}'`, `team_ids = '{south-team}'`, `discipline = 'psychotherapist'`]) {
      const browser = await signedIn('siobhan');
      expect((await me(browser)).status).toBe(200);
      await api.database.query(`UPDATE staff_member SET ${change} WHERE staff_id = 'siobhan'`);
      expect([change, (await me(browser)).status]).toEqual([change, 401]);
    }
  });
  it('is not taken from a cookie that was altered, stands twice, or is somebody’s guess', async () => {
    const browser = await signedIn('amina');
    const secret = secretOf(browser);
    const altered = `${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`;
    const asking = (cookie: string) => api.browser().ask('GET', '/api/me', { headers: { cookie } });
    for (const cookie of [`__Host-handrail=${altered}`, `__Host-handrail=${secret}; __Host-handrail=${altered}`, `handrail=${secret}`, '__Host-handrail=', `__Host-handrail="${secret}"`, '__Host-handrail=\u00ff']) {
      expect([cookie, (await asking(cookie)).status]).toEqual([cookie, 401]);
    }
    expect((await asking(`x=1; __Host-handrail=${secret}`)).status).toBe(200);
  });
  it('lives on while the issuer is away; new sign-ins are told to wait, and work again when it is back with other keys', async () => {
    const browser = await signedIn('victor');
    await issuer.close();
    expect((await me(browser)).status).toBe(200);
    const fresh = await signedInApi(port); // an API that never saw the issuer
    try {
      const refused = await fresh.browser().ask('GET', '/api/sign-in');
      expect(refused).toMatchObject({ status: 503, body: { code: 'issuer-away' } });
      expect(refused.headers.get('retry-after')).toBe('10');
    } finally { await fresh.close(); }
    expect((await browser.change('POST', '/api/sign-out')).status).toBe(200);
    issuer = await startAgain(); // its signing key is a new one
    let seen = await api.browser().signIn('victor');
    if (seen.status === 401) seen = await api.browser().signIn('victor'); // the first meets the old keys at most
    expect(seen.status).toBe(303);
  });
  it('that timed out is forgotten by the record too, and one that lives is not', async () => {
    await api.database.query('DELETE FROM session');
    const browser = await signedIn('amina');
    const at = (ms: number) => new Date(api.signIn.now() - ms);
    await forgetOldSessions(api.database, { seenAt: at(15 * MINUTE), startedAt: at(10 * HOUR), usedAt: at(HOUR) });
    expect((await me(browser)).status).toBe(200);
    await forgetOldSessions(api.database, { seenAt: at(-1_000), startedAt: at(10 * HOUR), usedAt: at(-1_000) });
    expect(await api.database.query('SELECT 1 FROM session UNION ALL SELECT 1 FROM sign_in_used')).toEqual([]);
  });
});
