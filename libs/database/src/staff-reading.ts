// Who somebody is, for many askers at once. Everybody is answered by a statement that began after they asked, so that access taken away
// counts at the next request; while one statement runs, whoever comes meanwhile shares the next.
import type { Database } from './database.js';
import { staffOfIds, type StaffRow } from './staff.store.js';

interface Asker { resolve(staff: StaffRow | undefined): void; reject(cause: unknown): void }
/** A statement that takes longer than this is not waited for: whoever comes then gets one of their own, and its own bounded wait. */
const SLOW_MS = 100;

export class StaffReading {
  private asked = new Map<string, Asker[]>();
  private underWay = 0;
  private begunAt = 0;
  constructor(private readonly database: Database) {}

  /** The staff member as the record has them now; undefined for an id that nobody has. Throws `Outage`. */
  read(staffId: string): Promise<StaffRow | undefined> {
    return new Promise((resolve, reject) => {
      this.asked.set(staffId, [...(this.asked.get(staffId) ?? []), { resolve, reject }]);
      if (this.underWay === 0 || performance.now() - this.begunAt > SLOW_MS) void this.ask();
    });
  }
  private async ask(): Promise<void> {
    const askers = this.asked;
    this.asked = new Map();
    this.underWay += 1;
    this.begunAt = performance.now();
    try {
      const found = await staffOfIds(this.database, [...askers.keys()]);
      for (const [staffId, those] of askers) for (const one of those) one.resolve(found.get(staffId));
    } catch (cause) {
      for (const one of [...askers.values()].flat()) one.reject(cause);
    } finally { this.underWay -= 1; }
    if (this.asked.size > 0 && this.underWay === 0) void this.ask();
  }
}
