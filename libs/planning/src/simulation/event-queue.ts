// What is to come, earliest first: a binary heap of instants (in weeks) with a whole number that says what happens then.

const never = Infinity;

export class EventQueue {
  private readonly instants: number[] = [];
  private readonly happenings: number[] = [];

  get size(): number { return this.instants.length; }
  /** Endless when nothing is to come. */
  get next(): number { return this.instants.length > 0 ? this.instants[0]! : never; }

  add(instant: number, happening: number): void {
    const { instants, happenings } = this;
    let place = instants.length;
    instants.push(instant);
    happenings.push(happening);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (instants[parent]! <= instant) break;
      instants[place] = instants[parent]!;
      happenings[place] = happenings[parent]!;
      place = parent;
    }
    instants[place] = instant;
    happenings[place] = happening;
  }

  /** Takes out what comes next; the queue must not be empty. */
  take(): number {
    const { instants, happenings } = this;
    const first = happenings[0]!;
    const instant = instants.pop()!;
    const happening = happenings.pop()!;
    if (instants.length > 0) this.sink(instant, happening);
    return first;
  }

  private sink(instant: number, happening: number): void {
    const { instants, happenings } = this;
    const size = instants.length;
    let place = 0;
    for (let child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && instants[child + 1]! < instants[child]!) child += 1;
      if (instants[child]! >= instant) break;
      instants[place] = instants[child]!;
      happenings[place] = happenings[child]!;
      place = child;
    }
    instants[place] = instant;
    happenings[place] = happening;
  }
}
