import { apiUnderTest, receive, type ApiUnderTest } from './api-under-test.js';

const TASKS = 30; // two hundred of them stand in test/faults
const PEOPLE = Array.from({ length: 50 }, (_, n) => `secretary-${n}`);

/** A busy machine may put somebody off with 503; they ask again, as a browser would. */
async function askedUntilAnswered<Answer extends { status: number }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) { const answer = await ask(); if (answer.status !== 503) return answer; }
}

describe('fifty secretaries who want the same tasks', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await apiUnderTest();
    for (const staffId of PEOPLE) await api.database.query(`INSERT INTO staff_member (staff_id, name, roles, team_ids) VALUES ($1, $1, '{medical-secretary}', '{north-team}')`, [staffId]);
  });
  afterAll(() => api.close());

  it(`each of ${TASKS} tasks is had by one of the fifty, and the other forty-nine are told by whom`, async () => {
    for (let n = 0; n < TASKS; n++) await receive(api);
    const tasks = await api.database.query<{ id: string }>(`SELECT task_id AS id FROM task WHERE task = 'administrative-triage' AND state = 'open'`);
    expect(tasks).toHaveLength(TASKS);
    let doubles = 0;
    for (const { id } of tasks) {
      const answers = await Promise.all(PEOPLE.map(async (as) => ({ as, answer: await askedUntilAnswered(() => api.ask('POST', `/api/tasks/${id}/claim`, { as })) })));
      const winners = answers.filter(({ answer }) => answer.status === 200).map(({ as }) => as);
      if (winners.length !== 1) doubles += 1;
      const [{ holder }] = await api.database.query<{ holder: string }>('SELECT claimed_by AS holder FROM task WHERE task_id = $1', [id]) as [{ holder: string }];
      expect(holder).toBe(winners[0]);
      const losers = answers.filter(({ answer }) => answer.status === 409 && answer.body.heldBy.staffId === holder && answer.body.heldBy.since !== undefined);
      expect(losers).toHaveLength(PEOPLE.length - 1);
    }
    expect(doubles).toBe(0);
  }, 300_000);
  it('fifty who each ask for the next task get fifty different ones', async () => {
    await api.database.query(`UPDATE task SET claimed_by = NULL, claimed_at = NULL WHERE claimed_by IS NOT NULL`);
    const answers = await Promise.all(PEOPLE.map((as) => askedUntilAnswered(() => api.ask('POST', '/api/queues/medical-secretaries/claim-next', { as }))));
    expect(answers.map((one) => one.status)).toEqual(Array(PEOPLE.length).fill(200));
    expect(new Set(answers.map((one) => one.body.taskId)).size).toBe(PEOPLE.length);
  });
});
