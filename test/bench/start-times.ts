// `handrail up --detach` on an empty machine and again on its data: from the command to the table of addresses.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { seconds } from '../faults/reckoning.js';
import { table } from './figures.js';

const run = promisify(execFile);
const portBase = 46_100;

export async function startTimes(): Promise<string> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-start-'));
  fs.chmodSync(home, 0o755);
  const handrail = async (...words: string[]): Promise<number> => {
    const since = performance.now();
    await run(process.execPath, ['dist/apps/cli/src/main.js', ...words], { env: { ...process.env, HANDRAIL_HOME: home } });
    return performance.now() - since;
  };
  const rows: string[][] = [];
  try {
    for (const name of ['first start', 'second start, with its data', 'third start, with its data']) {
      const up = await handrail('up', '--detach', '--port-base', String(portBase));
      rows.push([name, seconds(up), seconds(await handrail('down'))]);
    }
  } finally {
    await handrail('down').catch(() => undefined);
    fs.rmSync(home, { recursive: true, force: true });
  }
  return table('Start and stop of the whole product (packages installed, built, Temporal\'s program in its cache)', ['', 'up', 'down'], rows);
}
