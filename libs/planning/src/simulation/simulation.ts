// One possible future of a service, event by event: people are referred, wait for a slot, are seen for a course, go on or leave.
// All chance comes from the stream that is passed in: it sends the referrals and gives each person a stream of their own, so that in a
// changed service the same people come, as patient as before and with courses as long.
import { EventQueue } from './event-queue.js';
import { gone, never, People, waits, type PeopleFigures } from './people.js';
import { exponential, seededRandom, type Random } from './random.js';
import { courseWeeks, Room, type StationFigures } from './room.js';
import { refuseModel, type Route, type ServiceModel } from './service-model.js';

export interface Span {
  weeks: number;
  /** Weeks at the beginning that count in no figure. */
  warmUpWeeks?: number;
  /** Target from referral to first treatment. */
  targetWeeks?: number;
}
export interface RunFigures extends PeopleFigures {
  stations: StationFigures[];
  referred: number;
  /** Everybody on any list, at the end of each week. */
  listByWeek: number[];
}

/** Plays one future. Throws RangeError for a model that no service can be, and for a span that is none. */
export function simulateRun(model: ServiceModel, span: Span, random: Random): RunFigures {
  refuseModel(model);
  const { weeks, warmUpWeeks = 0 } = span;
  if (!(Number.isFinite(weeks) && weeks > 0 && warmUpWeeks >= 0 && warmUpWeeks < weeks)) throw new RangeError('A span is a number of weeks above 0, longer than its warm-up.');
  return new Future(model, span, random).play();
}

const { floor, min } = Math; // taken once: a simulation asks millions of times
const joins = 0, finishes = 1, givesUp = 2, slotsChange = 3;

class Future {
  private now = 0;
  private referred = 0;
  private readonly toCome = new EventQueue();
  private readonly people = new People();
  private readonly rooms: Room[];
  private readonly warmUp: number;
  private readonly listByWeek: number[] = [];
  private readonly isWaiting = (person: number): boolean => this.people.place[person] === waits;

  constructor(private readonly model: ServiceModel, private readonly span: Span, private readonly random: Random) {
    this.warmUp = span.warmUpWeeks ?? 0;
    this.rooms = model.stations.map((station, index) => new Room(station, index, this.warmUp));
  }

  play(): RunFigures {
    const { random, model, span: { weeks, targetWeeks }, toCome } = this;
    this.begin();
    let nextReferral = exponential(random, model.referralsPerWeek);
    for (let next = min(nextReferral, toCome.next); next <= weeks; next = min(nextReferral, toCome.next)) {
      this.countWeeks(next);
      this.now = next;
      if (nextReferral <= toCome.next) {
        nextReferral = next + exponential(random, model.referralsPerWeek);
        this.refer(random() < model.urgentShare);
      } else this.happen(toCome.take());
    }
    this.countWeeks(weeks);
    return { stations: this.rooms.map((room) => room.figures(weeks)), referred: this.referred, ...this.people.figures(this.warmUp, weeks, targetWeeks), listByWeek: this.listByWeek };
  }
  /** Notes the lists at the end of each week up to `until`. */
  private countWeeks(until: number): void {
    while (this.listByWeek.length + 1 <= until) this.listByWeek.push(this.rooms.reduce((sum, room) => sum + room.waiting, 0));
  }

  /** The lists and courses that are there already. */
  private begin(): void {
    const { model: { waiting = [], undecided = [], inCare = [] }, people, rooms, toCome } = this;
    for (const { station, index } of rooms) for (const [change, { week }] of (station.slotsFrom ?? []).entries()) toCome.add(week, slotsChange + 4 * (index + rooms.length * change));
    for (const { station, weeksLeft, urgent = false, referredWeeksAgo = 0 } of inCare) {
      const room = this.roomOf(station);
      const person = this.person(urgent, -referredWeeksAgo);
      if (room.station.treats) people.treatedAt[person] = -never;
      people.place[person] = gone;
      people.room[person] = room.index;
      room.busy += 1;
      toCome.add(weeksLeft, finishes + 4 * person);
    }
    for (const { station, urgent, referredWeeksAgo, joinedWeeksAgo } of [...waiting].sort((a, b) => b.joinedWeeksAgo - a.joinedWeeksAgo)) {
      this.join(this.person(urgent, -referredWeeksAgo), this.roomOf(station), -joinedWeeksAgo);
    }
    for (const { after, urgent, referredWeeksAgo } of undecided) this.route(this.person(urgent, -referredWeeksAgo), after === null ? this.model.entry : this.roomOf(after).station.next);
  }
  private person(urgent: boolean, referredAt: number): number { return this.people.add(urgent, referredAt, seededRandom(this.random() * 4_294_967_296)); }
  private roomOf(code: string): Room { return this.rooms.find((room) => room.station.code === code)!; }

