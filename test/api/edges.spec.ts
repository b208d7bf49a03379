import { controllers } from '../../apps/api/src/app.module.js';
import { methodsAt, routesOf } from '../../apps/api/src/arriving/route-table.js';
import net from 'node:net';
import { act, apiUnderTest, receive, type ApiUnderTest } from './api-under-test.js';

const nothing = '00000000-0000-4000-8000-000000000000';
const routes = routesOf(controllers);
const addresses = [...new Set(routes.map(({ path }) => path.replace(/:\w+/g, nothing)))];

describe('every address', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  it('answers a method it does not know with 405 and those it does', async () => {
    for (const address of addresses) {
      const known = methodsAt(routes, address);
      for (const method of ['PUT', 'DELETE', 'OPTIONS', 'GET', 'POST', 'PATCH'].filter((one) => !known.includes(one))) {
        const answer = await api.ask(method, address, { as: 'amina' });
        expect([method, address, answer.status, answer.headers.get('allow')]).toEqual([method, address, 405, known.join(', ')]);
      }
    }
  }, 60_000);
  it('asks HEAD, upper case and a closing slash for the same token as GET', async () => {
    for (const { path } of routes.filter(({ method, needs }) => method === 'GET' && !('open' in needs))) {
      const address = path.replace(/:\w+/g, nothing);
      expect([address, (await api.ask('HEAD', address)).status]).toEqual([address, 401]);
      for (const variant of [address.toUpperCase(), `${address}/`, address.replace('/api', '/API')]) expect([variant, (await api.ask('GET', variant)).status]).toEqual([variant, 401]);
    }
  });
  it('does not know TRACE', async () => {
    const { port } = new URL(api.address);
    const said = await new Promise<string>((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => { socket.write('TRACE /api/queues HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'); });
      let text = '';
      socket.on('data', (bytes) => { text += bytes.toString(); }).on('close', () => { resolve(text); });
    });
    expect(said).toMatch(/^HTTP\/1\.1 405/);
  });
  it('answers with headers that keep it out of caches, frames and other pages', async () => {
    for (const answer of [await api.ask('GET', '/api/queues', { as: 'amina' }), await api.ask('GET', '/api/queues'), await api.ask('GET', '/nowhere'), await api.ask('GET', '/health')]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self';object-src 'none';base-uri 'none';frame-ancestors 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('strict-transport-security')).toContain('includeSubDomains');
      expect(answer.headers.get('x-powered-by')).toBeNull();
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('content-type')).toMatch(/; charset=utf-8$/);
    }
  });
  it('never shows where in the code something went wrong', async () => {
    const { referralId } = await receive(api);
    await api.database.withClient((client) => client.query(`UPDATE referral SET state = '{"broken":true}' WHERE referral_id = $1`, [referralId]));
    const answer = await api.ask('GET', `/api/referrals/${referralId}`, { as: 'priya' });
    expect(answer).toMatchObject({ status: 500, body: { code: 'defect', reference: expect.stringMatching(/^[0-9a-f]{12}$/) } });
    expect(answer.text).not.toMatch(/\.ts|\.js|node_modules|Error/);
    expect(api.logged.some((line) => line.includes(answer.body.reference))).toBe(true);
  });
});

describe('reading', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  it('shows where a referral stands, what comes next and by when, and what I may do', async () => {
    const { referralId, reference } = await receive(api, { needsHelpToday: true });
    const seen = await api.ask('GET', `/api/referrals/${reference}`, { as: 'ngozi' });
    expect(seen.body).toMatchObject({ referralId, stage: 'awaiting-triage', stageName: 'Awaiting triage', nextStep: { task: 'duty-contact', queue: 'duty-clinicians' }, riskIsPresent: true, referrer: { name: 'Dr Made Up' } });
    expect(seen.headers.get('etag')).toBe(`"${seen.body.version}"`);
    expect(seen.body.allowedActs).toEqual(expect.arrayContaining(['record-clinical-screen', 'record-duty-contact']));
    expect((await api.ask('GET', `/api/referrals/${reference}`, { as: 'amina' })).body.allowedActs).not.toContain('record-duty-contact');
  });
  it('shows what happened in its order, with who did it', async () => {
    const { referralId } = await receive(api);
    await act(api, referralId, 'record-clinical-screen', 'ngozi', { riskLevel: 'low', triageCode: 'E', note: 'Words of a clinician' });
    const { body } = await api.ask('GET', `/api/referrals/${referralId}/timeline`, { as: 'amina' });
    expect(body.entries.map((entry: any) => entry.seq)).toEqual(body.entries.map((_: unknown, n: number) => n + 1));
    expect(body.entries[0]).toMatchObject({ type: 'referral-received', act: 'receive', by: { name: 'Amina Yusuf' } });
    expect(body.entries.find((entry: any) => entry.type === 'clinically-screened')).toMatchObject({ by: { name: 'Ngozi Okafor' }, detail: { riskLevel: 'low' } });
    expect(JSON.stringify(body)).not.toContain('Words of a clinician');
    const later = await api.ask('GET', `/api/referrals/${referralId}/timeline?after=3`, { as: 'amina' });
    expect(later.body.entries[0].seq).toBe(4);
  });
  it('finds a referral by name, NHS number and reference, and asks for one of them', async () => {
    const { reference } = await receive(api, { familyName: 'Achterberg', givenName: 'Lotte', nhsNumber: '999 000 0018' });
    for (const body of [{ name: 'achter' }, { name: 'lot achterb' }, { nhsNumber: '9990000018' }, { reference: reference.toLowerCase() }]) {
      expect((await api.ask('POST', '/api/referrals/search', { as: 'amina', body })).body.found.map((one: any) => one.reference)).toEqual([reference]);
    }
    expect(await api.ask('POST', '/api/referrals/search', { as: 'amina', body: {} })).toMatchObject({ status: 400, body: { errors: [{ code: 'required' }] } });
  });
  it('tells what the service promises and every word it uses', async () => {
    expect((await api.ask('GET', '/api/policy', { as: 'amina' })).body).toMatchObject({ teamId: 'north-team', version: 1, policy: { triageWorkingDays: 1 } });
    expect((await api.ask('GET', '/api/policy?teamId=moon', { as: 'amina' })).status).toBe(400);
    const words = (await api.ask('GET', '/api/vocabulary')).body;
    expect(words.modalities.map((one: any) => one.code)).toContain('psychoanalytic');
    expect(words.tasks.every((one: any) => one.closedBy.every((route: string) => words.acts.some((known: any) => known.code === route)))).toBe(true);
  });
});
