// `up --detach`: the same `up` in a process of its own that outlives the terminal and reports to us until it is healthy.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root, stateFolder, type Copy } from './copies.js';

interface Report { say?: string; ready?: string; failed?: string }

/** Starts `handrail` with these words detached and waits for its word; throws its sentence when it did not start. */
export async function detached(copy: Copy, words: string[]): Promise<void> {
  const logFile = path.join(copy.folder, 'log', 'handrail.log');
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'a');
  const child = spawn(process.execPath, [path.join(root, 'bin', 'handrail.mjs'), ...words], {
    detached: true, cwd: root, stdio: ['ignore', log, log, 'ipc'], env: { ...process.env, HANDRAIL_HOME: stateFolder(), HANDRAIL_DETACHED: '1' },
  });
  await new Promise<void>((resolve, reject) => {
    child.on('message', (report: Report) => {
      if (report.say) console.error(report.say);
      if (report.failed) reject(new Error(report.failed));
      if (report.ready) { console.log(report.ready); resolve(); }
    });
    child.once('exit', () => reject(new Error(`it ended while it started; see ${logFile}`)));
  });
  child.disconnect();
  child.unref();
}

/** Prints, and when detached also tells the process that waits for us. */
export function tellParent(report: Report): void {
  const line = report.ready ?? report.say;
  if (line) (report.ready ? console.log : console.error)(line);
  if (process.env.HANDRAIL_DETACHED && process.connected) process.send!(report);
}

/** Lets the process that waits for us hear why we do not start, then lets the error go its way. */
export async function tellOfFailure(cause: Error): Promise<never> {
  if (process.env.HANDRAIL_DETACHED && process.connected) await new Promise((sent) => process.send!({ failed: cause.message }, sent));
  throw cause;
}
