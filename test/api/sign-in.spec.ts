import { SignJWT, UnsecuredJWT } from 'jose';
import { developmentToken } from '#contracts';
import { signDevelopmentToken, staffMeant } from '../../apps/cli/src/token.js';
import { listStaff } from '#database';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';

describe('who asks', () => {
  let api: ApiUnderTest;
  let production: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); production = await apiUnderTest({ mode: 'production' }); });
  afterAll(async () => { await api.close(); await production.close(); });

  const key = () => api.database.keys.token;
  const queues = (token?: string, headers: Record<string, string> = {}) => api.ask('GET', '/api/queues', { token, headers });
  const signed = (header: object, claims: (jwt: SignJWT) => SignJWT = (jwt) => jwt, secret: Uint8Array = key()) =>
    claims(new SignJWT({}).setProtectedHeader({ alg: 'HS256', typ: developmentToken.type, ...header }).setSubject('amina').setIssuer(developmentToken.issuer).setAudience(developmentToken.audience).setIssuedAt().setNotBefore('0s').setExpirationTime('12h')).sign(secret);

  it('is known by a token of the command line', async () => {
    expect((await queues(await signDevelopmentToken(key(), 'amina'))).status).toBe(200);
  });
  const wrong: [what: string, token: () => Promise<string> | string][] = [
    ['another key', () => signed({}, undefined, new Uint8Array(32))],
    ['no signature', () => new UnsecuredJWT({}).setSubject('amina').setIssuer(developmentToken.issuer).setAudience(developmentToken.audience).setIssuedAt().setExpirationTime('12h').encode()],
    ['another algorithm', () => signed({ alg: 'HS512' })],
    ['another kind', () => signed({ typ: 'at+jwt' })],
    ['no kind', () => signed({ typ: undefined })],
    ['another audience', () => signed({}, (jwt) => jwt.setAudience('handrail-web'))],
    ['another issuer', () => signed({}, (jwt) => jwt.setIssuer('somebody'))],
    ['an hour past its end', () => signed({}, (jwt) => jwt.setExpirationTime(Math.floor(Date.now() / 1000) - 3_600))],
    ['an end in a year but older than twelve hours', () => signed({}, (jwt) => jwt.setIssuedAt(Math.floor(Date.now() / 1000) - 46_800).setExpirationTime('365d'))],
    ['a beginning in an hour', () => signed({}, (jwt) => jwt.setNotBefore('1h'))],
    ['nobody who works here', () => signed({}, (jwt) => jwt.setSubject('nobody'))],
    ['a key of its own in the header', () => signed({ jwk: { kty: 'oct', k: 'AAAA' } }, undefined, Buffer.from('AAAA'))],
    ['an altered middle', async () => { const [head, , tail] = (await signed({})).split('.'); return [head, Buffer.from('{"sub":"priya"}').toString('base64url'), tail].join('.'); }],
    ['nothing but letters', () => 'abc'], ['a megabyte', () => 'a'.repeat(10_000)],
  ];
  it.each(wrong)('is not known by a token with %s', async (_what, token) => {
    expect(await queues(await token())).toMatchObject({ status: 401, body: { code: 'token-wrong' } });
  });
  it('is told to send a token when there is none, and that only a bearer token counts', async () => {
    const answer = await queues();
    expect(answer).toMatchObject({ status: 401, body: { code: 'token-missing' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await queues(undefined, { authorization: 'Basic YW1pbmE6' })).toMatchObject({ status: 401 });
  });
  it('is never who a header says', async () => {
    expect((await queues(undefined, { 'x-user': 'priya', 'x-user-id': 'priya', 'x-forwarded-user': 'priya', cookie: 'staff=priya' })).status).toBe(401);
  });
  it('in production no development token counts, and nothing is described', async () => {
    expect(await production.ask('GET', '/api/queues', { token: await signDevelopmentToken(production.database.keys.token, 'amina') })).toMatchObject({ status: 401, body: { code: 'not-in-production' } });
    for (const path of ['/docs', '/docs-json', '/docs/start.js']) expect((await production.ask('GET', path)).status).toBe(404);
    expect((await production.ask('GET', '/health')).status).toBe(200);
  });
  it('loses access at the next request after leaving', async () => {
    const token = await signDevelopmentToken(key(), 'dora');
    expect((await queues(token)).status).toBe(200);
    await api.ask('POST', '/api/staff/dora/leave', { as: 'priya' });
    expect(await queues(token)).toMatchObject({ status: 401, body: { code: 'has-left' } });
  });
  it('loses a right at the next request after the role is taken', async () => {
    expect((await api.ask('POST', '/api/tasks/bulk-reassign', { as: 'gareth', body: { taskIds: ['00000000-0000-4000-8000-000000000000'], to: 'amina' } })).status).toBe(200);
    await api.database.query(`UPDATE staff_member SET roles = '{mdt-member}' WHERE staff_id = 'gareth'`);
    expect((await api.ask('POST', '/api/tasks/bulk-reassign', { as: 'gareth', body: { taskIds: ['00000000-0000-4000-8000-000000000000'], to: 'amina' } })).status).toBe(403);
  });
  it('may be named on the command line by id, by name, or by a beginning that means one person', async () => {
    const staff = await listStaff(api.database);
    for (const name of ['helen', 'Helen Marsh', 'HELEN', 'marsh', 'Hel']) expect(staffMeant(staff, name).staffId).toBe('helen');
    expect(staffMeant(staff, 'Siobhan').staffId).toBe('siobhan');
    expect(staffMeant(staff, 'Zielinski').staffId).toBe('tomasz');
    expect(() => staffMeant(staff, 'ma')).toThrow(/could be/);
    expect(() => staffMeant(staff, 'Nobody')).toThrow(/Nobody here is called/);
    expect(() => staffMeant(staff, '')).toThrow();
  });
});
