import pg from 'pg';
import { apiUnderTest, aReferral, receive, type ApiUnderTest } from './api-under-test.js';
import { cuttableLine, type CuttableLine } from './cuttable-line.js';

const screen = { riskLevel: 'low', triageCode: 'E' };

describe('when the record cannot be reached', () => {
  let api: ApiUnderTest;
  let line: CuttableLine;
  beforeAll(async () => { api = await apiUnderTest({}, async (url) => { line = await cuttableLine(url); return line.url; }); });
  afterAll(async () => { line.mend(); await api.close(); await line.close(); });

  it('everything answers 503, says when to come again, and the same form is received afterwards, once', async () => {
    const form = aReferral();
    const { referralId } = await receive(api);
    const send = () => api.ask('POST', '/api/referrals', { as: 'amina', key: 'outage-form', body: form });
    line.cut();
    const answers = await Promise.all([send(), api.ask('GET', '/api/queues', { as: 'amina' }), api.ask('GET', `/api/referrals/${referralId}`, { as: 'amina' }), api.ask('POST', `/api/referrals/${referralId}/acts/record-clinical-screen`, { as: 'ngozi', body: screen })]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'record-away' } });
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    expect(await api.ask('GET', '/health/ready')).toMatchObject({ status: 503, body: { database: 'away', stage: 'not-ready' } });
    expect((await api.ask('GET', '/health')).status).toBe(200);
    line.mend();
    expect((await send()).status).toBe(201);
    expect((await send()).body.outcome).toBe('already-received');
  }, 30_000);
  it('lines cut in the middle of many acts lose none and double none', async () => {
    const { referralId } = await receive(api);
    const acts = Array.from({ length: 40 }, (_, n) => `cut-act-${String(n).padStart(4, '0')}`);
    const send = (key: string) => api.ask('POST', `/api/referrals/${referralId}/acts/record-outcome-measure`, { as: 'ngozi', key, body: { measure: 'phq-9', total: 5 } });
    const untilDone = async (key: string, n: number) => {
      await new Promise((resolve) => { setTimeout(resolve, n * 20); });
      for (;;) { const { status } = await send(key); if (status === 200) return; await new Promise((resolve) => { setTimeout(resolve, 50); }); }
    };
    const cutting = (async () => { for (let n = 0; n < 6; n++) { await new Promise((resolve) => { setTimeout(resolve, 120); }); line.cut(); await new Promise((resolve) => { setTimeout(resolve, 30); }); line.mend(); } })();
    await Promise.all([...acts.map(untilDone), cutting]);
    const [{ n }] = await api.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM referral_event WHERE referral_id = $1 AND type = 'outcome-measure-recorded'`, [referralId]) as [{ n: number }];
    expect(n).toBe(40);
  }, 60_000);
  it('a referral locked by somebody else makes its acts wait two seconds at most, and only its own', async () => {
    const [locked, other] = [await receive(api), await receive(api)];
    const holder = new pg.Client(api.fresh.ownerUrl);
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM referral WHERE referral_id = $1 FOR UPDATE', [locked.referralId]);
      const waiting = Array.from({ length: 8 }, () => api.ask('POST', `/api/referrals/${locked.referralId}/acts/record-clinical-screen`, { as: 'ngozi', body: screen }));
      expect((await api.ask('POST', `/api/referrals/${other.referralId}/acts/record-clinical-screen`, { as: 'ngozi', body: screen })).status).toBe(200);
      // the lock is still held: that act waited for nobody
      expect((await Promise.all(waiting)).map((one) => one.status)).toEqual(Array(8).fill(503));
    } finally { await holder.query('ROLLBACK'); await holder.end(); }
    expect((await api.ask('POST', `/api/referrals/${locked.referralId}/acts/record-clinical-screen`, { as: 'ngozi', body: screen })).status).toBe(200);
  }, 30_000);
  it('more acts at once on one referral than may wait are told to come again', async () => {
    const { referralId } = await receive(api);
    const answers = await Promise.all(Array.from({ length: 60 }, () => api.ask('POST', `/api/referrals/${referralId}/acts/record-outcome-measure`, { as: 'ngozi', body: { measure: 'phq-9', total: 5 } })));
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([200, 429]));
    const refused = answers.find((one) => one.status === 429)!;
    expect(refused.body.code).toBe('too-much-at-once');
    expect(refused.headers.get('retry-after')).toBe('1');
  });
});

describe('when one person asks too often', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest({ requestsPerSecond: 5 }); });
  afterAll(() => api.close());
  it('they are told to wait, and nobody else is', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => api.ask('GET', '/api/staff', { as: 'amina' })));
    expect(answers.filter((one) => one.status === 200).length).toBeGreaterThanOrEqual(10);
    expect(answers.filter((one) => one.status === 429).length).toBeGreaterThan(10);
    expect((await api.ask('GET', '/api/staff', { as: 'gareth' })).status).toBe(200);
  });
});
