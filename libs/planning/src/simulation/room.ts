// One station of a simulated service while it is played: its slots, its two lines, and what has been counted. Urgent people are called
// first; in each line first come, first served.
import { exponential, type Random } from './random.js';
import type { CourseLength, Station } from './service-model.js';

const { floor, max, min } = Math; // taken once: a simulation asks millions of times
const endless = Infinity;

export interface StationFigures {
  code: string;
  joined: number; started: number; left: number;
  /** Of those who began; null when nobody did. */
  meanWaitWeeks: number | null; urgentMeanWaitWeeks: number | null; routineMeanWaitWeeks: number | null;
  /** People on the list over time, and at the end. */
  meanList: number; listAtEnd: number;
  /** Share of slot time in use; null without slots. */
  slotsInUse: number | null;
}

/** Who has given up stays in the line and is passed over when their turn comes. */
class Line {
  private people: number[] = [];
  private head = 0;
  add(person: number): void { this.people.push(person); }
  call(isWaiting: (person: number) => boolean): number | undefined {
    while (this.head < this.people.length) {
      const person = this.people[this.head]!;
      this.head += 1;
      if (this.head > 1024 && this.head * 2 > this.people.length) { this.people = this.people.slice(this.head); this.head = 0; }
      if (isWaiting(person)) return person;
    }
    return undefined;
  }
}

export class Room {
  slots: number;
  busy = 0;
  waiting = 0;
  joined = 0; left = 0;
  private readonly begun = { urgent: 0, routine: 0 };
  private readonly waited = { urgent: 0, routine: 0 };
  private readonly urgent = new Line();
  private readonly routine = new Line();
  private since = 0;
  private listArea = 0; private busyArea = 0; private slotArea = 0;

  /** Nothing is counted before `warmUp`. */
  constructor(readonly station: Station, readonly index: number, private readonly warmUp: number) {
    this.slots = station.slots;
  }
  get hasFreeSlot(): boolean { return this.busy < this.slots; }

  add(person: number, urgent: boolean): void {
    this.waiting += 1;
    (urgent ? this.urgent : this.routine).add(person);
  }
  /** Calls the next person who still waits. */
  call(isWaiting: (person: number) => boolean): number {
    this.waiting -= 1;
    return this.urgent.call(isWaiting) ?? this.routine.call(isWaiting)!;
  }

  /** Somebody begins after so many weeks on the list. */
  begins(urgent: boolean, waited: number): void {
    const line = urgent ? 'urgent' : 'routine';
    this.begun[line] += 1;
    this.waited[line] += waited;
  }

  /** Adds up list and slots in use since they last changed; to be called before they change. */
  count(now: number): void {
    const span = now - max(this.since, this.warmUp);
    if (span > 0) {
      this.listArea += this.waiting * span;
      this.busyArea += min(this.busy, this.slots) * span;
      this.slotArea += this.slots * span;
    }
    this.since = now;
  }
  figures(weeks: number): StationFigures {
    this.count(weeks);
    const { joined, left, begun, waited, listArea, busyArea, slotArea } = this;
    const started = begun.urgent + begun.routine;
    const mean = (total: number, of: number) => (of === 0 ? null : total / of);
    return {
      code: this.station.code, joined, started, left, meanWaitWeeks: mean(waited.urgent + waited.routine, started),
      urgentMeanWaitWeeks: mean(waited.urgent, begun.urgent), routineMeanWaitWeeks: mean(waited.routine, begun.routine),
      meanList: listArea / (weeks - this.warmUp), listAtEnd: this.waiting, slotsInUse: mean(busyArea, slotArea),
    };
  }
}

/** Weeks for which a course holds its slot. */
export function courseWeeks(course: CourseLength, random: Random): number {
  if (course.kind === 'exponential') return exponential(random, 1 / course.meanWeeks);
  const { counts, limit = endless, weeksBetween, didNotAttend, missedCounts = false } = course;
  const sessions = min(counts[floor(random() * counts.length)]!, limit);
  let missed = 0;
  if (!missedCounts && didNotAttend > 0) for (let held = 0; held < sessions; held += 1) while (random() < didNotAttend) missed += 1;
  return (sessions + missed) * weeksBetween;
}
