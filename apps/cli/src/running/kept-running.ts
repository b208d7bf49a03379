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

const SLOWEST_MS = 15_000;
const HEALTHY_AFTER_MS = 60_000;

export function keepRunning(order: KeepOrder): KeptRunning {
  let current = order.first;
  let stopping = false;
  const watching = (async () => {
    for (let waitMs = 100; !stopping;) {
      const since = Date.now();
      const how = await current.ended;
      if (stopping) return;
      if (Date.now() - since > HEALTHY_AFTER_MS) waitMs = 100;
      order.say(`${order.first.name} ${how}; starting it again${waitMs > 1000 ? ` in ${waitMs / 1000} s` : ''}.`);
      waitMs = await successor(waitMs);
    }
  })();

  /** Tries until one lives; answers how long the next wait would be. */
  async function successor(firstWaitMs: number): Promise<number> {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 3, SLOWEST_MS)) {
      await pause(waitMs);
      if (stopping) return waitMs;
      try {
        current = await order.again();
        order.changed();
        if (stopping) await current.stop(order.gentle, order.graceMs);
        return Math.min(waitMs * 3, SLOWEST_MS);
      } catch (cause) { order.say((cause as Error).message); }
    }
  }

  return {
    name: order.first.name,
    pid: () => current.pid,
    async stop() {
      stopping = true;
      await current.stop(order.gentle, order.graceMs);
      await watching;
    },
  };
}
