// Holds the test servers: one PostgreSQL and one Temporal with skippable time, for a whole run. It is a process of its own
// that lives as long as its standard input is open, so that a test run killed in the middle leaves no server behind.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newKeysFile } from '#database';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { startPostgres } from '../../apps/cli/src/servers/postgres.js';
import { startTemporal } from '../../apps/cli/src/servers/temporal.js';
import { upToDateWorkflowBundle } from '../../apps/cli/src/servers/workflow-bundle.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-test-'));
fs.chmodSync(folder, 0o755); // PostgreSQL's own user must be able to pass
const closing: (() => Promise<void>)[] = [];

async function database(): Promise<string> {
  if (process.env.HANDRAIL_TEST_DATABASE_URL) return process.env.HANDRAIL_TEST_DATABASE_URL;
  const server = await startPostgres({
    folder: path.join(folder, 'postgres'), port: await freePort(), durable: false, logFile: path.join(folder, 'postgres.log'),
  });
  closing.push(async () => { await server.stop(); fs.rmSync(server.folder, { recursive: true, force: true }); });
  return server.url;
}

async function temporal(): Promise<string> {
  if (process.env.HANDRAIL_TEST_TEMPORAL_ADDRESS) return process.env.HANDRAIL_TEST_TEMPORAL_ADDRESS;
  const server = await startTemporal({
    port: await freePort(), timeSkipping: true, logFile: path.join(folder, 'temporal.log'), say: (line) => console.error(line),
    // A skipped course of years passes the limit; continuing as new is tested on a server of its own.
    settings: { 'limit.historyCount.suggestContinueAsNew': '40000', 'limit.historyCount.warn': '45000' },
  });
  closing.push(server.stop);
  return server.address;
}

function keyFile(): string {
  if (process.env.HANDRAIL_KEYS) return process.env.HANDRAIL_KEYS;
  const file = path.join(folder, 'keys.json');
  fs.writeFileSync(file, newKeysFile(), { mode: 0o600 });
  return file;
}

async function close(): Promise<void> {
  await Promise.allSettled(closing.map((stop) => stop()));
  fs.rmSync(folder, { recursive: true, force: true });
}

process.stdin.on('end', () => void close().then(() => process.exit(0))).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined); // only the end of the run ends us
const bundle = upToDateWorkflowBundle(root).catch((cause: Error) => {
  console.error(`${cause.message}\nSpecs that run workflows will fail.`); // the others need not
  return undefined;
});
try {
  const [HANDRAIL_TEST_DATABASE_URL, HANDRAIL_TEST_TEMPORAL_ADDRESS] = await allOrNone([database(), temporal()]);
  const HANDRAIL_WORKFLOW_BUNDLE = await bundle;
  console.log(JSON.stringify({ HANDRAIL_TEST_DATABASE_URL, HANDRAIL_TEST_TEMPORAL_ADDRESS, HANDRAIL_WORKFLOW_BUNDLE, HANDRAIL_KEYS: keyFile() }));
} catch (cause) {
  console.error(`The test servers did not start. ${(cause as Error).message}`);
  await close();
  process.exit(1);
}

// Waits for both before it reports a failure, so that the one that did start is closed too.
async function allOrNone(starts: Promise<string>[]): Promise<string[]> {
  const failed = (await Promise.allSettled(starts)).find((one) => one.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return Promise.all(starts);
}
