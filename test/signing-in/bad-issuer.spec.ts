import { BadIssuer, type Fault } from './bad-issuer.js';
import { signedInApi, type SignedInApi } from './signed-in-api.js';

const now = () => Math.floor(Date.now() / 1000);
describe('what comes back from an issuer', () => {
  let api: SignedInApi;
  let strict: SignedInApi;
  let issuer: BadIssuer;
  beforeAll(async () => {
    issuer = await BadIssuer.start();
    api = await signedInApi(issuer.port);
    strict = await signedInApi(issuer.port, { acr: ['aal3', 'aal2'], amr: ['mfa'] });
  });
  afterAll(async () => { await issuer.close(); await api.close(); await strict.close(); });
  const comesBack = async (at: SignedInApi, fault: Fault, query = '') => {
    issuer.fault = fault;
    const browser = at.browser();
    const seen = await browser.ask('GET', (await browser.go(`/api/sign-in${query}`, /\/api\/sign-in\/callback/)).address);
    expect(browser.cookies().has('__Host-handrail-sign-in')).toBe(false);
    return { seen, in: browser.cookies().has('__Host-handrail') };
  };

  it('signs in when everything is right', async () => {
    expect(await comesBack(api, {})).toMatchObject({ seen: { status: 303 }, in: true });
    expect(await comesBack(strict, {})).toMatchObject({ seen: { status: 303 }, in: true });
    expect(await comesBack(api, {}, '?again=yes')).toMatchObject({ seen: { status: 303 }, in: true });
  });
  const wrong: [what: string, fault: Fault][] = [
    ['another nonce', { claims: { nonce: 'other' } }], ['no nonce', { claims: { nonce: undefined } }], ['another audience', { claims: { aud: 'another-client' } }], ['several audiences without saying whose', { claims: { aud: ['handrail', 'another'], azp: 'another' } }],
    ['another issuer in the token', { claims: { iss: 'https://mix-up.example' } }], ['another issuer in the address', { back: { iss: 'https://mix-up.example' } }], ['no issuer in the address', { back: { iss: '' } }],
    ['another state', { back: { state: 'other' } }], ['no state', { back: { state: '' } }], ['no code', { back: { code: '' } }], ['a refusal', { back: { code: '', error: 'access_denied' } }],
    ['another key', { signs: 'another-key' }], ['the public key as secret', { signs: 'with-the-public-key' }], ['no signature', { signs: 'nothing' }], ['no id token', { withoutIdToken: true }],
    ['a token that has ended', { claims: { iat: now() - 900, exp: now() - 600 } }], ['a token without an end', { claims: { exp: undefined } }], ['nobody', { claims: { sub: undefined } }], ['somebody who is not known here', { claims: { sub: 'mallory' } }], ['an e-mail for a person', { claims: { sub: 'other', email: 'amina@example.test' } }],
    ['a connected system', { claims: { sub: 'gp-system' } }], ['a refusal of the token', { failing: 400 }],
  ];
  it.each(wrong)('%s: one neutral answer, and nobody is signed in', async (_what, fault) => {
    const { seen, in: isIn } = await comesBack(api, fault);
    expect([seen.status, seen.body.code, isIn]).toEqual([401, 'sign-in-refused', false]);
    expect(seen.body.detail).toBe('The sign-in did not work. Try again, or ask whoever looks after your account.');
  });
  it.each<[what: string, fault: Fault]>([['a level too low', { claims: { acr: 'aal1' } }], ['no level', { claims: { acr: undefined } }], ['no second factor', { claims: { amr: ['pwd'] } }], ['means in another form', { claims: { amr: 'mfa' } }]])('where more is asked for, %s is refused', async (_what, fault) => {
    expect(await comesBack(strict, fault)).toMatchObject({ seen: { status: 401 }, in: false });
    expect(await comesBack(api, fault)).toMatchObject({ seen: { status: 303 }, in: true });
  });
  it.each<[what: string, fault: Fault]>([['an old proof', { claims: { auth_time: now() - 3_600 } }], ['no time of the proof', { claims: { auth_time: undefined } }]])('%s is no step-up', async (_what, fault) => {
    expect(await comesBack(api, fault, '?again=yes')).toMatchObject({ seen: { status: 401 }, in: false });
  });
  it('a failure of its own is told as such, and may be tried again', async () => {
    expect(await comesBack(api, { failing: 503 })).toMatchObject({ seen: { status: 503, body: { code: 'issuer-away' } }, in: false });
    expect(await comesBack(api, {})).toMatchObject({ seen: { status: 303 }, in: true });
  });
  it('leaves no session behind from any of these, and the log says why by code, with no token in it', async () => {
    const sessions = await api.database.query<{ staff_id: string }>('SELECT DISTINCT staff_id FROM session');
    expect(sessions).toEqual([{ staff_id: 'amina' }]);
    const refusals = api.logged.filter((line) => line.includes('sign-in refused'));
    expect(refusals.length).toBeGreaterThanOrEqual(wrong.length);
    expect(api.logged.join()).not.toMatch(/eyJ[A-Za-z0-9_-]{10}/);
  });
  it('sign-ins from one address are counted: too many at once are told to wait', async () => {
    const slow = await signedInApi(issuer.port, { signInsPerSecond: 2 });
    try {
      const answers = await Promise.all(Array.from({ length: 12 }, () => slow.browser().ask('GET', '/api/sign-in')));
      const codes = answers.map(({ status }) => status);
      expect(codes.filter((code) => code === 302).length).toBeLessThanOrEqual(5);
      expect(codes.filter((code) => code === 429).length).toBeGreaterThanOrEqual(7);
    } finally { await slow.close(); }
  });
});
