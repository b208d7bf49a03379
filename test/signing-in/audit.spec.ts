import { demonstrationStaff } from '#database';
import { startIssuer, type RunningIssuer } from '../../apps/issuer/src/issuer.js';
import { developmentClient } from '../../apps/api/src/signing-in/settings.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { signedInApi, type SignedInApi } from './signed-in-api.js';

describe('the audit of sign-ins', () => {
  let api: SignedInApi;
  let issuer: RunningIssuer;
  beforeAll(async () => {
    const port = await freePort();
    api = await signedInApi(port);
    issuer = await startIssuer({ port, address: api.address, people: demonstrationStaff.map(([staffId, name, roles]) => ({ staffId, name, roles })), client: developmentClient });
  });
  afterAll(async () => { await issuer.close(); await api.close(); });
  const rows = () => api.fresh && api.database.query<{ staff_id: string; act: string; outcome: string; session: string | null }>(`SELECT staff_id, act, outcome, encode(session_hash, 'hex') AS session FROM audit_event WHERE event IN ('sign-in', 'denial') ORDER BY chain, n`);
  const told = async () => (await rows()).map(({ staff_id: by, act, outcome }) => `${by} ${act} ${outcome}`);

  it('holds who signed in, what did not work, who asked with something old or wrong, from elsewhere, and who signed out', async () => {
    const browser = api.browser();
    const back = await browser.pick('amina');
    await browser.ask('GET', back);
    browser.csrfToken = (await browser.ask('GET', '/api/me')).body.session.csrfToken;
    await api.browser().ask('GET', back);
    await browser.change('POST', '/api/staff/dora/leave', undefined, { origin: 'https://evil.example' });
    await browser.change('POST', '/api/staff/dora/leave');
    const secret = browser.cookies().get('__Host-handrail')!;
    await browser.change('POST', '/api/sign-out');
    await api.browser().ask('GET', '/api/me', { headers: { cookie: `__Host-handrail=${secret}` } });
    await api.browser().ask('GET', '/api/me', { headers: { authorization: 'Bearer a.b.c' } });
    await api.browser().signIn('gp-system');
    expect((await told()).sort()).toEqual([
      'amina POST /api/staff/:staff/leave cross-site', 'amina POST /api/staff/:staff/leave permission-missing', 'amina sign-in signed-in', 'amina sign-out signed-out',
      'gp-system sign-in not-a-person', 'nobody ask session-ended', 'nobody ask token-wrong', 'nobody sign-in errand',
    ]);
    const sessions = (await rows()).filter(({ staff_id: by }) => by === 'amina').map(({ session }) => session);
    expect(new Set(sessions).size).toBe(1);
    expect(sessions[0]).toMatch(/^[0-9a-f]{64}$/);
  });
  it('lets nobody in whose sign-in cannot be recorded', async () => {
    const browser = api.browser();
    const back = await browser.pick('helen');
    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: api.fresh.ownerUrl });
    await owner.connect();
    try {
      await owner.query('REVOKE INSERT ON audit_event FROM handrail_api');
      expect((await browser.ask('GET', back)).status).toBeGreaterThanOrEqual(500);
      expect(browser.cookies().has('__Host-handrail')).toBe(false);
    } finally { await owner.query('GRANT INSERT ON audit_event TO handrail_api'); await owner.end(); }
    expect((await browser.ask('GET', '/api/me')).status).toBe(401);
  });
});
