// `npm start`: installs what is missing, builds what is stale, then `handrail up` in this same process, so that Ctrl-C has one owner.
import './node-version.mjs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
process.argv.splice(2, 0, 'up');
process.argv[1] = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'bin', 'handrail.mjs');
await import('../bin/handrail.mjs');
