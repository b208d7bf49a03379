// Compiles every TypeScript room to dist/ with swc, keeping the folder layout. Types are checked by `npm run types`, not here.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
const swc = createRequire(import.meta.url).resolve('@swc/cli/bin/swc.js');
const rooms = ['apps', 'libs', 'workflows', 'test'];
const run = spawnSync(process.execPath, [swc, ...rooms, '--out-dir', 'dist', '--config-file', '.swcrc', '--ignore', '**/*.spec.ts,**/node_modules/**,apps/web/**', '--quiet'], { stdio: 'inherit' });
process.exit(run.status ?? 1);
