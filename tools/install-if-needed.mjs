// Installs the pinned packages when node_modules does not hold what package-lock.json says. Content is compared, not
// times: a fresh clone and a copied folder have times that mean nothing.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

function installed(root) {
  const hidden = path.join(root, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(hidden)) return false;
  const there = read(hidden);
  return Object.entries(read(path.join(root, 'package-lock.json'))).every(([folder, wanted]) =>
    folder === '' || wanted.link || (wanted.optional && !there[folder]) || there[folder]?.version === wanted.version);
}

export function installIfNeeded(root) {
  if (installed(root)) return;
  console.error('Installing the packages (once; a minute or two) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 'inherit'] });
  if (run.status === 0) return;
  console.error('handrail: the packages could not be installed (see above). Is the network there, and the package registry reachable?');
  process.exit(1);
}
