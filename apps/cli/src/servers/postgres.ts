// An embedded PostgreSQL 18 of our own on 127.0.0.1: made on first start, started as a child whose process we know,
// stopped for certain. It comes back by itself after a kill -9.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { lastLines, pause, startProcess, type OwnProcess } from './own-process.js';
import { choosePostgresHome, type PostgresHome } from './postgres-home.js';

const run = promisify(execFile);

export interface PostgresOrder {
  /** Where the data should live; see `folder` of the answer for where it does. */
  folder: string;
  port: number;
  logFile: string;
  /** Database to create when it is missing. */
  database?: string;
  /** False for tests: the data survives any death of the process, not of the machine. */
  durable?: boolean;
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  /** The superuser's URL of `database` (default `postgres`). */
  url: string;
  port: number;
  pid: number;
  folder: string;
  process: OwnProcess;
  stop(): Promise<void>;
}

/** Starts the server and answers when it takes connections; throws one sentence with the log's last lines when it does not. */
export async function startPostgres(order: PostgresOrder): Promise<RunningPostgres> {
  const home = choosePostgresHome(order.folder);
  const password = await makeCluster(home);
  const urlOf = (database: string) => `postgres://postgres:${password}@127.0.0.1:${order.port}/${database}`;
  removeStaleLock(path.join(home.folder, 'data'));
  let server = await launch(home, order);
  try {
    server = await untilReady(server, urlOf('postgres'), home, order);
    if (order.database) await createDatabaseIfMissing(urlOf('postgres'), order.database);
  } catch (cause) {
    await stopServer(server);
    throw cause;
  }
  const url = urlOf(order.database ?? 'postgres');
  return { url, port: order.port, pid: server.pid, folder: home.folder, process: server, stop: () => stopServer(server) };
}

/** Makes the data folder on first use (UTF-8, PostgreSQL's own C.UTF-8 order, so no library of the machine decides how names sort). */
async function makeCluster(home: PostgresHome): Promise<string> {
  const passwordFile = path.join(home.folder, 'superuser-password');
  const cluster = path.join(home.folder, 'data');
  if (fs.existsSync(path.join(cluster, 'PG_VERSION')) && fs.existsSync(passwordFile)) return fs.readFileSync(passwordFile, 'utf8').trim();
  fs.rmSync(cluster, { recursive: true, force: true });
  const password = randomBytes(18).toString('base64url');
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.user) fs.chownSync(passwordFile, home.user.uid, home.user.gid);
  const args = ['-D', cluster, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync'];
  try {
    await run(path.join(home.programs, 'initdb'), args, { cwd: home.folder, env: plainEnvironment(), ...idsOf(home) });
  } catch (cause) {
    fs.rmSync(cluster, { recursive: true, force: true });
    throw new Error(`PostgreSQL's data folder could not be made in ${home.folder}: ${reason(cause)}`);
  }
  return password;
}

function launch(home: PostgresHome, order: PostgresOrder): Promise<OwnProcess> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1', port: String(order.port), unix_socket_directories: '', max_connections: '200',
    synchronous_commit: 'on', fsync: order.durable === false ? 'off' : 'on', timezone: 'UTC', log_timezone: 'UTC',
    max_wal_size: '2GB', ...order.settings,
  };
  const args = ['-D', path.join(home.folder, 'data'), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  return startProcess({
    name: 'PostgreSQL', command: path.join(home.programs, 'postgres'), args, logFile: order.logFile,
    env: plainEnvironment(), cwd: home.folder, user: idsOf(home),
  });
}

// After kill -9 the old server's children may hold the shared memory for a moment; the new one then ends at once, and is tried again.
async function untilReady(first: OwnProcess, url: string, home: PostgresHome, order: PostgresOrder): Promise<OwnProcess> {
  let server = first;
  const patience = Date.now() + 60_000;
  for (let restarts = 0; Date.now() < patience; await pause(50)) {
    if (server.hasEnded()) {
      const why = lastLines(order.logFile);
      if (restarts++ >= 20 || !why.includes('still in use')) throw new Error(`PostgreSQL ${await server.ended}: ${why}`);
      await pause(250);
      server = await launch(home, order);
    }
    if (await answers(url)) return server;
  }
  await stopServer(server);
  throw new Error(`PostgreSQL did not answer within 60 seconds: ${lastLines(order.logFile)}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (cause) {
    if ((cause as { code?: string }).code === '28P01') throw new Error('PostgreSQL refuses our password: another server listens on its port.');
    return false;
  } finally { await client.end().catch(() => undefined); }
}

async function createDatabaseIfMissing(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  await client.end();
}

/** A lock file names a process; when that is not a PostgreSQL (the machine was restarted), the lock is stale and PostgreSQL itself may not see it. */
function removeStaleLock(cluster: string): void {
  const lock = path.join(cluster, 'postmaster.pid');
  if (!fs.existsSync(lock)) return;
  const commandLine = `/proc/${fs.readFileSync(lock, 'utf8').split('\n')[0]}/cmdline`;
  if (fs.existsSync('/proc/self') && !(fs.existsSync(commandLine) && fs.readFileSync(commandLine, 'utf8').includes('postgres'))) fs.rmSync(lock);
}

// SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing committed is lost.
const stopServer = (server: OwnProcess) => server.stop('SIGINT', 20_000);
const idsOf = (home: PostgresHome) => home.user && { uid: home.user.uid, gid: home.user.gid };
const plainEnvironment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });
const reason = (cause: unknown) => ((cause as { stderr?: string }).stderr || (cause as Error).message).trim().split('\n').slice(-3).join(' ');
