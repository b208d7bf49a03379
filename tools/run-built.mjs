// Builds when the sources are newer than dist/, then runs one built module with the arguments that follow.
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
buildIfStale(root);
const [module, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], path.join(root, 'dist', module), ...rest];
await import(pathToFileURL(process.argv[1]).href);