  private refer(urgent: boolean): void {
    if (this.now >= this.warmUp) this.referred += 1;
    this.route(this.person(urgent, this.now), this.model.entry);
  }
  private happen(what: number): void {
    const kind = what % 4;
    const about = (what - kind) / 4;
    if (kind === joins) this.join(about, this.rooms[this.people.room[about]!]!, this.now);
    else if (kind === finishes) this.finish(about);
    else if (kind === givesUp) this.giveUp(about);
    else this.changeSlots(this.rooms[about % this.rooms.length]!, floor(about / this.rooms.length));
  }

  /** Sends a person along one of the routes, or out of the service. */
  private route(person: number, routes: readonly Route[] = []): void {
    let chance = this.people.chance[person]!();
    for (const { to, share } of routes) {
      if (chance < share) return this.send(person, this.roomOf(to));
      chance -= share;
    }
    this.leave(person);
  }
  private send(person: number, room: Room): void {
    this.people.room[person] = room.index;
    const delay = room.station.delayWeeks ?? 0;
    if (delay > 0) this.toCome.add(this.now + delay, joins + 4 * person);
    else this.join(person, room, this.now);
  }
  private leave(person: number): void {
    this.people.place[person] = gone;
    this.people.leftAt[person] = this.now;
  }

  private join(person: number, room: Room, at: number): void {
    const { people } = this;
    people.joinedAt[person] = at;
    people.room[person] = room.index;
    if (this.now >= this.warmUp) room.joined += 1;
    room.count(this.now);
    if (room.hasFreeSlot) return this.start(person, room);
    people.place[person] = waits;
    room.add(person, people.urgent[person]!);
    const patience = exponential(people.chance[person]!, room.station.leavesPerWeek ?? 0);
    if (patience === never) return undefined;
    people.patienceEndsAt[person] = this.now + patience;
    return this.toCome.add(this.now + patience, givesUp + 4 * person);
  }
  private giveUp(person: number): void {
    const { people } = this;
    if (!this.isWaiting(person) || people.patienceEndsAt[person] !== this.now) return;
    const room = this.rooms[people.room[person]!]!;
    room.count(this.now);
    room.waiting -= 1;
    if (this.now >= this.warmUp) room.left += 1;
    this.leave(person);
  }
  private start(person: number, room: Room): void {
    const { people } = this;
    room.busy += 1;
    people.place[person] = gone;
    people.patienceEndsAt[person] = never;
    if (this.now >= this.warmUp) room.begins(people.urgent[person]!, this.now - people.joinedAt[person]!);
    if (room.station.treats && people.treatedAt[person] === never) people.treatedAt[person] = this.now;
    this.toCome.add(this.now + courseWeeks(room.station.course, people.chance[person]!), finishes + 4 * person);
  }
  private finish(person: number): void {
    const room = this.rooms[this.people.room[person]!]!;
    room.count(this.now);
    room.busy -= 1;
    this.serve(room);
    this.route(person, room.station.next);
  }
  private changeSlots(room: Room, change: number): void {
    room.count(this.now);
    room.slots = room.station.slotsFrom![change]!.slots;
    this.serve(room);
  }
  /** Free slots go to whoever is next. */
  private serve(room: Room): void {
    while (room.hasFreeSlot && room.waiting > 0) this.start(room.call(this.isWaiting), room);
  }
}
