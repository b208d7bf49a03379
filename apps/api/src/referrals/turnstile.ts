// At most four acts of one referral are in the record's hands at once; a few more wait their turn, the rest are told to come again. One
// referral that everybody hammers then never takes all connections from the others.
import { tooMuch } from '../arriving/problems.js';

const AT_ONCE = 4;
const MOST_WAITING = 28;

export class Turnstile {
  private readonly busy = new Map<string, { inside: number; waiting: (() => void)[] }>();

  /** Runs `work` when there is room. Throws a 429 problem when too many wait already. */
  async through<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    await this.enter(name);
    try { return await work(); } finally { this.leave(name); }
  }
  private async enter(name: string): Promise<void> {
    const gate = this.busy.get(name) ?? { inside: 0, waiting: [] };
    this.busy.set(name, gate);
    if (gate.inside < AT_ONCE) { gate.inside += 1; return; }
    if (gate.waiting.length >= MOST_WAITING) throw tooMuch();
    await new Promise<void>((resolve) => { gate.waiting.push(resolve); });
  }
  /** The place is handed to whoever waits first; nobody slips in between. */
  private leave(name: string): void {
    const gate = this.busy.get(name)!;
    const next = gate.waiting.shift();
    if (next) return next();
    gate.inside -= 1;
    if (gate.inside === 0) this.busy.delete(name);
  }
}
