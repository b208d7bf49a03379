import { demonstrationStaff } from '#database';
import { permissions, type Role } from '#domain';
import { startIssuer, type RunningIssuer } from '../../apps/issuer/src/issuer.js';
import { developmentClient } from '../../apps/api/src/signing-in/settings.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { signedInApi, type SignedInApi } from './signed-in-api.js';

const MINUTE = 60_000;
const people = demonstrationStaff.filter(([, , roles]) => !roles.includes('machine-client')).map(([staffId, name, roles]) => ({ staffId, name, roles }));

describe('signing in with a browser', () => {
  let api: SignedInApi;
  let issuer: RunningIssuer;
  beforeAll(async () => {
    const port = await freePort();
    api = await signedInApi(port);
    issuer = await startIssuer({ port, address: api.address, people: [...people, { staffId: 'stranger', name: 'A Stranger', roles: [] }], client: developmentClient });
  });
  afterAll(async () => { await issuer.close(); await api.close(); });

  it.each(people.filter((one, at) => people.findIndex(({ roles }) => roles[0] === one.roles[0]) === at).map((one) => [one.roles[0], one] as const))('a person with the role %s is who they picked, and learns what they may', async (role, { staffId, name }) => {
    const browser = api.browser();
    const seen = await browser.signIn(staffId);
    expect(seen).toMatchObject({ status: 303 });
    expect(seen.headers.get('location')).toBe('/api/me');
    const { body } = await browser.ask('GET', '/api/me');
    expect(body).toMatchObject({ staffId, name, session: { acr: 'aal3', amr: ['pwd', 'mfa'] } });
    const may = Object.entries(permissions).filter(([, { roles }]) => (roles as readonly Role[]).includes(role!)).map(([code]) => code);
    expect(body.permissions).toEqual(expect.arrayContaining(may));
  });
  it('the cookie belongs to this host alone, is unreadable to scripts and not sent from elsewhere, and no token reaches the browser', async () => {
    const browser = api.browser();
    const back = await browser.pick('amina');
    expect(browser.cookies().has('__Host-handrail-sign-in')).toBe(true);
    const seen = await browser.ask('GET', back);
    const [gone, set] = seen.headers.getSetCookie();
    expect(gone).toMatch(/^__Host-handrail-sign-in=; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=0$/);
    expect(set).toMatch(/^__Host-handrail=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    expect(seen.text + JSON.stringify([...seen.headers])).not.toMatch(/eyJ/);
    const stored = await api.database.query<{ row: string }>('SELECT row_to_json(session)::text AS row FROM session');
    expect(stored.map(({ row }) => row).join()).not.toContain(browser.cookies().get('__Host-handrail'));
  });
  it('works with the session like with any other way in, and a change goes through from our own pages', async () => {
    const browser = api.browser();
    await browser.signIn('amina');
    expect((await browser.ask('GET', '/api/queues')).status).toBe(200);
    const sent = await browser.change('POST', '/api/referrals', { referrerName: 'Dr X', familyName: 'Invented', dateOfBirth: '1980-01-01', reason: 'x', urgency: 'routine' });
    expect(sent.status).toBe(201);
    expect((await browser.ask('GET', '/api/staff')).status).toBe(200);
    expect((await browser.change('POST', '/api/staff/dora/leave')).status).toBe(403);
  });
  it('a code is good once: the way back taken a second time is refused, with and without its cookie', async () => {
    const browser = api.browser();
    const back = await browser.pick('helen');
    const errand = browser.cookies().get('__Host-handrail-sign-in')!;
    expect((await browser.ask('GET', back)).status).toBe(303);
    const thief = api.browser();
    expect(await thief.ask('GET', back)).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
    expect(await thief.ask('GET', back, { headers: { cookie: `__Host-handrail-sign-in=${errand}` } })).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
    expect(thief.cookies().has('__Host-handrail')).toBe(false);
    expect(api.logged.filter((line) => line.includes('sign-in refused')).map((line) => JSON.parse(line).code)).toEqual(expect.arrayContaining(['errand', 'used-before']));
  });
  it('a code that somebody else fetched does not sign me in, nor does one that was altered, nor an errand older than ten minutes', async () => {
    const [mine, theirs] = [api.browser(), api.browser()];
    const [myWay, theirWay] = [await mine.pick('amina'), await theirs.pick('helen')];
    const codeOf = (way: string) => new URL(way).searchParams.get('code')!;
    for (const way of [theirWay, myWay.replace(codeOf(myWay), codeOf(theirWay)), myWay.replace(/state=[^&]+/, 'state=other'), myWay.replace(/iss=[^&]+/, 'iss=http%3A%2F%2Fmix.up')]) {
      const one = api.browser();
      await one.pick('amina');
      expect([way, (await one.ask('GET', way)).status]).toEqual([way, 401]);
      expect(one.cookies().has('__Host-handrail')).toBe(false);
    }
    const late = api.browser();
    const way = await late.pick('amina');
    const real = api.signIn.now;
    Object.assign(api.signIn, { now: () => real() + 11 * MINUTE });
    expect((await late.ask('GET', way)).status).toBe(401);
    Object.assign(api.signIn, { now: real });
  });
  it.each([
    ['/queues/psychiatrist?page=2', '/queues/psychiatrist?page=2'], ['/', '/'], ['/docs', '/docs'],
    ['https://evil.example/', '/api/me'], ['//evil.example', '/api/me'], ['/\\evil.example', '/api/me'], ['/%2f/evil.example', '/api/me'], ['javascript:alert(1)', '/api/me'], ['/api/referrals', '/api/me'], ['/a/../api/x', '/api/me'], ['/a\r\nset-cookie: x', '/api/me'], ['', '/api/me'],
  ])('after signing in, %j leads to %s', async (wanted, leads) => {
    const seen = await api.browser().signIn('amina', { query: `?returnTo=${encodeURIComponent(wanted)}` });
    expect(seen.headers.get('location')).toBe(leads);
  });
  it('whoever is known to the issuer but works here no longer, or never did, is refused with the same words', async () => {
    await api.database.query(`UPDATE staff_member SET active = false WHERE staff_id = 'leon'`);
    const left = await api.browser().signIn('leon');
    const stranger = await api.browser().signIn('stranger');
    for (const seen of [left, stranger]) expect(seen).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
    expect(left.text).toBe(stranger.text);
    expect(api.logged.some((line) => line.includes('"code":"unknown-identity"') && line.includes('"subject":"stranger"'))).toBe(true);
  });
});
