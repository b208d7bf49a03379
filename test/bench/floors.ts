// Starts the bare server in the same PostgreSQL, with tables as simple as they can be.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';

export interface Floor { origin: string; stop(): void }

const tables = `
  DROP TABLE IF EXISTS floor_act, floor_referral, floor_task;
  CREATE TABLE floor_act (act_id bigserial PRIMARY KEY, referral_id integer NOT NULL, words text NOT NULL, at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE floor_referral (referral_id integer PRIMARY KEY, seq integer NOT NULL DEFAULT 0, words text);
  CREATE TABLE floor_task (task_id integer PRIMARY KEY, state text NOT NULL DEFAULT 'open', claimed_by text, claimed_at timestamptz, version integer NOT NULL DEFAULT 1);`;

/** `rows`: how many referrals and tasks there are to work on. */
export async function startFloor(ownerUrl: string, rows: number): Promise<Floor> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(tables);
  await client.query('INSERT INTO floor_referral (referral_id) SELECT generate_series(1, $1::int)', [rows]);
  await client.query('INSERT INTO floor_task (task_id) SELECT generate_series(1, $1::int)', [rows]);
  await client.query('ANALYZE');
  await client.end();
  const child = fork(new URL('./floor.js', import.meta.url), { env: { PATH: process.env.PATH, DATABASE_URL: ownerUrl }, execArgv: [] });
  const [{ port }] = await once(child, 'message') as [{ port: number }];
  return { origin: `http://127.0.0.1:${port}`, stop: () => { child.disconnect(); } };
}
