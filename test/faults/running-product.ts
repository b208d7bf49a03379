// The product as people run it: PostgreSQL, Temporal on a file, the built API and worker, each a process of its own on its own port,
// with nobody who starts them again but the test. Faults are done to it; the bench measures it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadKeys, migrate, newKeysFile, openDatabase, seedStaff, type Database } from '#database';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { startProcess } from '../../apps/cli/src/servers/own-process.js';
import { startPostgres } from '../../apps/cli/src/servers/postgres.js';
import { startTemporal } from '../../apps/cli/src/servers/temporal.js';
import { upToDateWorkflowBundle } from '../../apps/cli/src/servers/workflow-bundle.js';
import { Part, partNames, untilHealthy, type PartName } from './part.js';

export interface RunningProduct {
  /** Everything it writes: logs, letters, documents, Temporal's file. */
  folder: string;
  api: string;
  workerHealth: string;
  temporalAddress: string;
  /** The superuser's, for looking at the record and for planting staff. */
  ownerUrl: string;
  apiUrl: string;
  workerUrl: string;
  keysFile: string;
  parts: Record<PartName, Part>;
  /** A connection of the test's own, as the worker's role. */
  open(poolSize?: number): Promise<Database>;
  stop(): Promise<void>;
}
export interface ProductOrder {
  /** More environment for API and worker. */
  env?: NodeJS.ProcessEnv;
  postgresSettings?: Record<string, string>;
  /** Parts that are left alone for now; default: all are started. */
  without?: readonly PartName[];
}

const passwords = { apiPassword: 'api-under-test', workerPassword: 'worker-under-test' };
const root = process.cwd();

export async function startRunningProduct(order: ProductOrder = {}): Promise<RunningProduct> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-running-'));
  fs.chmodSync(folder, 0o755); // PostgreSQL's own user must be able to pass
  const ports = { postgres: await freePort(), temporal: await freePort(), api: await freePort(), worker: await freePort() };
  const keysFile = path.join(folder, 'keys.json');
  fs.writeFileSync(keysFile, newKeysFile(), { mode: 0o600 });
  const place: Place = { folder, ports, keysFile, ownerUrl: '', postgresFolder: '', bundle: await upToDateWorkflowBundle(root), order };
  const parts = { postgres: new Part('postgres', () => postgres(place), 'SIGINT'), temporal: new Part('temporal', () => temporal(place), 'SIGTERM'), api: new Part('api', () => api(place), 'SIGTERM'), worker: new Part('worker', () => worker(place), 'SIGTERM') };
  // Whoever ends this process early leaves nothing running behind.
  const endAll = () => { for (const part of Object.values(parts)) void part.kill(); };
  process.once('exit', endAll);
  const stop = async () => {
    process.off('exit', endAll);
    for (const name of ['worker', 'api', 'temporal', 'postgres'] as const) await parts[name].stop();
    if (process.env.HANDRAIL_KEEP_FOLDER) return console.error(folder);
    for (const one of [folder, place.postgresFolder]) if (one) fs.rmSync(one, { recursive: true, force: true });
  };
  try {
    for (const name of partNames) {
      if (!order.without?.includes(name)) await parts[name].start();
      if (name === 'postgres') await prepare(place.ownerUrl);
    }
  } catch (cause) { await stop(); throw cause; }
  return {
    folder, api: `http://127.0.0.1:${ports.api}`, workerHealth: `http://127.0.0.1:${ports.worker}/health`, temporalAddress: `127.0.0.1:${ports.temporal}`,
    ownerUrl: place.ownerUrl, apiUrl: urlAs(place, 'handrail_api'), workerUrl: urlAs(place, 'handrail_worker'), keysFile, parts, stop,
    open: (poolSize = 4) => openDatabase({ url: urlAs(place, 'handrail_worker'), keys: loadKeys(keysFile), poolSize, statementTimeoutMs: 60_000 }),
  };
}

interface Place { folder: string; ports: Record<PartName, number>; keysFile: string; ownerUrl: string; postgresFolder: string; bundle: string; order: ProductOrder }

async function prepare(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl, passwords);
  await seedStaff(ownerUrl);
}
async function postgres(place: Place) {
  const server = await startPostgres({
    folder: path.join(place.folder, 'postgres'), port: place.ports.postgres, database: 'handrail', logFile: path.join(place.folder, 'postgres.log'), settings: place.order.postgresSettings,
  });
  Object.assign(place, { ownerUrl: server.url, postgresFolder: server.folder });
  return server.process;
}
async function temporal(place: Place) {
  const server = await startTemporal({ port: place.ports.temporal, folder: path.join(place.folder, 'temporal'), logFile: path.join(place.folder, 'temporal.log'), standsBack: true });
  return server.process;
}
async function api(place: Place) {
  const env = { ...environment(place), DATABASE_URL: urlAs(place, 'handrail_api'), PORT: String(place.ports.api) };
  return untilHealthy(await node('api', env, place), `http://127.0.0.1:${place.ports.api}/health`);
}
async function worker(place: Place) {
  const env = { ...environment(place), DATABASE_URL: urlAs(place, 'handrail_worker'), HANDRAIL_WORKER_PORT: String(place.ports.worker) };
  return untilHealthy(await node('worker', env, place), `http://127.0.0.1:${place.ports.worker}/health`);
}
const node = (name: 'api' | 'worker', env: NodeJS.ProcessEnv, place: Place) =>
  startProcess({ name, command: process.execPath, args: ['--enable-source-maps', '--max-semi-space-size=32', ...(env.HANDRAIL_NODE_ARGS?.split(' ').filter(Boolean) ?? []), path.join(root, 'dist', 'apps', name, 'src', 'main.js')], env, cwd: root, logFile: path.join(place.folder, `${name}.log`), standsBack: name === 'worker' });

function environment({ folder, ports, keysFile, bundle, order }: Place): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH, HOME, TZ: 'UTC', HOST: '127.0.0.1', TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`, HANDRAIL_KEYS: keysFile, HANDRAIL_WORKFLOW_BUNDLE: bundle,
    HANDRAIL_DOCUMENTS: path.join(folder, 'documents'), HANDRAIL_PRINT_FOLDER: path.join(folder, 'print'),
    // One person of a test does what a hundred do in a clinic.
    HANDRAIL_REQUESTS_PER_SECOND: '100000', ...order.env,
  };
}
function urlAs({ ownerUrl }: Place, role: 'handrail_api' | 'handrail_worker'): string {
  return Object.assign(new URL(ownerUrl), { username: role, password: role === 'handrail_api' ? passwords.apiPassword : passwords.workerPassword }).href;
}
