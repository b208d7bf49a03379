// Decides by modification times whether dist/ is older than any source; building takes about a second, so it is done rather too often.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
const rooms = ['apps', 'libs', 'workflows', 'test'];
const newest = (folder) => fs.readdirSync(folder, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && /\.c?ts$/.test(entry.name))
  .reduce((latest, entry) => Math.max(latest, fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0);
export function buildIfStale(root) {
  const stamp = path.join(root, 'dist', '.built');
  const builtAt = fs.existsSync(stamp) ? fs.statSync(stamp).mtimeMs : 0;
  if (builtAt > Math.max(...rooms.filter((room) => fs.existsSync(path.join(root, room))).map((room) => newest(path.join(root, room))))) return;
  const startedAt = new Date();
  const build = spawnSync(process.execPath, [path.join(root, 'tools', 'build.mjs')], { cwd: root, stdio: ['ignore', 2, 'inherit'] });
  if (build.status !== 0) { console.error('handrail: the build failed; nothing was started.'); process.exit(1); }
  fs.writeFileSync(stamp, startedAt.toISOString());
  fs.utimesSync(stamp, startedAt, startedAt);
}
