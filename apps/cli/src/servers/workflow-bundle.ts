// The workflow bundle is what the worker runs inside Temporal's sandbox. It is made by a process of its own (webpack's
// memory would stay with us) and only when a workflow, or the SDK that it is bound to, is newer.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Path of an up-to-date bundle under `root`/dist. Throws with the bundler's own words when it cannot be made. */
export async function upToDateWorkflowBundle(root: string): Promise<string> {
  const bundle = path.join(root, 'dist', 'workflow-bundle.js');
  if (fs.existsSync(bundle) && fs.statSync(bundle).mtimeMs > newestSource(root)) return bundle;
  const aside = path.join(root, 'dist', `workflow-bundle.${process.pid}.part.js`);
  try {
    await run(process.execPath, [path.join(root, 'dist/apps/worker/src/bundle.js'), aside], { cwd: root, maxBuffer: 1 << 26 });
    fs.renameSync(aside, bundle);
  } catch (cause) {
    throw new Error(`The workflow bundle could not be made: ${(cause as { stderr?: string }).stderr?.trim() || (cause as Error).message}`);
  } finally { fs.rmSync(aside, { force: true }); }
  return bundle;
}

function newestSource(root: string): number {
  const folder = path.join(root, 'workflows');
  const sources = fs.readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => path.join(folder, file));
  return Math.max(...[...sources, path.join(root, 'package-lock.json')].map((file) => fs.statSync(file).mtimeMs));
}
