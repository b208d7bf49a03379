// Somebody who opens the records of very many different people within an hour is told of in the log, by id: once an hour and person.
const AN_HOUR_MS = 3_600_000;
const MANY = 60;

export class ManyPatients {
  private hour = 0;
  private readonly seen = new Map<string, Set<string>>();
  /** `now` in milliseconds since 1970; given by tests. */
  constructor(private readonly alarm: (staffId: string) => void, private readonly now: () => number = Date.now) {}

  saw(staffId: string, personId: string): void {
    const hour = Math.floor(this.now() / AN_HOUR_MS);
    if (hour !== this.hour) { this.seen.clear(); this.hour = hour; }
    const people = this.seen.get(staffId) ?? new Set<string>();
    this.seen.set(staffId, people);
    const before = people.size;
    if (before <= MANY) people.add(personId);
    if (before === MANY && people.size > MANY) this.alarm(staffId);
  }
}
