// Once per run, before the first spec that needs a server. Jest does not resolve our imports here, so this file imports
// only Node and starts the keeper from the build.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export default async function setup(): Promise<void> {
  const shared = globalThis as { handrailKeeper?: ChildProcess };
  if (shared.handrailKeeper) return;
  const { buildIfStale } = await import('../../tools/build-if-stale.mjs' as string) as { buildIfStale(root: string): void };
  buildIfStale(process.cwd());
  const keeper = spawn(process.execPath, [path.join('dist', 'test', 'servers', 'keeper.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  shared.handrailKeeper = keeper;
  const ready = await new Promise<string>((resolve, reject) => {
    createInterface({ input: keeper.stdout! }).once('line', resolve);
    keeper.once('exit', () => reject(new Error('the test servers did not start (see above)')));
  });
  Object.assign(process.env, JSON.parse(ready));
}
