// One server process that we own: its own process group (a Ctrl-C in the terminal reaches only us, so that we choose the
// order in which things stop), its output in a log file, and a stop that ends it for certain.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface ProcessOrder {
  name: string;
  command: string;
  args: string[];
  logFile: string;
  env?: NodeJS.ProcessEnv;
  /** Operating-system user to run as, when we are root and the server refuses to be. */
  user?: { uid: number; gid: number };
  cwd?: string;
  /** Stands back when processors are short: others are served first. */
  standsBack?: boolean;
}

export interface OwnProcess {
  name: string;
  pid: number;
  /** Settles when the process has ended, whatever ended it. */
  ended: Promise<string>;
  hasEnded(): boolean;
  /** Ends it: `gentle` first, SIGKILL when it is still there after `graceMs`. */
  stop(gentle: NodeJS.Signals, graceMs: number): Promise<void>;
}

/** Starts the process; throws with one sentence when the file cannot be run at all. */
export async function startProcess(order: ProcessOrder): Promise<OwnProcess> {
  fs.mkdirSync(path.dirname(order.logFile), { recursive: true });
  const log = fs.openSync(order.logFile, 'a');
  const child = spawn(order.command, order.args, {
    stdio: ['ignore', log, log], detached: true, env: order.env ?? process.env, cwd: order.cwd, ...order.user,
  });
  fs.closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new Error(`${order.name} could not be started: ${cause.message}`)));
  });
  if (order.standsBack) standBack(child.pid!);
  return watched(order.name, child);
}

const NICE = 5;
/** Linux shares processors first among sessions, and each of our processes has one of its own: the session must be told, too. */
function standBack(pid: number): void {
  try {
    os.setPriority(pid, NICE);
    if (fs.existsSync(`/proc/${pid}/autogroup`)) fs.writeFileSync(`/proc/${pid}/autogroup`, String(NICE));
  } catch { /* it has ended already, or the machine knows no such thing: it works without */ }
}

function watched(name: string, child: ChildProcess): OwnProcess {
  let over = false;
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => {
    over = true;
    resolve(signal ? `ended by ${signal}` : `ended with code ${code}`);
  }));
  return {
    name, pid: child.pid!, ended, hasEnded: () => over,
    async stop(gentle, graceMs) {
      if (over) return;
      child.kill(gentle);
      const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The last lines of a log, for the sentence that says why something did not start. */
export function lastLines(logFile: string, count = 5): string {
  if (!fs.existsSync(logFile)) return '(no log)';
  return fs.readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
