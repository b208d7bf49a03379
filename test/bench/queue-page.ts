// A page of a queue among 1,000, 100,000 and 1,000,000 open tasks: 25 rows, due first, with its count; and the counts of all queues. The
// rows are written by SQL straight into the tables, each task with a referral and a person of its own.
import pg from 'pg';
import type { RunningProduct } from '../faults/running-product.js';
import { median, ratio, spread, table, wrongOf } from './figures.js';
import { run, type Heard } from './load.js';
import { signedHeaders } from './people.js';

const sizes = (process.env.HANDRAIL_BENCH_TASKS ?? '1000,100000,1000000').split(',').map(Number);
const asks = 300;

export async function queuePage(product: RunningProduct): Promise<string> {
  const headers = (await signedHeaders(product.keysFile, ['ngozi']))('ngozi');
  const pages = {
    'available': '/api/queues/duty-clinicians/tasks?view=available', 'team': '/api/queues/duty-clinicians/tasks?view=team', 'overdue': '/api/queues/duty-clinicians/tasks?view=overdue', 'mine': '/api/queues/duty-clinicians/tasks?view=mine', 'counts of all queues': '/api/queues',
  };
  const rows: string[][] = [];
  const least = new Map<string, number>();
  for (const size of sizes) {
    await fillTo(product.ownerUrl, size);
    for (const [name, path] of Object.entries(pages)) {
      const heard: Heard = await run({ origin: product.api, atOnce: 1, turns: Array.from({ length: asks }, () => [{ name, method: 'GET', path, headers }]) });
      const took = heard.took[name] ?? [];
      if (!least.has(name)) least.set(name, median(took));
      rows.push([name, size.toLocaleString('en'), String(took.length), spread(took), ratio(median(took) / least.get(name)!), wrongOf([heard])]);
    }
  }
  return table('A page of a queue, one person asking', ['view', 'open tasks', 'N', 'p50 / p95 ms', `p50 of that at ${sizes[0]!.toLocaleString('en')}`, 'not right'], rows);
}

/** As many open tasks as asked for, two thirds in one team, spread over queues, a tenth held, some overdue. */
async function fillTo(ownerUrl: string, size: number): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const there = (await owner.query<{ count: number }>(`SELECT count(*)::int AS count FROM task WHERE state = 'open'`)).rows[0]!.count;
  const values = [there + 1, size];
  // The bench writes history it has no use for: no act, no events.
  await owner.query(`INSERT INTO person (person_id, given_name, family_name, date_of_birth) SELECT md5('person' || n)::uuid, 'Given' || n, 'Family' || n, date '1950-01-01' + (n % 20000) FROM generate_series($1::int, $2::int) n`, values);
  await owner.query(`INSERT INTO referral (referral_id, reference, person_id, team_id, stage, seq, conducted_seq, due_at, received_at, stage_since, source, referrer_name, referrer_urgency, policy_version, state)
    SELECT md5('referral' || n)::uuid, 'HR-9' || lpad(n::text, 8, '0'), md5('person' || n)::uuid, CASE WHEN n % 3 = 0 THEN 'south-team' ELSE 'north-team' END, 'awaiting-triage', 1, 1, now() + interval '9 days', now(), now(), 'gp', 'Dr Made Up', 'routine', 1, '{}' FROM generate_series($1::int, $2::int) n`, values);
  await owner.query(`INSERT INTO task (task_id, referral_id, no, team_id, task, queue, state, raised_at, due_at, claimed_by, claimed_at)
    SELECT md5('task' || n)::uuid, md5('referral' || n)::uuid, 1, CASE WHEN n % 3 = 0 THEN 'south-team' ELSE 'north-team' END, 'clinical-screen', (ARRAY['duty-clinicians', 'medical-secretaries', 'duty-clinicians', 'psychotherapist', 'psychiatrist'])[1 + n % 5], 'open', now() - interval '3 days',
      now() + (n % 20000 - 4000) * interval '1 minute', CASE WHEN n % 10 = 0 THEN (ARRAY['ngozi', 'callum'])[1 + n % 2] END, CASE WHEN n % 10 = 0 THEN now() END FROM generate_series($1::int, $2::int) n`, values);
  await owner.query('VACUUM ANALYZE');
  await owner.end();
}
