import { apiUnderTest, aReferral, receive, type ApiUnderTest } from './api-under-test.js';

describe('receiving a referral over HTTP', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  it('answers with our reference, and the conductor is begun', async () => {
    const answer = await api.ask('POST', '/api/referrals', { as: 'amina', body: aReferral({ nhsNumber: '' }) });
    expect(answer.status).toBe(201);
    expect(answer.body.reference).toMatch(/^HR-\d{6}$/);
    expect(answer.body.flags).toContain('nhs-number-missing');
    expect(answer.body.allowedActs).toContain('accept-at-triage');
    expect(answer.headers.get('location')).toBe(`/api/referrals/${answer.body.reference}`);
    expect(api.told.at(-1)).toEqual({ referralId: answer.body.referralId });
  });
  it('gives the same receipt when the same form is sent again, and writes nothing', async () => {
    const form = aReferral();
    const [first, second] = [await api.ask('POST', '/api/referrals', { as: 'amina', key: 'form-0001', body: form }), await api.ask('POST', '/api/referrals', { as: 'amina', key: 'form-0001', body: form })];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toMatchObject({ outcome: 'already-received', reference: first.body.reference });
  });
  it('receives one referral when fifty copies of one form arrive at once', async () => {
    const form = aReferral();
    const answers = await Promise.all(Array.from({ length: 50 }, () => api.ask('POST', '/api/referrals', { as: 'gp-system', key: 'fifty-copies', body: form })));
    expect(answers.filter((one) => one.status === 201)).toHaveLength(1);
    expect(answers.filter((one) => one.status === 200)).toHaveLength(49);
    expect(new Set(answers.map((one) => one.body.reference)).size).toBe(1);
  });
  it('refuses other content under a key that was used', async () => {
    await api.ask('POST', '/api/referrals', { as: 'amina', key: 'form-0002', body: aReferral() });
    const answer = await api.ask('POST', '/api/referrals', { as: 'amina', key: 'form-0002', body: aReferral() });
    expect(answer).toMatchObject({ status: 422, body: { code: 'reused' } });
  });
  it('lets two senders use the same key of their own', async () => {
    const answers = [await api.ask('POST', '/api/referrals', { as: 'amina', key: 'A-1', body: aReferral() }), await api.ask('POST', '/api/referrals', { as: 'gp-system', key: 'A-1', body: aReferral() })];
    expect(answers.map((one) => one.status)).toEqual([201, 201]);
  });
  it('never turns a person away for a wrong NHS number', async () => {
    const receipt = await receive(api, { nhsNumber: '999 000 0000' });
    expect(receipt.flags).toContain('nhs-number-wrong');
  });
});
