// `npm test`: every test. Installs and builds when needed, runs each runner, and closes with `N passed, N failed` on a line
// of its own. Words after `--` go to Jest (`npm test -- test/api`).
import './node-version.mjs';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build-if-stale.mjs';
import { installIfNeeded } from './install-if-needed.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Runs Jest and answers what it counted; a suite that could not even run counts as one failure. */
async function jest(words) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-jest-'));
  const report = path.join(folder, 'report.json');
  const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', path.join(root, 'node_modules/jest/bin/jest.js'),
    '--json', `--outputFile=${report}`, ...(words.includes('--runInBand') ? [] : ['--maxWorkers=2']), ...words];
  // Jest's own JSON goes to stdout as well; only the readable report, on stderr, is for people.
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.once('exit', (status, signal) => resolve(signal ? 1 : status)));
  const counted = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : undefined;
  fs.rmSync(folder, { recursive: true, force: true });
  if (!counted) return { passed: 0, failed: 1, skipped: 0 };
  const failed = counted.numFailedTests + counted.numRuntimeErrorTestSuites;
  return { passed: counted.numPassedTests, failed: failed || (code === 0 ? 0 : 1), skipped: counted.numPendingTests + counted.numTodoTests };
}

installIfNeeded(root);
buildIfStale(root);
const words = process.argv.slice(2);
// What is killed and has to catch up needs the machine for itself, and so does Keycloak, which takes a minute to start: they come last, one by one.
const alone = ['faults', 'keycloak'];
const runs = words.length > 0 ? [words] : [['--ignoreProjects', ...alone], ...alone.map((name) => ['--selectProjects', name, '--runInBand'])];
const counts = [];
for (const run of runs) counts.push(await jest(run));
const total = (name) => counts.reduce((sum, one) => sum + one[name], 0);
const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(total);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
