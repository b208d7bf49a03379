import { act, apiUnderTest, receive, type ApiUnderTest } from './api-under-test.js';

describe('the queues', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  const queue = (name: string, as: string, query = '') => api.ask('GET', `/api/queues/${name}/tasks${query}`, { as });
  const triageOf = async (referralId: string) => {
    const detail = await api.ask('GET', `/api/referrals/${referralId}`, { as: 'amina' });
    return detail.body.tasks.find((task: { task: string }) => task.task === 'administrative-triage').taskId as string;
  };

  it('show a page of 25 with the due first, and lead through all of them without a gap or a repeat', async () => {
    for (let n = 0; n < 30; n++) await receive(api);
    const first = (await queue('medical-secretaries', 'amina', '?task=administrative-triage')).body;
    expect(first.tasks).toHaveLength(25);
    const second = (await queue('medical-secretaries', 'amina', `?task=administrative-triage&page=${first.next}`)).body;
    const all = [...first.tasks, ...second.tasks];
    expect(new Set(all.map((task) => task.taskId)).size).toBe(30);
    expect(second.next).toBeNull();
    expect(all.map((task) => task.dueAt)).toEqual(all.map((task) => task.dueAt).sort());
    expect(first.total).toBe(30);
  });
  it('count what is available, mine and overdue', async () => {
    const { referralId } = await receive(api);
    const before = (await api.ask('GET', '/api/queues', { as: 'amina' })).body.queues.find((one: any) => one.queue === 'medical-secretaries' && one.teamId === 'north-team');
    await api.ask('POST', `/api/tasks/${await triageOf(referralId)}/claim`, { as: 'amina' });
    const after = (await api.ask('GET', '/api/queues', { as: 'amina' })).body.queues.find((one: any) => one.queue === 'medical-secretaries' && one.teamId === 'north-team');
    expect(after).toMatchObject({ available: before.available - 1, mine: before.mine + 1, mayTake: true, name: 'Medical secretaries' });
  });
  it('tell the loser of a claim who has the task and since when', async () => {
    const taskId = await triageOf((await receive(api)).referralId);
    expect(await api.ask('POST', `/api/tasks/${taskId}/claim`, { as: 'amina' })).toMatchObject({ status: 200, body: { claimedBy: { name: 'Amina Yusuf' } } });
    expect(await api.ask('POST', `/api/tasks/${taskId}/claim`, { as: 'gareth' })).toMatchObject({ status: 409, body: { code: 'task-held', heldBy: { staffId: 'amina', name: 'Amina Yusuf', since: expect.stringMatching(/Z$/) } } });
  });
  it('give two people who ask for the next task two tasks, and the same task to a repeated asking', async () => {
    await receive(api);
    await receive(api);
    const [one, other] = await Promise.all(['amina', 'gareth'].map((as) => api.ask('POST', '/api/queues/medical-secretaries/claim-next', { as, key: 'next-please-1' })));
    expect(one!.body.taskId).not.toBe(other!.body.taskId);
    expect((await api.ask('POST', '/api/queues/medical-secretaries/claim-next', { as: 'amina', key: 'next-please-1' })).body.taskId).toBe(one!.body.taskId);
    expect((await api.ask('GET', '/api/tasks/mine', { as: 'amina' })).body.tasks.map((task: any) => task.taskId)).toContain(one!.body.taskId);
  });
  it('say so when there is nothing to claim', async () => {
    expect(await api.ask('POST', '/api/queues/psychiatrist/claim-next', { as: 'victor' })).toMatchObject({ status: 409, body: { code: 'nothing-to-claim' } });
  });
  it('never let a secretary hold a clinician’s task', async () => {
    const { referralId } = await receive(api);
    const detail = await api.ask('GET', `/api/referrals/${referralId}`, { as: 'amina' });
    const screen = detail.body.tasks.find((task: any) => task.task === 'clinical-screen').taskId;
    expect(await api.ask('POST', `/api/tasks/${screen}/claim`, { as: 'amina' })).toMatchObject({ status: 403, body: { code: 'not-of-the-queue' } });
    expect(await api.ask('POST', '/api/queues/duty-clinicians/claim-next', { as: 'amina' })).toMatchObject({ status: 403 });
    expect(await api.ask('POST', `/api/tasks/${screen}/reassign`, { as: 'judith', body: { to: 'amina' } })).toMatchObject({ status: 409, body: { code: 'not-of-the-queue', fields: ['to'] } });
  });
  it('take a released task back; releasing again changes nothing; another person’s task is not mine to release', async () => {
    const taskId = await triageOf((await receive(api)).referralId);
    await api.ask('POST', `/api/tasks/${taskId}/claim`, { as: 'amina' });
    expect(await api.ask('POST', `/api/tasks/${taskId}/release`, { as: 'gareth' })).toMatchObject({ status: 409, body: { code: 'task-not-held', heldBy: { staffId: 'amina' } } });
    for (let n = 0; n < 2; n++) expect(await api.ask('POST', `/api/tasks/${taskId}/release`, { as: 'amina' })).toMatchObject({ status: 200, body: { claimedBy: null, claimedAt: null } });
  });
  it('refuse a claim on a version of the task that is no longer', async () => {
    const taskId = await triageOf((await receive(api)).referralId);
    await api.ask('POST', `/api/tasks/${taskId}/claim`, { as: 'gareth' });
    await api.ask('POST', `/api/tasks/${taskId}/release`, { as: 'gareth' });
    expect(await api.ask('POST', `/api/tasks/${taskId}/claim`, { as: 'amina', body: { version: 1 } })).toMatchObject({ status: 409, body: { code: 'task-changed' } });
  });
  it('let a lead reassign one task and many, with a result for each', async () => {
    const taskIds = [await triageOf((await receive(api)).referralId), await triageOf((await receive(api)).referralId)];
    expect(await api.ask('POST', `/api/tasks/${taskIds[0]}/reassign`, { as: 'judith', body: { to: 'gareth' } })).toMatchObject({ status: 200, body: { claimedBy: { staffId: 'gareth' } } });
    const unknown = '00000000-0000-4000-8000-000000000000';
    const answer = await api.ask('POST', '/api/tasks/bulk-reassign', { as: 'judith', body: { taskIds: [...taskIds, unknown], to: 'amina' } });
    expect(answer.body.results).toEqual([{ taskId: taskIds[0], outcome: 'reassigned' }, { taskId: taskIds[1], outcome: 'reassigned' }, { taskId: unknown, outcome: 'not-reassigned', code: 'no-such-task', detail: 'There is no such task.' }]);
    expect(await api.ask('POST', '/api/tasks/bulk-reassign', { as: 'judith', body: { taskIds, to: 'nobody' } })).toMatchObject({ status: 400, body: { errors: [{ field: 'to', code: 'unknown-code' }] } });
  });
  it('put a task aside until a day, and keep comments that only the team reads', async () => {
    const taskId = await triageOf((await receive(api)).referralId);
    expect((await api.ask('POST', `/api/tasks/${taskId}/follow-up`, { as: 'amina', body: { followUpOn: '2099-12-31' } })).status).toBe(200);
    expect((await queue('medical-secretaries', 'amina', '?view=team&task=administrative-triage')).body.tasks.length).toBeGreaterThan(0);
    const words = 'Rang the surgery; they ring back.';
    const [first, second] = [await api.ask('POST', `/api/tasks/${taskId}/comments`, { as: 'amina', key: 'comment-0001', body: { words } }), await api.ask('POST', `/api/tasks/${taskId}/comments`, { as: 'amina', key: 'comment-0001', body: { words } })];
    expect([first.status, second.body.commentId]).toEqual([201, first.body.commentId]);
    expect((await api.ask('GET', `/api/tasks/${taskId}/comments`, { as: 'gareth' })).body.comments).toMatchObject([{ words, by: { name: 'Amina Yusuf' } }]);
    expect((await api.ask('GET', `/api/tasks/${taskId}/comments`, { as: 'leon' })).status).toBe(404);
    expect(await api.ask('POST', `/api/tasks/${taskId}/comments`, { as: 'amina', key: 'comment-0001', body: { words: 'Something else.' } })).toMatchObject({ status: 422, body: { code: 'key-reused' } });
    const [kept] = await api.database.query<{ response: unknown }>(`SELECT response FROM idempotency WHERE key = 'comment-0001'`);
    expect(JSON.stringify(kept)).not.toContain('surgery');
  });
  it('refuse a mark of a page that we never gave, a queue that is none, and a task of another team', async () => {
    expect(await queue('medical-secretaries', 'amina', '?page=bm90aGluZw')).toMatchObject({ status: 400, body: { errors: [{ field: 'page' }] } });
    expect(await queue('astrologers', 'amina')).toMatchObject({ status: 404, body: { code: 'no-such-queue' } });
    expect(await queue('medical-secretaries', 'amina', '?order=desc')).toMatchObject({ status: 400, body: { errors: [{ field: 'order', code: 'unknown-field' }] } });
    const { referralId } = await receive(api, { teamId: 'south-team' }, 'gareth');
    const south = (await api.ask('GET', `/api/referrals/${referralId}`, { as: 'gareth' })).body.tasks[0].taskId;
    expect(await api.ask('POST', `/api/tasks/${south}/claim`, { as: 'amina' })).toMatchObject({ status: 404, body: { code: 'no-such-task' } });
  });
  it('show a manager no names of patients', async () => {
    const { tasks } = (await queue('medical-secretaries', 'marcus', '?view=team')).body;
    expect(tasks.length).toBeGreaterThan(0);
    expect(tasks.every((task: any) => task.personName === null)).toBe(true);
  });
  it('close the task that an act completes, for everybody', async () => {
    const { referralId } = await receive(api);
    const taskId = await triageOf(referralId);
    await act(api, referralId, 'record-clinical-screen', 'ngozi', { riskLevel: 'low', triageCode: 'E' });
    await act(api, referralId, 'accept-at-triage', 'amina', { urgency: 'routine', triageCode: 'E', pathway: 'assessment' });
    expect(await api.ask('POST', `/api/tasks/${taskId}/claim`, { as: 'gareth' })).toMatchObject({ status: 409, body: { code: 'task-closed' } });
  });
});
