import fs from 'node:fs';

/** True while the process runs. One that has ended but was not yet collected by the system's first process is dead. */
export function isAlive(pid: number): boolean {
  const state = `/proc/${pid}/stat`;
  try {
    process.kill(pid, 0);
    return !fs.existsSync(state) || !/\) Z /.test(fs.readFileSync(state, 'utf8'));
  } catch { return false; }
}
