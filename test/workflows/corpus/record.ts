// Records the replay corpus: `node dist/test/workflows/corpus/record.js VERSION` runs every path on the test servers and writes one history
// each to test/workflows/corpus/VERSION/. Run it on released code only; what is there already is never recorded anew.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { freePort } from '../../../apps/cli/src/servers/free-port.js';
import { startTemporal } from '../../../apps/cli/src/servers/temporal.js';
import { startWorker, surroundings, type Surroundings } from '../under-test/worker-under-test.js';
import { begunAnew, inTrouble, paths } from './paths.js';

const version = process.argv[2];
if (!version) throw new Error('usage: record.js VERSION');
const room = path.join(fileURLToPath(new URL('../../../..', import.meta.url)), 'test/workflows/corpus');
const folder = path.join(room, version);
fs.mkdirSync(folder, { recursive: true });
process.env['HANDRAIL_KEYS'] = path.join(room, 'keys.json');

const file = (name: string) => path.join(folder, `${name}.json`);
const missing = (name: string) => !fs.existsSync(file(name));
const ofAMachine = /^\d+@/; // a worker's own queue
async function keep(here: Surroundings, name: string, which: string): Promise<void> {
  const [workflowId, runId] = which.split('#');
  const history = await here.link.client.workflow.getHandle(workflowId!, runId).fetchHistory();
  const clean = JSON.parse(historyToJSON(history), (key, value: unknown) => (key === 'identity' || (key === 'name' && ofAMachine.test(String(value))) ? 'worker' : value)) as object;
  fs.writeFileSync(file(name), `${JSON.stringify({ workflowId, history: clean })}\n`);
  console.log(`${name}: ${history.events?.length} events`);
}
async function within(changed: Record<string, string>, work: (here: Surroundings) => Promise<void>): Promise<void> {
  const here = await surroundings(changed);
  try { await work(here); } finally { await here.close(); }
}

const keeper = spawn(process.execPath, [fileURLToPath(new URL('../../servers/keeper.js', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
const [servers] = await once(createInterface({ input: keeper.stdout }), 'line') as [string];
Object.assign(process.env, JSON.parse(servers));
try {
  await within({}, async (here) => {
    const worker = await startWorker(here);
    try { for (const name of Object.keys(paths).filter(missing)) await keep(here, name, await paths[name]!(here)); } finally { await worker.stop(); }
  });
  if (missing('in-trouble')) await within({}, async (here) => { await keep(here, 'in-trouble', await inTrouble(here)); });
  if (missing('begun-anew')) {
    const temporal = await startTemporal({ port: await freePort(), logFile: path.join(os.tmpdir(), `handrail-corpus-${process.pid}.log`), settings: { 'limit.historyCount.suggestContinueAsNew': '30' } });
    await within({ TEMPORAL_ADDRESS: temporal.address }, async (here) => {
      const worker = await startWorker(here);
      try { await keep(here, 'begun-anew', await begunAnew(here)); } finally { await worker.stop(); }
    });
    await temporal.stop();
  }
} finally {
  keeper.stdin.end();
  await once(keeper, 'exit');
}
