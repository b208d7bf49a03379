// One process of the product that may be killed at any moment and that comes back on its own port with its own folder.
import fs from 'node:fs';
import type { OwnProcess } from '../../apps/cli/src/servers/own-process.js';
import { pause } from '../../apps/cli/src/servers/own-process.js';

export const partNames = ['postgres', 'temporal', 'api', 'worker'] as const;
export type PartName = (typeof partNames)[number];

/** Starts the process and answers when it can work. */
export type Starter = () => Promise<OwnProcess>;

export class Part {
  private running: OwnProcess | undefined;
  constructor(readonly name: PartName, private readonly starter: Starter, private readonly gentle: NodeJS.Signals) {}

  get pid(): number | undefined { return this.running && !this.running.hasEnded() ? this.running.pid : undefined; }

  /** Answers how many milliseconds it took until the part could work. */
  async start(): Promise<number> {
    const since = performance.now();
    this.running = await this.starter();
    return performance.now() - since;
  }
  /** kill -9 of the process and of every process it has made (PostgreSQL has one for each connection). */
  async kill(): Promise<void> {
    const { running } = this;
    if (!running || running.hasEnded()) return;
    for (const pid of [running.pid, ...childrenOf(running.pid)]) killQuietly(pid);
    await running.ended;
  }
  async stop(): Promise<void> { await this.running?.stop(this.gentle, 20_000); }
}

const killQuietly = (pid: number) => { try { process.kill(pid, 'SIGKILL'); } catch { /* it has ended by itself */ } };

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  try { return fs.readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number); } catch { return []; }
}

/** Waits until an address answers 200; throws when the process ends first, or after a minute. */
export async function untilHealthy(child: OwnProcess, address: string): Promise<OwnProcess> {
  for (const patience = Date.now() + 60_000; Date.now() < patience; await pause(30)) {
    if (child.hasEnded()) throw new Error(`${child.name} ${await child.ended} while it started`);
    if (await fetch(address, { signal: AbortSignal.timeout(2_000) }).then((answer) => answer.ok, () => false)) return child;
  }
  throw new Error(`${child.name} was not healthy within a minute`);
}
