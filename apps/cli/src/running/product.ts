// Starts the whole product in the order in which its parts lean on each other, and stops it in the opposite order.
import path from 'node:path';
import { isOutage, linkIdentities, migrate, seedStaff } from '#database';
import { root, writeRun, type Copy, type RunRecord } from './copies.js';
import { bringsIssuer, issuerAddress, issuerEnvironment, signInEnvironment } from './development-issuer.js';
import { keepRunning, type KeptRunning } from './kept-running.js';
import { lastLines, pause, startProcess, type OwnProcess } from '../servers/own-process.js';
import { portsFrom } from './preflight.js';
import { anchorKeyFile, keyFile, rolePasswords } from './secrets.js';
import { databaseServer, temporalServer, type Place, type Server } from './surroundings.js';
import { upToDateWorkflowBundle } from '../servers/workflow-bundle.js';

export interface Product {
  run: RunRecord;
  /** Staff of the demonstration, for the table of sign-ins. */
  staff: Awaited<ReturnType<typeof seedStaff>>;
  stop(): Promise<void>;
}

export interface ProductOrder {
  copy: Copy;
  say(line: string): void;
  /** Asked between two steps: a Ctrl-C while we start. */
  givenUp(): boolean;
}

/** Starts everything and answers when API and worker are healthy; on any trouble stops what was started and throws one sentence. */
export async function startProduct(order: ProductOrder): Promise<Product> {
  const kept: Record<string, KeptRunning> = {};
  const stop = async () => { for (const name of ['worker', 'api', 'issuer', 'temporal', 'postgres']) await kept[name]?.stop(); };
  let run: RunRecord | undefined;
  const changed = () => { if (run) writeRun(order.copy.folder, Object.assign(run, { pids: pidsOf(kept) })); };
  const place: Place = { folder: order.copy.folder, ports: portsFrom(order.copy.portBase), say: order.say, changed };
  try {
    const [database, temporal, bundle] = await servers(place, kept);
    run = recordOf(order.copy, database, temporal, place);
    changed(); // from here on `down` finds what runs, even if we are killed
    goOn(order);
    const staff = await readyTables(run.database, place);
    goOn(order);
    const env = environmentOf(run, bundle);
    await allOrTrouble([
      ...(bringsIssuer() ? [part('issuer', issuerEnvironment(env, place.ports, staff), place).then((issuer) => { kept.issuer = issuer; })] : []),
      part('api', { ...env, ...signInEnvironment(place.ports), DATABASE_URL: run.apiDatabase, PORT: String(place.ports.api) }, place).then((api) => { kept.api = api; }),
      part('worker', { ...env, DATABASE_URL: run.workerDatabase, HANDRAIL_ANCHORS: run.anchors, HANDRAIL_ANCHOR_KEY: run.anchorKey, HANDRAIL_WORKER_PORT: String(place.ports.worker) }, place).then((worker) => { kept.worker = worker; }),
    ]);
    changed();
    await untilConducting(`http://127.0.0.1:${place.ports.worker}/health`);
    return { run, staff, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

// A busy machine may keep the database from answering in its two seconds; both steps may be done again.
async function readyTables(url: string, { folder, ports }: Place): Promise<Product['staff']> {
  for (let attempt = 1; ; attempt++) {
    try {
      await migrate(url, rolePasswords(folder));
      if (process.env.HANDRAIL_MODE === 'production') return [];
      const staff = await seedStaff(url);
      if (bringsIssuer()) await linkIdentities(url, staff.map(({ staffId }) => ({ issuer: issuerAddress(ports), subject: staffId, staffId })));
      return staff;
    } catch (cause) {
      if (!isOutage(cause) || attempt === 5) throw cause;
      await pause(1_000);
    }
  }
}

async function servers(place: Place, kept: Record<string, KeptRunning>): Promise<[string, string, string]> {
  const note = (name: string, start: Promise<Server>) => start.then((server) => { if (server.kept) kept[name] = server.kept; return server.address; });
  const starts = [note('postgres', databaseServer(place)), note('temporal', temporalServer(place)), upToDateWorkflowBundle(root)] as const;
  await allOrTrouble(starts);
  return Promise.all(starts);
}

// Every start is waited for before trouble is passed on, so that what did start is known and can be stopped.
async function allOrTrouble(starts: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find((one) => one.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason as Error;
}

function recordOf(copy: Copy, database: string, temporal: string, place: Place): RunRecord {
  const passwords = rolePasswords(copy.folder);
  const as = (username: string, password: string) => Object.assign(new URL(database), { username, password }).href;
  return {
    api: `http://127.0.0.1:${place.ports.api}`, temporal, issuer: process.env.HANDRAIL_ISSUER || (bringsIssuer() ? issuerAddress(place.ports) : undefined),
    temporalUi: process.env.TEMPORAL_ADDRESS ? undefined : `http://127.0.0.1:${place.ports.temporalUi}`,
    database, apiDatabase: as('handrail_api', passwords.apiPassword), workerDatabase: as('handrail_worker', passwords.workerPassword),
    pids: {}, keys: keyFile(copy.folder), portBase: copy.portBase,
    documents: process.env.HANDRAIL_DOCUMENTS || path.join(copy.folder, 'documents'),
    print: process.env.HANDRAIL_PRINT_FOLDER || path.join(copy.folder, 'print'),
    auditDatabase: as('handrail_auditor', passwords.auditorPassword), anchors: process.env.HANDRAIL_ANCHORS || path.join(copy.folder, 'anchors', 'audit.jsonl'), anchorKey: anchorKeyFile(copy.folder),
  };
}

function environmentOf(run: RunRecord, bundle: string): NodeJS.ProcessEnv {
  const { HANDRAIL_API_PASSWORD, HANDRAIL_WORKER_PASSWORD, HANDRAIL_AUDITOR_PASSWORD, HANDRAIL_ANCHOR_KEY, ...inherited } = process.env;
  return {
    ...inherited, HOST: '127.0.0.1', TZ: 'UTC', TEMPORAL_ADDRESS: run.temporal, HANDRAIL_KEYS: run.keys,
    HANDRAIL_DOCUMENTS: run.documents, HANDRAIL_PRINT_FOLDER: run.print, HANDRAIL_WORKFLOW_BUNDLE: bundle,
  };
}

/** Requests leave much behind that dies at once: with room for it, a busy process clears up less often. */
const nodeArguments = ['--enable-source-maps', '--max-semi-space-size=32'];
async function part(name: 'api' | 'worker' | 'issuer', env: NodeJS.ProcessEnv, place: Place): Promise<KeptRunning> {
  const logFile = path.join(place.folder, 'log', `${name}.log`);
  const main = path.join(root, 'dist', 'apps', name, 'src', 'main.js');
  const again = async () => {
    const child = await startProcess({ name: `The ${name}`, command: process.execPath, args: [...nodeArguments, main], env, cwd: root, logFile, standsBack: name === 'worker' });
    await untilHealthy(child, `http://127.0.0.1:${place.ports[name]}/health`, logFile);
    return child;
  };
  const first = await again();
  return keepRunning({ first, again, gentle: 'SIGTERM', graceMs: name === 'worker' ? 30_000 : 15_000, say: place.say, changed: place.changed });
}

async function untilHealthy(child: OwnProcess, address: string, logFile: string): Promise<void> {
  const patience = Date.now() + 60_000;
  while (Date.now() < patience) {
    if (child.hasEnded()) throw new Error(`${child.name} ${await child.ended} while it started: ${lastLines(logFile)}`);
    const healthy = await fetch(address, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.ok, () => false);
    if (healthy) return;
    await pause(100);
  }
  await child.stop('SIGTERM', 5_000);
  throw new Error(`${child.name} was not healthy within 60 seconds: ${lastLines(logFile)}`);
}

// The worker is healthy while Temporal is away, because its sweep keeps the clocks going; at the start we wait a little for
// the conductors as well, so that the first act finds one.
async function untilConducting(address: string): Promise<void> {
  for (const patience = Date.now() + 15_000; Date.now() < patience; await pause(100)) {
    const health = await fetch(address).then((answer) => answer.json() as Promise<{ stage?: string }>).catch(() => undefined);
    if (health?.stage === 'running') return;
  }
}

function pidsOf(kept: Record<string, KeptRunning>): Record<string, number> {
  return { handrail: process.pid, ...Object.fromEntries(Object.entries(kept).map(([name, one]) => [name, one.pid()])) };
}

function goOn(order: ProductOrder): void {
  if (order.givenUp()) throw new Error('stopped while starting.');
}
