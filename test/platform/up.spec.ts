import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { RunRecord } from '../../apps/cli/src/running/copies.js';
import { portsFrom, takenPorts } from '../../apps/cli/src/running/preflight.js';
import { pause } from '../../apps/cli/src/servers/own-process.js';
import { isAlive } from './alive.js';

const everyPort = ['api', 'worker', 'postgres', 'temporal', 'temporalUi', 'issuer'] as const;
let home: string;
let base: string;

beforeAll(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-up-'));
  fs.chmodSync(home, 0o755);
  let candidate = 10_000 + 5 * (process.pid % 4_000); // below the ports that the system gives to outgoing connections
  while ((await takenPorts(portsFrom(candidate), [...everyPort])).length > 0) candidate += 5;
  base = String(candidate);
});
afterAll(() => {
  handrail('down');
  fs.rmSync(home, { recursive: true, force: true });
});

function handrail(...words: string[]) {
  const { DATABASE_URL, TEMPORAL_ADDRESS, HANDRAIL_KEYS, ...env } = process.env;
  const run = spawnSync(process.execPath, ['bin/handrail.mjs', ...words], { env: { ...env, HANDRAIL_HOME: home }, encoding: 'utf8' });
  return { code: run.status, said: run.stdout, complained: run.stderr };
}

/** `up --detach` with these words; answers what it said. */
function started(...words: string[]): string {
  const { code, said, complained } = handrail('up', '--detach', ...words);
  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  return said;
}

const run = () => JSON.parse(fs.readFileSync(path.join(home, 'run.json'), 'utf8')) as RunRecord;
const answers = (url: string) => fetch(url).then((answer) => answer.ok, () => false);

async function inTheDatabase(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: run().database });
  await client.connect();
  try { return (await client.query(sql)).rows as unknown[]; } finally { await client.end(); }
}

describe('the one command that starts the product', () => {
  it('names the port that a stranger has, starts nothing and leaves nothing', async () => {
    const stranger = net.createServer();
    await new Promise<void>((resolve) => { stranger.listen(portsFrom(Number(base)).temporal, '127.0.0.1', resolve); });
    const { code, complained } = handrail('up', '--detach', '--port-base', base);
    stranger.close();
    expect(code).toBe(1);
    expect(complained.trim()).toBe(`handrail: Port ${Number(base) + 3}, meant for Temporal, is taken by another program: stop that program or choose other ports with --port-base N.`);
    expect(fs.existsSync(path.join(home, 'run.json'))).toBe(false);
    expect(fs.existsSync(path.join(home, 'postgres'))).toBe(false);
  }, 60_000);

  it('starts everything, says where it is and who may sign in, and writes it down for the other commands', async () => {
    const said = started('--port-base', base);
    expect(said).toContain(`http://127.0.0.1:${base}/docs`);
    expect(said).toMatch(/medical-secretary/);
    expect(run()).toMatchObject({ api: `http://127.0.0.1:${base}`, temporal: `127.0.0.1:${Number(base) + 3}`, keys: path.join(home, 'keys.json') });
    expect(Object.keys(run().pids).sort()).toEqual(['api', 'handrail', 'issuer', 'postgres', 'temporal', 'worker']);
    expect(Object.values(run().pids).every(isAlive)).toBe(true);
    expect(await answers(`${run().api}/health`)).toBe(true);
  }, 120_000);

  it('keeps the passwords and keys it made from other users of the machine', () => {
    for (const file of ['run.json', 'keys.json', 'role-passwords.json']) expect(fs.statSync(path.join(home, file)).mode & 0o077).toBe(0);
  });

  it('does not start twice', () => {
    const { code, complained } = handrail('up', '--detach', '--port-base', base);
    expect(code).toBe(1);
    expect(complained).toContain(`Handrail is already running at http://127.0.0.1:${base}`);
  }, 60_000);

  it('brings back each part that is killed', async () => {
    const before = run().pids;
    for (const name of ['api', 'worker', 'temporal', 'postgres']) process.kill(before[name]!, 'SIGKILL');
    for (let left = 300; left > 0; left--) {
      const now = run().pids;
      if (['api', 'worker', 'temporal', 'postgres'].every((name) => now[name] !== before[name] && isAlive(now[name]!))) break;
      await pause(100);
    }
    expect(await answers(`${run().api}/health`)).toBe(true);
    expect(await inTheDatabase('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(handrail('doctor', '--port-base', base).code).toBe(0);
  }, 90_000);

  it('is back with the data it had', async () => {
    await inTheDatabase('CREATE TABLE told AS SELECT \'kept\' AS words');
    const keys = fs.readFileSync(run().keys, 'utf8');
    expect(handrail('down').said).toContain('Handrail has stopped');
    started('--port-base', base); // how soon is a figure of the benchmark
    expect(await inTheDatabase('SELECT words FROM told')).toEqual([{ words: 'kept' }]);
    expect(fs.readFileSync(run().keys, 'utf8')).toBe(keys);
  }, 120_000);

  it('is cleaned up by the next start when it was killed itself', async () => {
    const left = run().pids;
    process.kill(left.handrail!, 'SIGKILL');
    started('--port-base', base);
    expect(Object.values(left).filter(isAlive)).toEqual([]);
    expect(Object.values(run().pids).every(isAlive)).toBe(true);
  }, 120_000);

  it('leaves no process, no port and no record of a run behind when it is stopped', async () => {
    const { pids } = run();
    expect(handrail('down').code).toBe(0);
    expect(Object.values(pids).filter(isAlive)).toEqual([]);
    expect(await takenPorts(portsFrom(Number(base)), [...everyPort])).toEqual([]);
    expect(fs.existsSync(path.join(home, 'run.json'))).toBe(false);
    expect(handrail('down').said).toContain('Handrail was not running');
  }, 60_000);

  it('forgets the data when asked to start afresh, but never the keys', async () => {
    const keys = fs.readFileSync(path.join(home, 'keys.json'), 'utf8');
    started('--fresh', '--port-base', base);
    expect(await inTheDatabase('SELECT to_regclass(\'told\') AS told')).toEqual([{ told: null }]);
    expect(fs.readFileSync(path.join(home, 'keys.json'), 'utf8')).toBe(keys);
  }, 120_000);
});
