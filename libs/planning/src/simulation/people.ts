// The people of one simulated future, and what became of them: referred, treated, left, or past their target.
import { medianOf } from '../charts/run-chart.js';
import type { Random } from './random.js';

export interface PeopleFigures {
  /** From referral to the first treatment, of those first treated in the span; null of nobody. */
  treated: number; meanWaitWeeks: number | null; medianWaitWeeks: number | null; withinTargetPercent: number | null;
  /** People whose target passed untreated, by week. */
  breachesByWeek: number[];
}
export const between = 0, waits = 1, gone = 2;
export const never = Infinity;

/** One entry per person in each list; weeks from the beginning, negative for what came before. */
export class People {
  readonly referredAt: number[] = [];
  readonly urgent: boolean[] = [];
  readonly joinedAt: number[] = [];
  readonly room: number[] = [];
  readonly place: number[] = [];
  /** When they will have waited too long; only the wait for which it was drawn counts. */
  readonly patienceEndsAt: number[] = [];
  readonly treatedAt: number[] = [];
  readonly leftAt: number[] = [];
  readonly chance: Random[] = [];

  add(urgent: boolean, referredAt: number, chance: Random): number {
    this.referredAt.push(referredAt);
    this.urgent.push(urgent);
    this.joinedAt.push(0);
    this.room.push(0);
    this.patienceEndsAt.push(never);
    this.treatedAt.push(never);
    this.leftAt.push(never);
    this.chance.push(chance);
    return this.place.push(between) - 1;
  }

  figures(warmUp: number, weeks: number, targetWeeks: number | undefined): PeopleFigures {
    const completed: number[] = [];
    for (const [person, at] of this.treatedAt.entries()) if (at >= warmUp && at <= weeks) completed.push(at - this.referredAt[person]!);
    const treated = completed.length;
    return {
      treated, meanWaitWeeks: treated === 0 ? null : completed.reduce((sum, one) => sum + one, 0) / treated, medianWaitWeeks: medianOf(completed),
      withinTargetPercent: targetWeeks === undefined || treated === 0 ? null : (100 * completed.filter((wait) => wait <= targetWeeks).length) / treated,
      breachesByWeek: targetWeeks === undefined ? [] : this.breaches(warmUp, weeks, targetWeeks),
    };
  }
  /** Whoever had neither been treated nor left when their target passed. */
  private breaches(warmUp: number, weeks: number, targetWeeks: number): number[] {
    const byWeek = Array.from({ length: Math.ceil(weeks) }, () => 0);
    for (const [person, referredAt] of this.referredAt.entries()) {
      const at = referredAt + targetWeeks;
      if (at >= warmUp && at < weeks && this.treatedAt[person]! > at && this.leftAt[person]! > at) byWeek[Math.floor(at)]! += 1;
    }
    return byWeek;
  }
}
