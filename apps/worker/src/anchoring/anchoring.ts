// Every minute the worker signs where the audit's chains stand and appends it to a file outside the database; once an hour all of them,
// moved or not, so that silence is noticed too.
import { setTimeout as pause } from 'node:timers/promises';
import { AnchorKeeping, type AnchorKey, type Database } from '#database';
import type { Health } from '../health.js';
import { kindOf, type Log } from '../log.js';

const everyMs = 60_000;
const wholeEvery = 60;
export interface AnchorSettings { file: string; key: AnchorKey }
interface Parts { database: Database; anchors: AnchorSettings | undefined; health: Health; log: Log }

export class Anchoring {
  private readonly stopping = new AbortController();
  private going: Promise<void> | undefined;
  private readonly keeping: AnchorKeeping | undefined;
  private turns = 0;

  constructor(private readonly parts: Parts) { this.keeping = parts.anchors && new AnchorKeeping(parts.database, parts.anchors); }
  start(): void {
    if (!this.keeping) return this.parts.log.warn('the audit is not anchored: HANDRAIL_ANCHORS and HANDRAIL_ANCHOR_KEY are not set');
    this.going ??= this.goRound();
  }
  /** Ends after one last turn, so that what was done until now is anchored. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.going;
    if (this.keeping) await this.turnOrTrouble();
  }

  private async goRound(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.turnOrTrouble();
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
  private async turnOrTrouble(): Promise<void> {
    const { health, log } = this.parts;
    try {
      const { lost } = await this.keeping!.turn(new Date(), this.turns % wholeEvery === 0);
      this.turns += 1;
      health.anchors = lost.length > 0 ? 'lost' : 'ok';
      if (lost.length > 0) log.fatal({ chains: lost }, 'rows of the audit that were anchored are gone: run handrail verify-audit');
    } catch (trouble) {
      health.anchors = 'away';
      log.error(kindOf(trouble), 'the audit was not anchored; tried again in a minute');
    }
  }
}
