// Telling the conductors in the background. The person has been answered and the record is right, so telling may be bounded: at most
// eight at once for this process, one at a time for each referral and of several acts only the newest; what cannot be told, the sweep tells.
import { beginConductor, tellConductor, type Heard, type Telling } from './telling.js';
import type { TemporalLink } from './connection.js';

const atOnce = 8;
const longestLine = 5_000;
/** After a telling that met nobody, none is tried for a moment: trying costs a person's act more than the sweep does. */
const notTriedMs = 1_000;
type Say = () => Promise<Heard>;
/** How often each outcome came about since the process started; `left-to-the-sweep`: not even tried, because the line was long or Temporal away. */
export type Counts = Record<Heard | 'left-to-the-sweep', number>;

export class Conductors {
  readonly counts: Counts = { heard: 0, begun: 0, away: 0, 'not-for-certain': 0, 'two-minds': 0, 'left-to-the-sweep': 0 };
  private readonly line = new Map<string, Say>();
  private readonly inFlight = new Set<string>();
  private emptied: (() => void)[] = [];
  private awayUntil = -Infinity;

  /** `outcome` is called after each telling, with ids and codes for a log. */
  constructor(private readonly link: TemporalLink, private readonly outcome: (referralId: string, heard: Heard) => void = () => undefined) {}

  /** Tells the conductor of an act that the record holds. Returns at once and never throws. */
  tell(referralId: string, telling: Telling): void {
    this.standInLine(referralId, () => tellConductor(this.link, referralId, telling));
  }
  /** Begins the conductor of a referral just received. Returns at once and never throws. */
  begin(referralId: string): void {
    if (!this.line.has(referralId)) this.standInLine(referralId, () => beginConductor(this.link, referralId));
  }
  /** Referrals waiting to be told of or being told. */
  get underWay(): number { return this.line.size + this.inFlight.size; }

  /** Waits until everything in line was tried, at most `withinMs`; the rest is left to the sweep. Closes the connection once nothing is in flight. */
  async close(withinMs = 5_000): Promise<void> {
    let patience: NodeJS.Timeout | undefined;
    await Promise.race([this.drained(), new Promise<void>((resolve) => { patience = setTimeout(resolve, withinMs); })]);
    clearTimeout(patience);
    this.leaveToTheSweep();
    await this.drained(); // each telling ends by its own deadline; a connection closed under one would bring the process down
    await this.link.close();
  }
  /** Resolves when nothing is in line or in flight. */
  async drained(): Promise<void> {
    if (this.underWay > 0) await new Promise<void>((resolve) => { this.emptied.push(resolve); });
  }

  private standInLine(referralId: string, say: Say): void {
    const full = this.line.size >= longestLine && !this.line.has(referralId);
    if (full || performance.now() < this.awayUntil) { this.counts['left-to-the-sweep']++; return; }
    this.line.set(referralId, say); // the newest takes the place of the one before
    this.next();
  }
  private next(): void {
    for (const [referralId, say] of this.line) {
      if (this.inFlight.size >= atOnce) return;
      if (this.inFlight.has(referralId)) continue;
      this.line.delete(referralId);
      this.inFlight.add(referralId);
      void this.say(referralId, say);
    }
  }
  private async say(referralId: string, say: Say): Promise<void> {
    const heard = await say();
    this.inFlight.delete(referralId);
    this.counts[heard]++;
    this.outcome(referralId, heard);
    if (heard === 'away') {
      this.awayUntil = performance.now() + notTriedMs;
      this.leaveToTheSweep();
    }
    this.next();
    if (this.underWay === 0) { for (const resolve of this.emptied.splice(0)) resolve(); }
  }
  /** Temporal is away: trying each in turn would only make the line longer. */
  private leaveToTheSweep(): void {
    this.counts['left-to-the-sweep'] += this.line.size;
    this.line.clear();
  }
}
