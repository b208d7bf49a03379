import { apiUnderTest, aReferral, receive, type ApiUnderTest } from './api-under-test.js';

describe('what is sent wrongly', () => {
  let api: ApiUnderTest;
  let referralId: string;
  beforeAll(async () => { api = await apiUnderTest(); ({ referralId } = await receive(api)); });
  afterAll(() => api.close());

  const json = { 'content-type': 'application/json' };
  const post = (raw: string | Buffer, headers: Record<string, string> = json) => api.ask('POST', '/api/referrals', { as: 'amina', raw, headers });
  const rows = async () => (await api.database.query<{ n: number }>('SELECT (SELECT count(*) FROM referral)::int + (SELECT count(*) FROM person)::int + (SELECT count(*) FROM intake)::int AS n'))[0]!.n;
  const form = (more: Record<string, unknown>) => JSON.stringify(aReferral(more));
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  const bodies: [what: string, raw: string | Buffer, status: number, code: string][] = [
    ['no JSON', '{"familyName": ', 400, 'not-json'],
    ['an empty body', '', 400, 'not-json'],
    ['a list', '[]', 400, 'fields-wrong'],
    ['null', 'null', 400, 'fields-wrong'],
    ['broken UTF-8', Buffer.concat([Buffer.from('{"familyName":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]), 400, 'not-utf-8'],
    ['UTF-16', Buffer.from(form({}), 'utf16le'), 400, 'not-json'],
    ['an escaped NUL', '{"familyName":"A\\u0000B"}', 400, 'invalid-character'],
    ['half a character', '{"familyName":"A\\ud800B"}', 400, 'invalid-character'],
    ['a key twice', '{"familyName":"A","familyName":"B"}', 400, 'repeated-key'],
    ['a key twice, once escaped', '{"familyName":"A","\\u0066amilyName":"B"}', 400, 'repeated-key'],
    ['__proto__', '{"__proto__":{"teamId":"south-team"}}', 400, 'forbidden-key'],
    ['constructor inside', '{"a":{"constructor":{}}}', 400, 'forbidden-key'],
    ['40 levels', deep(40), 400, 'too-deep'],
    ['100,000 levels', deep(100_000), 400, 'too-deep'],
    ['1.5 MB', JSON.stringify({ reason: 'x'.repeat(1_500_000) }), 413, 'too-large'],
  ];
  it.each(bodies)('%s is refused and nothing is written', async (_what, raw, status, code) => {
    const before = await rows();
    expect(await post(raw)).toMatchObject({ status, body: { code } });
    expect(await rows()).toBe(before);
  });
  it('32 levels are read', async () => {
    expect(await post(deep(32))).toMatchObject({ status: 400, body: { code: 'fields-wrong' } });
  });

  const types: [what: string, headers: Record<string, string>][] = [
    ['no content type', { 'content-type': '' }], ['a form', { 'content-type': 'application/x-www-form-urlencoded' }], ['text', { 'content-type': 'text/plain' }],
    ['JSON in another alphabet', { 'content-type': 'application/json; charset=latin1' }], ['packed JSON', { ...json, 'content-encoding': 'gzip' }],
    ['something like JSON', { 'content-type': 'application/jsonp' }],
  ];
  it.each(types)('%s is refused by its type', async (_what, headers) => {
    expect(await post(form({}), headers)).toMatchObject({ status: 415, body: { code: 'wrong-content-type' } });
  });
  it('JSON said to be UTF-8 is read', async () => {
    expect((await post(form({}), { 'content-type': 'application/json; charset=utf-8' })).status).toBe(201);
  });
  it('a body without end is cut off at its limit', async () => {
    let pulled = 0;
    const endless = new ReadableStream({ pull(controller) { pulled += 1; if (pulled > 2_000) controller.close(); else controller.enqueue(new Uint8Array(65_536).fill(32)); } });
    const answer = await api.ask('POST', '/api/referrals', { as: 'amina', raw: endless, headers: json }).then((one) => one.status, () => 413); // the connection may be cut before the answer is read
    expect(answer).toBe(413);
    expect(pulled).toBeLessThan(1_000);
  });

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const fields: [what: string, more: Record<string, unknown>, field: string, code: string, allowed?: unknown][] = [ // rest parameters below: Jest takes a fifth named one for its callback
    ['no family name', { familyName: undefined }, 'familyName', 'required'],
    ['a family name of spaces', { familyName: '   ' }, 'familyName', 'required'],
    ['a family name of 201 letters', { familyName: 'é'.repeat(201) }, 'familyName', 'too-long', 'at most 200 characters'],
    ['a number for a name', { familyName: 7 }, 'familyName', 'wrong-type', 'string'],
    ['a list for a name', { familyName: ['Ng'] }, 'familyName', 'wrong-type', 'string'],
    ['an object for a name', { familyName: { toString: 'Ng' } }, 'familyName', 'wrong-type', 'string'],
    ['null for a name', { familyName: null }, 'familyName', 'wrong-type', 'string'],
    ['a line break in a name', { familyName: 'Ng\nNg' }, 'familyName', 'invalid-character'],
    ['31 February', { dateOfBirth: '1990-02-31' }, 'dateOfBirth', 'not-a-date'],
    ['a day of two-digit year', { dateOfBirth: '01/02/90' }, 'dateOfBirth', 'not-a-date'],
    ['a birthday to come', { dateOfBirth: tomorrow.slice(0, 10) }, 'dateOfBirth', 'in-future'],
    ['a receipt to come', { receivedAt: tomorrow }, 'receivedAt', 'in-future'],
    ['a time without offset', { receivedAt: '2026-01-01T10:00:00' }, 'receivedAt', 'not-a-time'],
    ['an unknown ethnicity', { ethnicity: 'Q' }, 'ethnicity', 'unknown-code', expect.arrayContaining(['A', 'Z', '99'])],
    ['an unknown urgency', { urgency: 'very' }, 'urgency', 'unknown-code', ['routine', 'urgent']],
    ['no urgency', { urgency: undefined }, 'urgency', 'required', ['routine', 'urgent']],
    ['a reason of 10,001 letters', { reason: 'x'.repeat(10_001) }, 'reason', 'too-long', 'at most 10000 characters'],
    ['a bell in the reason', { reason: 'a\u0007' }, 'reason', 'invalid-character'],
    ['maybe for a risk', { riskSuicide: 'maybe' }, 'riskSuicide', 'unknown-code', ['yes', 'no', 'true', 'false']],
    ['a field that is none', { stage: 'closed' }, 'stage', 'unknown-field', expect.arrayContaining(['familyName'])],
    ['a column name', { created_by: 'me' }, 'created_by', 'unknown-field'],
    ['a team that is not there', { teamId: 'east-team' }, 'teamId', 'unknown-code'],
  ];
  it.each(fields)('%s is told with the field and what is allowed', async (...[, more, field, code, allowed]) => {
    const before = await rows();
    const answer = await post(form(more));
    expect(answer).toMatchObject({ status: 400, body: { code: 'fields-wrong' } });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field, code, ...(allowed !== undefined && { allowed }) }));
    expect(await rows()).toBe(before);
  });
  it('every wrong field is told at once', async () => {
    const answer = await post(form({ familyName: '', urgency: 'x', dateOfBirth: 'y' }));
    expect(answer.body.errors.map((one: any) => one.field).sort()).toEqual(['dateOfBirth', 'familyName', 'urgency']);
  });

  it('an act with a wrong body names the place inside it', async () => {
    const answer = await api.ask('POST', `/api/referrals/${referralId}/acts/allocate-at-mdt`, { as: 'judith', body: { reason: 'risk', lead: 0, strands: [{ discipline: 'psychotherapist', modality: 'alchemy', format: 'individual' }] } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'strands.0.modality', code: 'unknown-code', allowed: expect.arrayContaining(['cbt']) }] } });
  });
  it('an act with more words than it takes, or words where it takes none, is refused', async () => {
    const at = `/api/referrals/${referralId}/acts`;
    expect(await api.ask('POST', `${at}/dismiss-duplicate`, { as: 'amina', body: { note: 'x' } })).toMatchObject({ status: 400, body: { errors: [{ field: 'note', code: 'unknown-field' }] } });
    expect(await api.ask('POST', `${at}/escalate-to-duty-clinician`, { as: 'ngozi', body: { note: 'x'.repeat(1_048_577) } })).toMatchObject({ status: 400, body: { errors: [{ field: 'note', code: 'too-long' }] } });
    expect(await api.ask('POST', `${at}/escalate-to-duty-clinician`, { as: 'ngozi', body: { note: 'x'.repeat(2_200_000) } })).toMatchObject({ status: 413 });
    expect(await api.ask('POST', `${at}/sign-note`, { as: 'ngozi', body: { appointmentNo: 1 } })).toMatchObject({ status: 400, body: { errors: [{ field: 'note', code: 'required' }] } });
  });
  it('a note of a million characters survives unchanged', async () => {
    const note = 'Ä long näme 🙂 '.repeat(70_000).trim();
    const { referralId: other } = await receive(api);
    expect((await api.ask('POST', `/api/referrals/${other}/acts/escalate-to-duty-clinician`, { as: 'ngozi', body: { note } })).status).toBe(200);
    const read = await api.ask('GET', `/api/referrals/${other}/notes`, { as: 'ngozi' });
    expect(read.body.notes[0].words === note).toBe(true);
  });

  const keys = ['', 'short', 'with space in it', 'x'.repeat(129), 'tab\tinside-it', 'ümlaut-key'];
  it.each(keys)('the key %j is refused for an act', async (key) => {
    const headers: Record<string, string> = key === 'ümlaut-key' || key === '' ? {} : { 'idempotency-key': key };
    const answer = await api.ask('POST', `/api/referrals/${referralId}/acts/escalate-to-duty-clinician`, { as: 'ngozi', key: '', body: {}, headers });
    expect(answer).toMatchObject({ status: 400, body: { code: 'key-missing' } });
  });

  const unknown = ['/api/referrals/HR-999999', '/api/referrals/00000000-0000-4000-8000-000000000000', '/api/referrals/undefined', '/api/referrals/null', '/api/referrals/%7B%7D', '/api/referrals/1', "/api/referrals/HR-1'--", '/api/people/00000000-0000-4000-8000-000000000000', '/api/people/x'];
  it.each(unknown)('%s is not there', async (path) => {
    expect((await api.ask('GET', path, { as: 'amina' })).status).toBe(404);
  });
  it('an address that cannot be read, or is none, is answered without a defect', async () => {
    for (const path of ['/api/referrals/%E0%A4%A', '/api/.%252e/health', '/api//referrals', '/api/nothing', '/nothing']) {
      const answer = await api.ask('GET', path, { as: 'amina' });
      expect([path, [400, 404].includes(answer.status)]).toEqual([path, true]);
    }
  });
  it('a parameter given twice, or in the shape of a list or an object, is refused', async () => {
    for (const query of ['view=mine&view=team', 'view[]=mine', 'view[a]=mine', '__proto__[x]=1', 'page=']) {
      expect([query, (await api.ask('GET', `/api/queues/medical-secretaries/tasks?${query}`, { as: 'amina' })).status]).toEqual([query, 400]);
    }
  });
});
