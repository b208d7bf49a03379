// The floors: what Node and PostgreSQL give anybody who does as little as possible. A bare `node:http` server with a `pg` pool, its
// statements prepared, JSON in and out, no checks at all. Run as a process of its own, like the API it is compared with.
import http from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
pool.on('error', () => undefined);

/** One transaction of an insert and an update: the least that an act can be. */
async function act(said: { id: number; words: string }): Promise<object> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({ name: 'insert', text: 'INSERT INTO floor_act (referral_id, words) VALUES ($1, $2)', values: [said.id, said.words] });
    const { rows: [row] } = await client.query<{ seq: number }>({ name: 'update', text: 'UPDATE floor_referral SET seq = seq + 1, words = $2 WHERE referral_id = $1 RETURNING seq', values: [said.id, said.words] });
    await client.query('COMMIT');
    return { seq: row!.seq };
  } catch (trouble) {
    await client.query('ROLLBACK');
    throw trouble;
  } finally { client.release(); }
}
/** One guarded UPDATE: the least that a claim or a release can be. */
async function claim(said: { id: number; by: string }): Promise<object | undefined> {
  const { rows: [row] } = await pool.query<{ id: number }>({ name: 'claim', text: `UPDATE floor_task SET claimed_by = $2, claimed_at = now(), version = version + 1 WHERE task_id = $1 AND state = 'open' AND claimed_by IS NULL RETURNING task_id AS id, version`, values: [said.id, said.by] });
  return row;
}
async function release(said: { id: number; by: string }): Promise<object | undefined> {
  const { rows: [row] } = await pool.query<{ id: number }>({ name: 'release', text: `UPDATE floor_task SET claimed_by = NULL, claimed_at = NULL, version = version + 1 WHERE task_id = $1 AND state = 'open' AND claimed_by = $2 RETURNING task_id AS id, version`, values: [said.id, said.by] });
  return row;
}
const routes: Record<string, (said: never) => Promise<object | undefined>> = { '/act': act, '/claim': claim, '/release': release };

function answer(response: http.ServerResponse, status: number, words: object): void {
  const body = JSON.stringify(words);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}
const server = http.createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
    routes[request.url!]!(JSON.parse(Buffer.concat(parts).toString('utf8')) as never)
      .then((row) => answer(response, row ? 200 : 409, row ?? {}), (trouble: Error) => answer(response, 500, { words: trouble.message }));
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('disconnect', () => process.exit(0));
