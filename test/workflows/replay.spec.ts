// Whatever a released conductor has written, today's workflow code replays: else running referrals would stand still.
import './under-test/patience.js';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { loadKeys } from '#database';
import { dataConverter, failureConverterPath } from '#conductor';
import { installRuntime } from '../../apps/worker/src/conducting/temporal-host.js';
import { openLog } from '../../apps/worker/src/log.js';
import { paths } from './corpus/paths.js';

beforeAll(() => { installRuntime(openLog({ write: () => undefined })); }); // what the planted changes make the SDK say is no news

const corpus = path.resolve('test/workflows/corpus');
const versions = fs.readdirSync(corpus, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
const kept = versions.flatMap((version) => fs.readdirSync(path.join(corpus, version)).map((file) => ({ name: `${version}/${path.basename(file, '.json')}`, ...read(path.join(corpus, version, file)) })));
function read(file: string) {
  const { workflowId, history } = JSON.parse(fs.readFileSync(file, 'utf8')) as { workflowId: string; history: object };
  return { workflowId, history: historyFromJSON(history) };
}
const converter = dataConverter(loadKeys(path.join(corpus, 'keys.json')), 'default');
/** The names of the histories that do not replay on this code, with the kind of trouble. */
async function stuck(workflowBundle: WorkflowBundleOption): Promise<Record<string, string>> {
  const troubles: Record<string, string> = {};
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, dataConverter: converter }, kept)) {
    if (error) troubles[kept.find((one) => one.workflowId === workflowId)!.name] = error.name;
  }
  return troubles;
}

/** The conductor with one change planted in its source, bundled as the worker's is. */
async function twin(change: (source: string) => string): Promise<WorkflowBundleOption> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-twin-'));
  fs.cpSync(path.resolve('workflows'), path.join(folder, 'workflows'), { recursive: true });
  fs.symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  const file = path.join(folder, 'workflows', 'referral.workflow.ts');
  const source = fs.readFileSync(file, 'utf8');
  const changed = change(source);
  if (changed === source) throw new Error('the change found no place in the conductor’s source');
  fs.writeFileSync(file, changed);
  try { return await bundleWorkflowCode({ workflowsPath: path.join(folder, 'workflows', 'index.ts'), failureConverterPath: failureConverterPath(), logger: new DefaultLogger('ERROR') }); }
  finally { fs.rmSync(folder, { recursive: true, force: true }); }
}

describe('the kept histories', () => {
  it('hold every path that a conductor, a delivery or a night can go', () => {
    const latest = versions.at(-1)!;
    expect(kept.map((one) => one.name)).toEqual(expect.arrayContaining([...Object.keys(paths), 'in-trouble', 'begun-anew'].map((name) => `${latest}/${name}`)));
  });
  it('replay on today’s code, every one', async () => {
    expect(await stuck({ codePath: process.env['HANDRAIL_WORKFLOW_BUNDLE']! })).toEqual({});
  });
});

describe('a conductor that takes other steps', () => {
  it('does not replay them: an activity where a local one was is noticed', async () => {
    const troubles = await stuck(await twin((source) => source.replace('return await step(atOnce)', 'return await step(asLongAsItTakes)')));
    expect(troubles).toMatchObject({ '0.1.0/accepted': 'DeterminismViolationError', '0.1.0/whole-treatment': 'DeterminismViolationError' });
  });
  it('does not replay them: a timer that is not set is noticed', async () => {
    const troubles = await stuck(await twin((source) => source.replace('dueAt === null', 'dueAt === null || seq > 0')));
    expect(troubles).toMatchObject({ '0.1.0/escalated-by-time': 'DeterminismViolationError' });
  });
  it('does replay them when only a patience differs: steps are compared, figures are not', async () => {
    expect(await stuck(await twin((source) => source.replace("'3 seconds'", "'4 seconds'")))).toEqual({});
  });
});
