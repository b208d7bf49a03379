// `npm run check`: what can be known in under a minute without a server: types, lint, who imports whom, the domain's tests.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfNeeded } from './install-if-needed.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tool = (...parts) => path.join(root, 'node_modules', ...parts);
const checks = [
  ['types', [tool('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json']],
  ['lint', [tool('eslint/bin/eslint.js'), '.']],
  ['imports', [tool('dependency-cruiser/bin/dependency-cruise.mjs'), 'apps', 'libs', 'workflows']],
  ['domain tests', ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', tool('jest/bin/jest.js'), '--selectProjects', 'domain', 'architecture', '--maxWorkers=2']],
];

/** Runs one check and prints what it says only when it fails. */
function run([name, args]) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
    child.once('close', (status) => {
      console.log(`${status === 0 ? 'ok   ' : 'WRONG'}  ${name}  (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
      if (status !== 0) console.log(said);
      resolve(status === 0);
    });
  });
}

installIfNeeded(root);
const [types, ...rest] = checks;
const others = (async () => { const outcomes = []; for (const check of rest) outcomes.push(await run(check)); return outcomes; })();
const outcomes = [await run(types), ...await others];
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
