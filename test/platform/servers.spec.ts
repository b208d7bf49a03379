import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { pause } from '../../apps/cli/src/servers/own-process.js';
import { startPostgres, type PostgresOrder } from '../../apps/cli/src/servers/postgres.js';
import { canReach } from '../../apps/cli/src/servers/postgres-home.js';
import { startTemporal } from '../../apps/cli/src/servers/temporal.js';
import { isAlive } from './alive.js';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-servers-'));
  fs.chmodSync(folder, 0o755);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return (await client.query(sql)).rows as unknown[]; } finally { await client.end(); }
}

const orderOn = async (): Promise<PostgresOrder> =>
  ({ folder: path.join(folder, 'postgres'), port: await freePort(), logFile: path.join(folder, 'postgres.log'), database: 'handrail' });

describe('our own PostgreSQL', () => {
  it('has what was committed after it was killed and started again', async () => {
    const order = await orderOn();
    const killed = await startPostgres(order);
    await query(killed.url, 'CREATE TABLE told (words text); INSERT INTO told VALUES (\'kept\')');
    process.kill(killed.pid, 'SIGKILL');
    await killed.process.ended;
    const again = await startPostgres(order);
    expect(await query(again.url, 'SELECT words FROM told')).toEqual([{ words: 'kept' }]);
    await again.stop();
    expect(isAlive(again.pid)).toBe(false);
  }, 60_000);

  it('starts over the lock of a server that died with its machine, whose number another program has now', async () => {
    const order = await orderOn();
    const first = await startPostgres(order);
    await first.stop();
    fs.writeFileSync(path.join(first.folder, 'data', 'postmaster.pid'), `${process.pid}\n${first.folder}/data\n`, { mode: 0o644 });
    const again = await startPostgres(order);
    expect(await query(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await again.stop();
  }, 60_000);

  it('confirms nothing before it is written, sorts by its own rules and listens on this machine only', async () => {
    const server = await startPostgres(await orderOn());
    expect(await query(server.url, `SELECT current_setting('synchronous_commit') AS sync, current_setting('fsync') AS fsync, current_setting('listen_addresses') AS listen,
      datlocprovider AS provider, datlocale AS locale, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = 'handrail'`))
      .toEqual([{ sync: 'on', fsync: 'on', listen: '127.0.0.1', provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' }]);
    await server.stop();
  }, 60_000);

  it('says why when its port is taken', async () => {
    const order = await orderOn();
    const first = await startPostgres(order);
    const second = startPostgres({ ...order, folder: path.join(folder, 'other'), logFile: path.join(folder, 'other.log') });
    await expect(second).rejects.toThrow(/Address already in use|refuses our password/);
    await first.stop();
  }, 60_000);

  it('knows that another user cannot pass a closed folder', () => {
    const closed = path.join(folder, 'closed');
    fs.mkdirSync(path.join(closed, 'inner'), { recursive: true });
    const stranger = { uid: 65_534, gid: 65_534 };
    fs.chmodSync(closed, 0o755);
    expect(canReach(path.join(closed, 'inner'), stranger)).toBe(true);
    fs.chmodSync(closed, 0o700);
    expect(canReach(path.join(closed, 'inner'), stranger)).toBe(false);
  });
});

describe('our own Temporal', () => {
  it('is healthy within its half minute, and gone when stopped', async () => {
    const server = await startTemporal({ port: await freePort(), logFile: path.join(folder, 'temporal.log') });
    expect(isAlive(server.pid)).toBe(true);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  }, 60_000);
});

describe('the servers that tests share', () => {
  it('do not outlive a test run that is killed', async () => {
    const run = spawn(process.execPath, ['-e', `
      const keeper = require('node:child_process').spawn(process.execPath, ['dist/test/servers/keeper.js'], { stdio: ['pipe', 'inherit', 'inherit'] });
      console.log(JSON.stringify({ keeper: keeper.pid }));
    `], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, HANDRAIL_TEST_DATABASE_URL: '', HANDRAIL_TEST_TEMPORAL_ADDRESS: '' } });
    const lines: Record<string, string>[] = [];
    await new Promise<void>((resolve) => createInterface({ input: run.stdout }).on('line', (line) => {
      if (lines.push(JSON.parse(line) as Record<string, string>) === 2) resolve();
    }));
    const said = Object.assign({}, ...lines) as { keeper: number; HANDRAIL_TEST_DATABASE_URL: string };
    expect(await query(said.HANDRAIL_TEST_DATABASE_URL, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    run.kill('SIGKILL');
    for (let left = 300; left > 0 && isAlive(said.keeper); left--) await pause(100);
    expect(isAlive(said.keeper)).toBe(false);
    await expect(query(said.HANDRAIL_TEST_DATABASE_URL, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  }, 90_000);
});
