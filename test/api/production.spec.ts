import { loadKeys, openDatabase } from '#database';
import { refuseUnsafeProduction } from '../../apps/api/src/production.js';
import { settingsFrom } from '../../apps/api/src/surroundings.js';
import { apiUnderTest, receive, type ApiUnderTest } from './api-under-test.js';

describe('production', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  it('does not start as the owner of the tables, and starts as the role of the API', async () => {
    const owner = await openDatabase({ url: api.fresh.ownerUrl, keys: loadKeys(), poolSize: 1 });
    try { await expect(refuseUnsafeProduction(owner, { DATABASE_URL: api.fresh.ownerUrl })).rejects.toThrow(/must not connect as a superuser/); } finally { await owner.close(); }
    await expect(refuseUnsafeProduction(api.database, { DATABASE_URL: api.fresh.apiUrl })).resolves.toBeUndefined();
  });
  it('does not start with a clear line to a database elsewhere, unless that is said to be wanted', async () => {
    const check = (DATABASE_URL: string, more = {}) => refuseUnsafeProduction(api.database, { DATABASE_URL, ...more });
    for (const end of ['', '?sslmode=disable', '?sslmode=require', '?sslmode=prefer']) await expect(check(`postgres://a:b@db.example.test/h${end}`)).rejects.toThrow(/sslmode=verify-full/);
    await expect(check('postgres://a:b@db.example.test/h?sslmode=verify-full')).resolves.toBeUndefined();
    await expect(check('postgres://a:b@db.example.test/h', { DATABASE_ALLOW_CLEAR: 'yes' })).resolves.toBeUndefined();
  });
  it('says in a sentence which setting is wrong', () => {
    expect(() => settingsFrom({ HANDRAIL_MODE: 'prod', HANDRAIL_DOCUMENTS: '/x' })).toThrow('HANDRAIL_MODE is development or production.');
    expect(() => settingsFrom({})).toThrow(/HANDRAIL_DOCUMENTS/);
    expect(() => settingsFrom({ HANDRAIL_DOCUMENTS: '/x', HANDRAIL_REQUESTS_PER_SECOND: 'many' })).toThrow(/HANDRAIL_REQUESTS_PER_SECOND/);
    expect(settingsFrom({ HANDRAIL_DOCUMENTS: '/x' }).mode).toBe('development');
  });
  it('notes in the log, once, who opens the records of more than sixty people in an hour', async () => {
    for (let n = 0; n < 63; n++) await api.ask('GET', `/api/referrals/${(await receive(api)).referralId}`, { as: 'gareth' });
    await api.ask('GET', `/api/referrals/${(await receive(api)).referralId}`, { as: 'amina' });
    const alarms = api.logged.filter((line) => line.includes('very many people'));
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toContain('"by":"gareth"');
  });
});
