// Bundles the workflows for the worker: `node bundle.js OUT`. The bundle is bound to the exact SDK version that made it.
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { failureConverterPath } from '#conductor';

const out = process.argv[2];
if (!out) throw new Error('usage: bundle.js OUT');
// dist/apps/worker/src/bundle.js: the TypeScript sources lie four folders up.
const workflowsPath = fileURLToPath(new URL('../../../../workflows/index.ts', import.meta.url));
const { code } = await bundleWorkflowCode({ workflowsPath, failureConverterPath: failureConverterPath(), logger: new DefaultLogger('WARN') });
fs.writeFileSync(out, code);
