import { randomUUID } from 'node:crypto';
import { forgetOldAnswers, once } from '../../apps/api/src/arriving/idempotency.store.js';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';

describe('a request that is sent again with its key', () => {
  let api: ApiUnderTest;
  beforeAll(async () => { api = await apiUnderTest(); });
  afterAll(() => api.close());

  const ask = (more: object = {}) => ({ key: randomUUID(), caller: 'amina', route: 'letters', body: { words: 'Dear colleague' }, ...more });
  const counted = () => { let times = 0; return { work: async () => ({ status: 201, body: { times: (times += 1) } }), times: () => times }; };

  it('gets the answer of the first time, and nothing is done again', async () => {
    const { work, times } = counted();
    const asked = ask();
    const answers = [await once(api.database, asked, work), await once(api.database, asked, work)];
    expect(answers).toEqual([{ status: 201, body: { times: 1 }, repeated: false }, { status: 201, body: { times: 1 }, repeated: true }]);
    expect(times()).toBe(1);
  });
  it('twenty at once are done once; the others are told that it is under way, or get the answer', async () => {
    const { work, times } = counted();
    const asked = ask();
    const slowly = async () => { await new Promise((resolve) => { setTimeout(resolve, 50); }); return work(); };
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => once(api.database, asked, slowly)));
    expect(times()).toBe(1);
    for (const one of answers) if (one.status === 'rejected') expect(one.reason.problem).toMatchObject({ status: 409, code: 'key-still-running' });
    expect(answers.filter((one) => one.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  });
  it('is another person’s, another route’s or another key’s own business', async () => {
    const { work, times } = counted();
    const key = randomUUID();
    for (const more of [{}, { caller: 'gareth' }, { route: 'comments' }, { key: randomUUID() }]) await once(api.database, ask({ key, ...more }), work);
    expect(times()).toBe(4);
  });
  it('is refused when its content is another', async () => {
    const { work } = counted();
    const asked = ask();
    await once(api.database, asked, work);
    await expect(once(api.database, { ...asked, body: { words: 'Dear friend' } }, work)).rejects.toMatchObject({ problem: { status: 422, code: 'key-reused' } });
  });
  it('may be tried again after it was refused', async () => {
    const { work } = counted();
    const asked = ask();
    await expect(once(api.database, asked, async () => { throw new Error('refused'); })).rejects.toThrow('refused');
    expect((await once(api.database, asked, work)).repeated).toBe(false);
  });
  it('is taken up again a minute after it was cut off, by one of those who ask', async () => {
    const asked = ask();
    const forEver = once(api.database, asked, () => new Promise(() => undefined));
    forEver.catch(() => undefined);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    const { work, times } = counted();
    await expect(once(api.database, asked, work)).rejects.toMatchObject({ problem: { code: 'key-still-running' } });
    await api.database.query(`UPDATE idempotency SET at = now() - interval '61 seconds' WHERE key = $1`, [asked.key]);
    await Promise.allSettled(Array.from({ length: 10 }, () => once(api.database, asked, work)));
    expect(times()).toBe(1);
  });
  it('leaves no readable word behind, and is forgotten after a week', async () => {
    const asked = ask({ body: { words: 'Canary words' } });
    await once(api.database, asked, async () => ({ status: 201, body: { words: 'Canary words' } }));
    const [row] = await api.database.query<object>('SELECT * FROM idempotency WHERE key = $1', [asked.key]);
    expect(JSON.stringify(row)).not.toContain('Canary');
    await api.database.query(`UPDATE idempotency SET at = now() - interval '8 days' WHERE key = $1`, [asked.key]);
    await forgetOldAnswers(api.database);
    expect(await api.database.query('SELECT 1 FROM idempotency WHERE key = $1', [asked.key])).toEqual([]);
  });
});
