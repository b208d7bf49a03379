// One possible future of a list: week after week, as many people join, leave and begin as in a past week drawn at random. Urgent people are
// called first, then whoever has waited longest; a booked appointment is kept. Days count from today, which is day 0.
import type { WeekOfList } from '../history/visits.js';
import type { Random } from '../simulation/random.js';

/** In the order in which they will be called. `lastDay`: last day in target; `bookedDay`: of the first appointment. */
export interface PersonOnList { urgent: boolean; lastDay: number; bookedDay: number | null }
export interface ListFuture {
  /** Day on which each of the list begins; Infinity when not in sight, NaN when they left untreated. */
  begun: number[];
  /** People whose target passed untreated in each of the coming weeks, newcomers among them. */
  breaches: number[];
}
export interface FutureQuestion { history: readonly WeekOfList[]; weeks: number; targetDays: number }

/** How far ahead anybody looks for a start. */
export const furthestWeeks = 260;

export function listFuture(list: readonly PersonOnList[], question: FutureQuestion, random: Random): ListFuture {
  return new Playing(list, question, random).play();
}

class Playing {
  private readonly lastDay: number[];
  private readonly present: boolean[];
  private readonly begun: number[];
  private readonly breaches: number[];
  private readonly urgent: number[] = [];
  private readonly routine: number[] = [];
  private readonly heads = { urgent: 0, routine: 0 };
  private readonly bookedIn = new Map<number, number[]>();
  private knownLeft: number;

  constructor(private readonly list: readonly PersonOnList[], private readonly question: FutureQuestion, private readonly random: Random) {
    this.lastDay = list.map((one) => one.lastDay);
    this.present = list.map(() => true);
    this.begun = list.map(() => Infinity);
    this.breaches = Array.from({ length: question.weeks }, () => 0);
    this.knownLeft = list.length;
    for (const [person, { urgent, bookedDay }] of list.entries()) {
      if (bookedDay === null) (urgent ? this.urgent : this.routine).push(person);
      else { const week = weekOf(bookedDay); this.bookedIn.set(week, [...(this.bookedIn.get(week) ?? []), person]); }
    }
  }

  play(): ListFuture {
    const { history, weeks, targetDays } = this.question;
    for (let week = 0; week < furthestWeeks && (week < weeks || this.knownLeft > 0); week += 1) {
      const drawn = history[Math.floor(this.random() * history.length)]!;
      this.add(this.urgent, drawn.urgentJoined, 7 * week + targetDays);
      if (week < weeks) this.add(this.routine, drawn.routineJoined, 7 * week + targetDays); // later ones come after everybody known
      for (let one = 0; one < drawn.left; one += 1) this.someoneLeaves(7 * week);
      this.begin(week, drawn.started);
    }
    for (const [person, present] of this.present.entries()) if (present) this.over(person, Infinity);
    return { begun: this.begun, breaches: this.breaches };
  }

  private add(line: number[], newcomers: number, lastDay: number): void {
    for (let one = 0; one < newcomers; one += 1) {
      this.lastDay.push(lastDay);
      line.push(this.present.push(true) - 1);
    }
  }
  /** Anybody on the list may be the one; who has an appointment keeps it. */
  private someoneLeaves(day: number): void {
    const { urgent, routine, heads } = this;
    const waiting = urgent.length - heads.urgent + routine.length - heads.routine;
    for (let tries = 0; tries < 50 && waiting > 0; tries += 1) {
      const place = Math.floor(this.random() * waiting) + heads.urgent;
      const person = place < urgent.length ? urgent[place]! : routine[place - urgent.length + heads.routine]!;
      if (!this.present[person]) continue;
      this.over(person, day);
      if (person < this.list.length) { this.begun[person] = NaN; this.knownLeft -= 1; }
      return;
    }
  }
  /** Booked people begin on their day; the other starts of the week are spread over it. */
  private begin(week: number, starts: number): void {
    const booked = this.bookedIn.get(week) ?? [];
    for (const person of booked) this.start(person, this.list[person]!.bookedDay!);
    const free = Math.max(0, starts - booked.length);
    for (let place = 1; place <= free; place += 1) {
      const person = this.call('urgent') ?? this.call('routine');
      if (person === undefined) return;
      this.start(person, 7 * week + Math.ceil((7 * place) / free));
    }
  }
  private call(which: 'urgent' | 'routine'): number | undefined {
    const line = this[which];
    while (this.heads[which] < line.length) {
      const person = line[this.heads[which]]!;
      this.heads[which] += 1;
      if (this.present[person]) return person;
    }
    return undefined;
  }
  private start(person: number, day: number): void {
    this.over(person, day);
    if (person < this.list.length) { this.begun[person] = day; this.knownLeft -= 1; }
  }
  /** The wait is over, or never will be: did the target pass before? */
  private over(person: number, day: number): void {
    this.present[person] = false;
    const lastDay = this.lastDay[person]!;
    const week = Math.floor(lastDay / 7);
    if (lastDay >= 0 && day > lastDay && week < this.breaches.length) this.breaches[week]! += 1;
  }
}
/** Day 1 to 7 lie in week 0; what should have been today or earlier does too. */
const weekOf = (day: number): number => Math.max(0, Math.ceil(day / 7) - 1);
