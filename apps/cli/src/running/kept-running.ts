// Keeps one process running: when it ends by itself it is started again, at once the first time and then more and more
// slowly, so that a process that cannot live does not eat the machine.
import { pause, type OwnProcess } from '../servers/own-process.js';

export interface KeptRunning {
  name: string;
  pid(): number;
  stop(): Promise<void>;
}

export interface KeepOrder {
  first: OwnProcess;
  /** Starts a successor and waits until it can work. */
  again(): Promise<OwnProcess>;
  gentle: NodeJS.Signals;
  graceMs: number;
  say(line: string): void;
  /** Told of each successor's pid. */
  changed(): void;
}

const SOONEST_MS = 100;
const SLOWEST_MS = 15_000;
const HEALTHY_AFTER_MS = 60_000;

export function keepRunning(order: KeepOrder): KeptRunning {
  const keeping = { current: order.first, stopping: false };
  const watching = watch(order, keeping);
  return {
    name: order.first.name,
    pid: () => keeping.current.pid,
    async stop() {
      keeping.stopping = true;
      await keeping.current.stop(order.gentle, order.graceMs);
      await watching;
    },
  };
}

interface Keeping { current: OwnProcess; stopping: boolean }

async function watch(order: KeepOrder, keeping: Keeping): Promise<void> {
  for (let waitMs = SOONEST_MS; !keeping.stopping;) {
    const since = Date.now();
    const how = await keeping.current.ended;
    if (keeping.stopping) return;
    if (Date.now() - since > HEALTHY_AFTER_MS) waitMs = SOONEST_MS;
    order.say(`${order.first.name} ${how}; starting it again${waitMs > 1000 ? ` in ${waitMs / 1000} s` : ''}.`);
    waitMs = await successor(order, keeping, waitMs);
  }
}

/** Tries until one lives; answers how long the next wait would be. */
async function successor(order: KeepOrder, keeping: Keeping, firstWaitMs: number): Promise<number> {
  for (let waitMs = firstWaitMs; ; waitMs = slower(waitMs)) {
    await pause(waitMs);
    if (keeping.stopping) return waitMs;
    try {
      keeping.current = await order.again();
      order.changed();
      if (keeping.stopping) await keeping.current.stop(order.gentle, order.graceMs);
      return slower(waitMs);
    } catch (cause) { order.say((cause as Error).message); }
  }
}

const slower = (waitMs: number) => Math.min(waitMs * 3, SLOWEST_MS);
