// Ends what an earlier run left behind: a supervisor that still runs is asked to stop everything; of one that was killed,
// the children are stopped here, in the order in which they lean on each other.
import fs from 'node:fs';
import path from 'node:path';
import { forgetRun, holderOf, isOurs, readRun, type Copy } from './copies.js';
import { pause } from '../servers/own-process.js';

const ORDER: [name: string, gentle: NodeJS.Signals, graceMs: number][] = [
  ['handrail', 'SIGTERM', 60_000], ['worker', 'SIGTERM', 30_000], ['api', 'SIGTERM', 15_000], ['issuer', 'SIGTERM', 5_000],
  ['temporal', 'SIGTERM', 10_000], ['postgres', 'SIGINT', 20_000],
];

/** Stops every process of the copy that is still there; answers their names. */
export async function stopCopy(copy: Copy): Promise<string[]> {
  const pids = { handrail: holderOf(copy.folder), ...readRun(copy.folder)?.pids } as Record<string, number | undefined>;
  const stopped: string[] = [];
  for (const [name, gentle, graceMs] of ORDER) {
    const pid = pids[name];
    if (pid === undefined || pid === process.pid || !isOurs(pid)) continue;
    await end(pid, gentle, graceMs);
    stopped.push(name);
  }
  forgetRun(copy.folder);
  return stopped;
}

async function end(pid: number, gentle: NodeJS.Signals, graceMs: number): Promise<void> {
  signal(pid, gentle);
  const patience = Date.now() + graceMs;
  while (isOurs(pid) && Date.now() < patience) await pause(50);
  if (!isOurs(pid)) return;
  signal(pid, 'SIGKILL');
  while (isOurs(pid) && Date.now() < patience + 5_000) await pause(50);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try { process.kill(pid, name); } catch { /* it ended on its own */ }
}

/** Takes the copy for this process; throws one sentence when another `handrail up` has it. Answers what gives it back. */
export function takeCopy(copy: Copy): () => void {
  fs.mkdirSync(copy.folder, { recursive: true });
  const lock = path.join(copy.folder, 'lock');
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(lock, { force: true });
    } catch (cause) { if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause; }
    const holder = holderOf(copy.folder);
    if (isOurs(holder)) throw new Error(alreadyThere(copy, holder));
    fs.rmSync(lock, { force: true }); // its holder was killed
  }
}

function alreadyThere(copy: Copy, holder: number | undefined): string {
  const run = readRun(copy.folder);
  return `Handrail is already ${run ? `running at ${run.api}` : 'starting'} (process ${holder}): stop it with "handrail down", or start a second copy with another --port-base.`;
}
