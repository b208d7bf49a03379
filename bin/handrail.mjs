#!/usr/bin/env node
// The `handrail` command: installs and builds when needed, then hands over to the built command line.
import '../tools/node-version.mjs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../tools/build-if-stale.mjs';
import { installIfNeeded } from '../tools/install-if-needed.mjs';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
installIfNeeded(root);
buildIfStale(root);
await import('../dist/apps/cli/src/main.js');
