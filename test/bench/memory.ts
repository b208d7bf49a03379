// Resident memory of the processes: just started, under work, and when the work is done.
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { untilCaughtUp } from '../faults/reckoning.js';
import type { RunningProduct } from '../faults/running-product.js';
import { table } from './figures.js';
import { run } from './load.js';
import { fourActs, hire, intakeAsk, nurses, receiveMany, secretaries, signedHeaders } from './people.js';

const parts = ['api', 'worker', 'temporal'] as const;

export async function memory(product: RunningProduct): Promise<string> {
  await hire(product.ownerUrl);
  const headers = await signedHeaders(product.keysFile, ['gp-system', ...nurses, ...secretaries]);
  const database = await product.open();
  try {
    await pause(3_000);
    const rows = [['just started', ...resident(product)]];
    await run({ origin: product.api, atOnce: 16, turns: Array.from({ length: 1_000 }, () => [intakeAsk(headers, randomUUID())]) });
    await run({ origin: product.api, atOnce: 16, turns: (await receiveMany(database, 500)).map((id, no) => fourActs(headers, id, no)) });
    rows.push(['after 1,000 intakes and 2,000 acts, conductors at work', ...resident(product)]);
    await untilCaughtUp(database, 300_000);
    await pause(5_000);
    rows.push(['when every conductor has heard', ...resident(product)]);
    return table('Resident memory, MB (in brackets: the most it ever was)', ['', ...parts], rows);
  } finally { await database.close(); }
}
function resident(product: RunningProduct): string[] {
  return parts.map((name) => {
    const status = fs.readFileSync(`/proc/${product.parts[name].pid}/status`, 'utf8');
    const mb = (field: string) => Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
    return `${mb('VmRSS')} (${mb('VmHWM')})`;
  });
}
