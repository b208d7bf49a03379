import { act, apiUnderTest, receive, type ApiUnderTest } from './api-under-test.js';

describe('an act over HTTP', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  const screen = { riskLevel: 'low', triageCode: 'E' };
  const acceptance = { urgency: 'routine', triageCode: 'E', pathway: 'assessment' };

  it('is carried out at once, and the conductor is told with the same command', async () => {
    const { referralId } = await receive(api);
    const done = await act(api, referralId, 'record-clinical-screen', 'ngozi', { ...screen, note: 'No plans, no means.' });
    expect(done).toMatchObject({ repeated: false, events: expect.arrayContaining(['clinically-screened']), referral: { riskLevel: 'low', stage: 'awaiting-triage' } });
    expect(api.told.at(-1)).toEqual({ referralId, commandId: done.commandId, act: 'recordClinicalScreen' });
    const accepted = await act(api, referralId, 'accept-at-triage', 'amina', acceptance);
    expect(accepted.referral).toMatchObject({ stage: 'awaiting-assessment', urgency: 'routine' });
    expect(accepted.allowedActs).toContain('record-opt-in');
  });
  it('may be named by the reference too', async () => {
    const { reference } = await receive(api);
    expect((await api.ask('POST', `/api/referrals/${reference.toLowerCase()}/acts/record-clinical-screen`, { as: 'ngozi', body: screen })).status).toBe(200);
  });
  it('sent twice with one key is carried out once', async () => {
    const { referralId } = await receive(api);
    const send = () => api.ask('POST', `/api/referrals/${referralId}/acts/record-clinical-screen`, { as: 'ngozi', key: 'screen-form-1', body: { ...screen, note: 'Once.' } });
    const [first, second] = [await send(), await send()];
    expect([first.body.repeated, second.body.repeated]).toEqual([false, true]);
    expect(second.body.events).toEqual(first.body.events);
    expect(second.body.position.seq).toBe(first.body.position.seq);
    const notes = await api.database.query('SELECT 1 FROM clinical_note WHERE referral_id = $1', [referralId]);
    expect(notes).toHaveLength(1);
  });
  it('sent ten times at once with one key is carried out once', async () => {
    const { referralId } = await receive(api);
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.ask('POST', `/api/referrals/${referralId}/acts/record-clinical-screen`, { as: 'ngozi', key: 'ten-at-once', body: screen })));
    expect(answers.map((one) => one.status)).toEqual(Array(10).fill(200));
    expect(answers.filter((one) => !one.body.repeated)).toHaveLength(1);
  });
  it('with a used key and other words, or another command, is refused', async () => {
    const { referralId } = await receive(api);
    const send = (body: object) => api.ask('POST', `/api/referrals/${referralId}/acts/record-clinical-screen`, { as: 'ngozi', key: 'screen-form-2', body });
    await send({ ...screen, note: 'First words.' });
    for (const body of [{ ...screen, note: 'Other words.' }, { ...screen, riskLevel: 'high' }]) expect(await send(body)).toMatchObject({ status: 422, body: { code: 'key-reused' } });
  });
  it('lets two people use the same key on the same referral', async () => {
    const { referralId } = await receive(api);
    const send = (as: string, name: string, body: object) => api.ask('POST', `/api/referrals/${referralId}/acts/${name}`, { as, key: 'same-key-1', body });
    expect((await send('ngozi', 'record-clinical-screen', screen)).status).toBe(200);
    expect((await send('amina', 'accept-at-triage', acceptance)).status).toBe(200);
  });
  it('at the wrong stage is refused with what is allowed now', async () => {
    const { referralId } = await receive(api);
    const answer = await api.ask('POST', `/api/referrals/${referralId}/acts/record-referrer-reply`, { as: 'ngozi' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'stage-does-not-allow', detail: expect.stringContaining('stage'), allowed: expect.arrayContaining(['record-clinical-screen']) } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });
  it('by somebody whose role does not allow it is refused before anything is read', async () => {
    const { referralId } = await receive(api);
    const answer = await api.ask('POST', `/api/referrals/${referralId}/acts/record-clinical-screen`, { as: 'amina', body: 'not even a body' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'role-does-not-allow' } });
  });
  it('without a risk on record is refused as incomplete to a clinician, naming the field', async () => {
    const { referralId } = await receive(api);
    const answer = await api.ask('POST', `/api/referrals/${referralId}/acts/accept-at-triage`, { as: 'ngozi', body: acceptance });
    expect(answer).toMatchObject({ status: 422, body: { code: 'screen-first', fields: ['riskLevel'] } });
  });
  it('on a referral of another team is answered as if there were none', async () => {
    const { referralId } = await receive(api);
    expect(await api.ask('POST', `/api/referrals/${referralId}/acts/record-review`, { as: 'leon', body: { kind: 'end', strandNo: 1, outcome: 'end' } })).toMatchObject({ status: 404, body: { code: 'no-such-referral' } });
    expect(await api.ask('POST', '/api/referrals/HR-999999/acts/record-review', { as: 'leon', body: { kind: 'end', strandNo: 1, outcome: 'end' } })).toMatchObject({ status: 404, body: { code: 'no-such-referral' } });
  });
  it('on an old version is refused with what changed; on the version that was seen it is carried out', async () => {
    const { referralId } = await receive(api);
    const seen = (await act(api, referralId, 'record-clinical-screen', 'ngozi', screen)).referral.version;
    const changed = await act(api, referralId, 'escalate-to-duty-clinician', 'callum');
    const send = (version: number, key: string) => api.ask('POST', `/api/referrals/${referralId}/acts/accept-at-triage`, { as: 'amina', key, body: acceptance, headers: { 'if-match': `"${version}"` } });
    const stale = await send(seen, 'stale-form-1');
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale', version: changed.referral.version } });
    expect(stale.body.changed.map((one: { type: string }) => one.type)).toContain('escalated-to-duty-clinician');
    expect((await send(changed.referral.version, 'stale-form-1')).status).toBe(200);
    expect((await send(changed.referral.version, 'stale-form-1')).body.repeated).toBe(true);
  });
  it('that completes a task somebody else holds is refused with who has it and since when', async () => {
    const { referralId } = await receive(api);
    const [task] = await api.database.query<{ id: string }>(`UPDATE task SET claimed_by = 'gareth', claimed_at = now() WHERE referral_id = $1 AND task = 'administrative-triage' RETURNING task_id AS id`, [referralId]).then((rows) => rows.flat() as { id: string }[]);
    expect(task).toBeDefined();
    await act(api, referralId, 'record-clinical-screen', 'ngozi', screen);
    const answer = await api.ask('POST', `/api/referrals/${referralId}/acts/accept-at-triage`, { as: 'amina', body: acceptance });
    expect(answer).toMatchObject({ status: 409, body: { code: 'held-by-another', heldBy: { staffId: 'gareth', name: 'Gareth Pryce', since: expect.stringMatching(/Z$/) } } });
  });
  it('that names a person, a team or a referral that is not there is a wrong field, not a defect', async () => {
    const { referralId } = await receive(api);
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const [name, as, body, field] of [['link-to-person', 'amina', { personId: nobody }, 'personId'], ['mark-as-duplicate', 'amina', { duplicateOf: nobody }, 'duplicateOf'], ['transfer-team', 'judith', { teamId: 'nowhere' }, 'teamId'], ['adopt-policy', 'marcus', { version: 77 }, 'version']] as const) {
      expect(await api.ask('POST', `/api/referrals/${referralId}/acts/${name}`, { as, body })).toMatchObject({ status: 400, body: { errors: [{ field, code: 'unknown-code' }] } });
    }
  });
  it('with the right NHS number identifies the person and closes its task', async () => {
    const { referralId } = await receive(api, { nhsNumber: '' });
    const done = await act(api, referralId, 'record-nhs-number', 'amina', { nhsNumber: '999 000 0018' });
    expect(done.referral.tasks.map((task: { task: string }) => task.task)).not.toContain('obtain-nhs-number');
    const other = await receive(api, { nhsNumber: '9990000018' });
    expect(other.flags).toContain('same-nhs-number');
  });
});
