import { act, apiUnderTest, aReferral, receive, type ApiUnderTest } from './api-under-test.js';

describe('names and words as people have them', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  const names = ['O’Brien', "O'Brien", 'Groß', 'Łukaszewicz', 'Nguyễn', 'Ngô Bảo Châu', 'Ó Súilleabháin', 'محمد', 'שָׁלוֹם', '王', 'Åsa-Lïsa', 'Zoë 🙂', 'A', '👩‍👩‍👧', 'x̌̄', 'ა', 'Null', 'undefined', 'true',
    '=HYPERLINK("http://x")', '+44', '-1', '@SUM(A1)', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '${7*7}', '{{7*7}}', "Robert'); DROP TABLE referral;--", '\\u0041', '%00', '..\\..\\etc', 'ﬀ', 'é'.repeat(200)];
  it.each(names)('%j comes back as it was sent', async (familyName) => {
    const { referralId } = await receive(api, { familyName, givenName: '' });
    const detail = await api.ask('GET', `/api/referrals/${referralId}`, { as: 'amina' });
    expect(detail.body.person.familyName).toBe(familyName.normalize('NFC'));
    expect(detail.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
  it('is found by its beginning, whatever the letters of the search do in a pattern', async () => {
    await receive(api, { familyName: 'Underscore_Name', givenName: 'Percy%' });
    const found = async (name: string) => (await api.ask('POST', '/api/referrals/search', { as: 'amina', body: { name } })).body.found.map((one: any) => one.personName);
    expect(await found('underscore_')).toEqual(['Percy% Underscore_Name']);
    expect(await found('percy%')).toEqual(['Percy% Underscore_Name']);
    expect(await found('under%name')).toEqual([]);
    expect(await found('_nderscore')).toEqual([]);
  });

  const injections = ["' OR '1'='1", "'; UPDATE referral SET stage = 'closed'; --", '1; SELECT pg_sleep(5)', '$1', '\\x27 OR 1=1', 'a\' || pg_sleep(5) || \'', '") OR ("1"="1', '*', '%%'];
  it.each(injections)('%j is only text, wherever it is sent', async (text) => {
    const before = await api.database.query('SELECT stage, count(*)::int AS n FROM referral GROUP BY stage');
    for (const body of [{ name: text }, { nhsNumber: text }, { reference: text }]) {
      const answer = await api.ask('POST', '/api/referrals/search', { as: 'amina', body });
      expect([[200, 400].includes(answer.status), answer.body.found ?? []]).toEqual([true, []]);
    }
    for (const place of [`/api/referrals/${encodeURIComponent(text)}`, `/api/queues/${encodeURIComponent(text)}/tasks`, `/api/people/${encodeURIComponent(text)}`]) expect((await api.ask('GET', place, { as: 'amina' })).status).toBe(404);
    for (const parameter of ['view', 'task', 'teamId', 'page', 'order']) expect((await api.ask('GET', `/api/queues/medical-secretaries/tasks?${parameter}=${encodeURIComponent(text)}`, { as: 'amina' })).status).toBe(400);
    expect(await api.database.query('SELECT stage, count(*)::int AS n FROM referral GROUP BY stage')).toEqual(before);
  });
  it('stays out of the log, whatever happens to it', async () => {
    const canary = 'CANARY-7f3a';
    const form = aReferral({ familyName: canary, givenName: canary, reason: canary, phone: canary, address: canary, nhsNumber: canary });
    const { referralId } = (await api.ask('POST', '/api/referrals', { as: 'amina', body: form })).body;
    await act(api, referralId, 'record-clinical-screen', 'ngozi', { riskLevel: 'low', triageCode: 'E', note: canary });
    await api.ask('POST', '/api/referrals', { as: 'amina', body: { ...form, [canary]: 1, urgency: canary } });
    await api.ask('POST', '/api/referrals/search', { as: 'amina', body: { name: canary } });
    await api.ask('GET', `/api/referrals/${canary}`, { as: 'amina' });
    await api.ask('GET', '/api/referrals', { token: canary });
    expect(api.logged.length).toBeGreaterThan(0);
    expect(api.logged.filter((line) => line.includes(canary))).toEqual([]);
  });
});
