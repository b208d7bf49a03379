import { act, apiUnderTest, receive, type ApiUnderTest } from './api-under-test.js';

describe('people and those who work with them', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  const detail = async (referralId: string, as = 'amina') => (await api.ask('GET', `/api/referrals/${referralId}`, { as })).body;

  it('a change of name keeps the former one, and only what was sent changes', async () => {
    const { referralId } = await receive(api, { familyName: 'Before', phone: '07700 900001' });
    const { person } = await detail(referralId);
    const changed = await api.ask('PATCH', `/api/people/${person.personId}`, { as: 'amina', body: { version: person.version, familyName: 'After', phone: '' } });
    expect(changed.body.person).toMatchObject({ familyName: 'After', phone: null, postcode: person.postcode, version: person.version + 1 });
    expect(await api.ask('PATCH', `/api/people/${person.personId}`, { as: 'amina', body: { version: person.version, familyName: 'Stale' } })).toMatchObject({ status: 409, body: { code: 'person-changed' } });
    const former = await api.database.query<{ former: unknown }>('SELECT former FROM person_change WHERE person_id = $1', [person.personId]);
    expect(former).toEqual([{ former: { familyName: 'Before', phone: '07700 900001' } }]);
    expect((await api.ask('POST', '/api/referrals/search', { as: 'amina', body: { name: 'After' } })).body.found).toHaveLength(1);
  });
  it('an NHS number told later identifies the person on each of their referrals', async () => {
    const { referralId } = await receive(api, { nhsNumber: '' });
    const { personId } = await detail(referralId);
    expect(await api.ask('POST', `/api/people/${personId}/nhs-number`, { as: 'amina', body: { nhsNumber: '123' } })).toMatchObject({ status: 200, body: { identified: false, referrals: [{ referralId, outcome: 'recorded' }] } });
    expect((await detail(referralId)).person).toMatchObject({ nhsNumber: null, nhsNumberAsSent: '123' });
    expect(await api.ask('POST', `/api/people/${personId}/nhs-number`, { as: 'amina', body: { nhsNumber: '999-000-0026' } })).toMatchObject({ status: 200, body: { identified: true } });
    const after = await detail(referralId);
    expect(after.person.nhsNumber).toBe('999 000 0026');
    expect(after.tasks.map((task: any) => task.task)).not.toContain('obtain-nhs-number');
  });
  it('two referrals can be linked to one person and un-linked again, and nothing is merged', async () => {
    const [first, second] = [await receive(api, { familyName: 'Linkfirst' }), await receive(api, { familyName: 'Linksecond' })];
    const [one, other] = [await detail(first.referralId), await detail(second.referralId)];
    const strange = await api.ask('POST', `/api/referrals/${second.referralId}/acts/link-to-person`, { as: 'amina', body: { personId: one.personId, earlierReferralId: second.referralId } });
    expect(strange).toMatchObject({ status: 400, body: { errors: [{ field: 'earlierReferralId', code: 'unknown-code' }] } });
    const linked = await act(api, second.referralId, 'link-to-person', 'amina', { personId: one.personId, earlierReferralId: first.referralId });
    expect(linked.referral).toMatchObject({ personId: one.personId, earlierReferralId: first.referralId });
    expect((await api.ask('GET', `/api/people/${one.personId}`, { as: 'amina' })).body.referrals).toHaveLength(2);
    const unlinked = await act(api, second.referralId, 'unlink-from-person', 'amina', { personId: other.personId });
    expect(unlinked.referral.personId).toBe(other.personId);
    expect((await detail(second.referralId)).person.familyName).toBe('Linksecond');
  });
  it('when somebody leaves, their strands, appointments, tasks and claims return, and nothing stays with nobody', async () => {
    const { referralId } = await receive(api);
    await act(api, referralId, 'record-clinical-screen', 'ngozi', { riskLevel: 'low', triageCode: 'E' });
    await act(api, referralId, 'accept-at-triage', 'amina', { urgency: 'routine', triageCode: 'E', pathway: 'allocation' });
    await act(api, referralId, 'allocate-at-mdt', 'judith', { reason: 'risk', lead: 0, strands: [{ discipline: 'psychotherapist', modality: 'cbt', format: 'individual', clinicianId: 'imogen' }] });
    await act(api, referralId, 'book-appointment', 'amina', { purpose: 'session', clinicianId: 'imogen', startsAt: new Date(Date.now() + 7 * 86_400_000).toISOString(), minutes: 50, mechanism: 'face-to-face', strandNo: 1 });
    const claimed = (await receive(api)).referralId;
    const screen = (await detail(claimed)).tasks.find((task: any) => task.task === 'clinical-screen');
    await api.ask('POST', `/api/tasks/${screen.taskId}/claim`, { as: 'imogen' });
    const left = await api.ask('POST', '/api/staff/imogen/leave', { as: 'priya', key: 'imogen-leaves' });
    expect(left.body).toMatchObject({ staff: { active: false, queues: [] }, referrals: [{ referralId, outcome: 'returned' }] });
    expect(left.body.claimsReleased).toBeGreaterThanOrEqual(1);
    const after = await detail(referralId);
    expect(after.strands[0].clinician).toBeNull();
    expect(after.appointments[0].outcome).toBe('cancelled');
    expect(after.tasks.map((task: any) => task.task)).toContain('take-on-strand');
    const [{ held }] = await api.database.query<{ held: number }>(`SELECT count(*)::int AS held FROM task WHERE state = 'open' AND 'imogen' IN (claimed_by, assigned_to)`) as [{ held: number }];
    expect(held).toBe(0);
    expect((await api.ask('POST', '/api/staff/imogen/leave', { as: 'priya', key: 'imogen-leaves' })).body).toEqual(left.body);
    expect((await api.ask('GET', '/api/staff', { as: 'amina' })).body.staff.find((one: any) => one.staffId === 'imogen').active).toBe(false);
  });
  it('nobody ends their own access, and a lead only that of people of their teams', async () => {
    expect(await api.ask('POST', '/api/staff/judith/leave', { as: 'judith' })).toMatchObject({ status: 409, body: { code: 'not-yourself' } });
    expect(await api.ask('POST', '/api/staff/nobody/leave', { as: 'judith' })).toMatchObject({ status: 404, body: { code: 'no-such-staff' } });
    expect(await api.ask('POST', '/api/staff/dr-hughes/leave', { as: 'judith' })).toMatchObject({ status: 404 });
  });
});
