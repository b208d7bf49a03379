// One breach of each import rule, and a small house around them in which everything else is allowed. A guard that was never
// seen red is no guard: imports.spec.ts expects each planted file to be caught by its rule, and no other file to be caught.

/** Files of the small house: every import in them is allowed. */
export const house: Record<string, string> = {
  'libs/domain/src/index.ts': `export * from './triage.js';\nexport type { Referral } from './referral.js';\n`,
  'libs/domain/src/triage.ts': `import type { Referral } from './referral.js';\nexport const triage = (referral: Referral) => referral;\n`,
  'libs/domain/src/referral.ts': `import type { triage } from './triage.js';\nexport interface Referral { triage?: typeof triage }\n`,
  'libs/domain/src/triage.spec.ts': `import { readFileSync } from 'node:fs';\nimport { expect } from '@jest/globals';\nexport const seen = [expect, readFileSync];\n`,
  'libs/planning/src/index.ts': `import { triage } from '#domain';\nexport const weeks = triage;\n`,
  'libs/contracts/src/index.ts': `import { z } from 'zod';\nimport { triage } from '#domain';\nexport const shape = [z, triage];\n`,
  'libs/database/src/index.ts': `import pg from 'pg';\nimport { DataSource } from 'typeorm';\nimport { triage } from '#domain';\nexport const record = [pg, DataSource, triage];\n`,
  'libs/database/src/record.ts': `export const record = 1;\n`,
  'libs/conductor/src/index.ts': `import { Client } from '@temporalio/client';\nimport type { Referral } from '#domain';\nimport { acts } from '../../../workflows/referral.messages.js';\nexport const tell = (referral: Referral) => [Client, acts, referral];\n`,
  'workflows/referral.messages.ts': `import type { Referral } from '../libs/domain/src/index.js';\nexport const acts = (one: Referral) => one;\n`,
  'workflows/referral.workflow.ts': `import { condition } from '@temporalio/workflow';\nimport { acts } from './referral.messages.js';\nexport const referral = [condition, acts];\n`,
  'apps/api/src/main.ts': `import { Module } from '@nestjs/common';\nimport { shape } from '#contracts';\nimport { record } from '#database';\nimport { tell } from '#conductor';\nimport { acts } from '../../../workflows/referral.messages.js';\nexport const api = [Module, shape, record, tell, acts];\n`,
  'apps/worker/src/main.ts': `import { Worker } from '@temporalio/worker';\nimport { record } from '#database';\nimport { weeks } from '#planning';\nimport { referral } from '../../../workflows/referral.workflow.js';\nexport const worker = [Worker, record, weeks, referral];\n`,
  'apps/cli/src/main.ts': `import { Command } from 'commander';\nimport { shape } from '#contracts';\nexport const cli = [Command, shape];\n`,
  'apps/web/src/main.ts': `import { shape } from '#contracts';\nimport { weeks } from '#planning';\nexport const web = [shape, weeks];\n`,
  // Half of the circle; a circle is reported once, at its first file.
  'apps/api/src/hen.ts': `import { egg } from './egg.js';\nexport const hen = () => egg;\n`,
  'test/builders/referral.ts': `export const referralAt = 1;\n`,
};

const importing = (what: string, from: string) => `import ${what} from '${from}';\nexport const used = [${what.replace(/[{}]|^\* as /g, '')}];\n`;

/** Each rule with the files that break it, and nothing but it. */
export const planted: Record<string, Record<string, string>> = {
  'domain-imports-nothing': {
    'libs/domain/src/reads-a-file.ts': importing('{ readFileSync }', 'node:fs'),
    'libs/domain/src/uses-a-package.ts': importing('{ z }', 'zod'),
    'libs/domain/src/looks-at-types.ts': `import type { Pool } from 'pg';\nexport type Used = Pool;\n`,
  },
  'planning-imports-domain-only': { 'libs/planning/src/uses-a-package.ts': importing('{ z }', 'zod') },
  'contracts-import-domain-and-zod-only': { 'libs/contracts/src/reads-the-record.ts': importing('{ record }', '#database') },
  'database-knows-no-other-room': { 'libs/database/src/knows-http.ts': importing('{ shape }', '#contracts') },
  'database-knows-no-engine-and-no-web': { 'libs/database/src/calls-temporal.ts': importing('{ Client }', '@temporalio/client') },
  'conductor-tells-and-nothing-else': { 'libs/conductor/src/reads-the-record.ts': importing('{ record }', '#database') },
  'conductor-takes-only-types-from-domain': { 'libs/conductor/src/decides.ts': importing('{ triage }', '#domain') },
  'workflows-stay-in-the-sandbox': {
    'workflows/reads-a-file.ts': importing('{ readFileSync }', 'node:fs'),
    'workflows/calls-temporal.ts': importing('{ Client }', '@temporalio/client'),
    'workflows/takes-types-of-an-app.ts': `import type { worker } from '../apps/worker/src/main.js';\nexport type Used = typeof worker;\n`,
  },
  'workflows-take-only-types-from-domain': { 'workflows/decides.ts': importing('{ triage }', '../libs/domain/src/index.js') },
  'workflows-import-relatively': { 'workflows/uses-a-name.ts': `import type { Referral } from '#domain';\nexport type Used = Referral;\n` },
  'only-messages-leave-workflows': { 'apps/api/src/takes-a-workflow.ts': importing('{ referral }', '../../../workflows/referral.workflow.js') },
  'worker-speaks-no-http': { 'apps/worker/src/knows-http.ts': importing('{ shape }', '#contracts') },
  'web-takes-vocabulary-only': { 'apps/web/src/reads-the-record.ts': importing('{ record }', '#database') },
  'apps-do-not-import-apps': { 'apps/api/src/leans-on-the-worker.ts': importing('{ worker }', '../../worker/src/main.js') },
  'libs-are-entered-by-their-door': { 'apps/api/src/climbs-in.ts': importing('{ record }', '../../../libs/database/src/record.js') },
  'product-imports-no-tests': { 'apps/cli/src/leans-on-a-test.ts': importing('{ referralAt }', '../../../test/builders/referral.js') },
  'product-runs-without-dev-packages': { 'apps/cli/src/uses-a-dev-package.ts': importing('* as fc', 'fast-check') },
  'no-circles': { 'apps/api/src/egg.ts': importing('{ hen }', './hen.js') },
  'imports-exist': { 'apps/api/src/leads-nowhere.ts': importing('{ nothing }', './nothing.js') },
};
