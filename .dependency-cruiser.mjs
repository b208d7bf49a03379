// Who may import whom: the rooms of the house and their doors (docs/adr/0011). `npm run check` walks every import against these
// rules; test/architecture/imports.spec.ts breaks each one on purpose and expects it to be caught.
import { fileURLToPath } from 'node:url';

const lib = (...names) => `^libs/(${names.join('|')})/`;
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const product = '^(apps|libs|workflows)/';
const spec = '\\.spec\\.ts$';
const messages = '^workflows/[^/]+\\.messages\\.(ts|js)$';

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    rule('domain-imports-nothing', 'the same rules run in worker, API, browser and tests: they lean on nothing, not even on Node',
      { path: '^libs/domain/', pathNot: spec }, { pathNot: '^libs/domain/' }),
    rule('planning-imports-domain-only', 'waiting-time arithmetic is pure like the domain, so that a browser can run it',
      { path: '^libs/planning/', pathNot: spec }, { pathNot: `^libs/planning/|${lib('domain')}` }),
    rule('contracts-import-domain-and-zod-only', 'what crosses HTTP is described for server and browser alike',
      { path: '^libs/contracts/', pathNot: spec }, { pathNot: `^libs/contracts/|${lib('domain')}|${npm('zod')}` }),
    rule('database-knows-no-other-room', 'the record knows the domain; it is asked by API and worker and asks neither',
      { path: '^libs/database/' }, { path: `^(apps|workflows)/|${lib('planning', 'contracts', 'conductor')}` }),
    rule('database-knows-no-engine-and-no-web', 'no call to Temporal or over HTTP may find its way into a database transaction',
      { path: '^libs/database/' }, { path: npm('@temporalio/[^/]+', '@nestjs/[^/]+', 'express') }),
    rule('conductor-tells-and-nothing-else', 'telling a conductor takes its messages and a Temporal client; neither record nor rules',
      { path: '^libs/conductor/', pathNot: spec },
      { path: `^apps/|${lib('planning', 'contracts', 'database')}|${npm('@temporalio/(worker|workflow|activity|testing)', '@nestjs/[^/]+', 'typeorm', 'pg')}` }),
    rule('conductor-takes-only-types-from-domain', 'rules run in the record\'s transaction, never on the way to the conductor',
      { path: '^libs/conductor/', pathNot: spec }, { path: lib('domain'), dependencyTypesNot: ['type-only'] }),
    rule('workflows-stay-in-the-sandbox', 'Temporal replays this code: it may import its SDK, its own files and the domain\'s types',
      { path: '^workflows/' }, { path: '.', pathNot: `^workflows/|${lib('domain')}|${npm('@temporalio/workflow', '@temporalio/common')}` }),
    rule('workflows-take-only-types-from-domain', 'a rule that ran in a workflow could not change while referrals are open',
      { path: '^workflows/' }, { path: lib('domain'), dependencyTypesNot: ['type-only'] }),
    rule('workflows-import-relatively', 'the workflow bundler does not read the import names of package.json',
      { path: '^workflows/' }, { dependencyTypes: ['aliased'] }),
    rule('only-messages-leave-workflows', 'who tells a conductor needs names and ids; workflow code outside the sandbox does not run',
      { path: '^apps/(api|cli|web)/|^libs/conductor/' }, { path: '^workflows/', pathNot: messages }),
    rule('worker-speaks-no-http', 'contracts describe HTTP; the worker is spoken to by Temporal and by the record',
      { path: '^apps/worker/' }, { path: `${lib('contracts')}|${npm('zod', '@nestjs/platform-express', 'express')}` }),
    rule('web-takes-vocabulary-only', 'what runs in a browser sees neither the record nor the engine',
      { path: '^apps/web/' }, { path: `^workflows/|${lib('database', 'conductor')}|${npm('@temporalio/[^/]+', '@nestjs/[^/]+', 'typeorm', 'pg')}` }),
    rule('apps-do-not-import-apps', 'each process can be built, run and deployed without the others',
      { path: '^apps/([^/]+)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    rule('libs-are-entered-by-their-door', 'what a library offers is one page, its index; its insides may change any day',
      { path: product + '([^/]+)/', pathNot: spec }, { path: '^libs/([^/]+)/', pathNot: '^libs/$2/|^libs/[^/]+/src/index\\.ts$' }),
    rule('product-imports-no-tests', 'what people run must not lean on what only tests need',
      { path: product, pathNot: spec }, { path: `^test/|${spec}` }),
    rule('product-runs-without-dev-packages', 'the image is built without development packages, and each package used is named in package.json',
      { path: product, pathNot: spec },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] }),
    rule('no-circles', 'two files that need each other to run are one file, or a third is missing; types may look at each other',
      { path: product }, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule('imports-exist', 'an import that leads nowhere fails here rather than when a referral comes by',
      { path: product }, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: '^apps/web/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: fileURLToPath(new URL('tools/import-names.mjs', import.meta.url)) }, // names only; nothing is packed
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
