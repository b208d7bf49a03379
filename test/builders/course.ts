// The course of one made-up referral under a fixed clock: every state is reached by real commands through decide and real deadlines
// through onDeadline, so a fixture that the rules would not allow cannot be built.
import { decide, defaultPolicy, evolve, nextDeadline, nextTimer, onDeadline, openTasks, systemActor, toInstant, type ActName, type Command, type Decision, type EventOf, type EventType, type Instant, type OpenTask, type Policy, type Receive, type Referral, type ReferralEvent, type Refusal, type TaskType } from '#domain';
import { staff, type StaffName } from './staff.js';

/** Wednesday 4 March 2026, ten in the morning in London. */
export const start: Instant = '2026-03-04T10:00:00.000Z';
export const firstReceipt: Receive = {
  referralId: 'referral-1', reference: 'HR-000001', teamId: 'north-team', personId: 'person-1', receivedAt: start, source: 'gp', referrerUrgency: 'routine', flags: [],
};
export interface Elapsed { minutes?: number; hours?: number; days?: number }
export const after = (at: Instant, { minutes = 0, hours = 0, days = 0 }: Elapsed): Instant => toInstant(Date.parse(at) + ((days * 24 + hours) * 60 + minutes) * 60_000);

const mostRings = 200;

export class Course {
  readonly events: ReferralEvent[] = [];
  /** Who has claimed which open task; a task given to a person is theirs from the beginning. */
  holders: Record<number, string | undefined> = {};
  private state: Referral | undefined;
  /** Shown every act that is carried out and everything that time brings. */
  witness?: (seen: { act?: ActName; before: Referral | undefined; told: readonly ReferralEvent[] }) => void;

  constructor(public at: Instant = start, public policy: Policy = defaultPolicy) {}

  get referral(): Referral {
    if (!this.state) throw new Error('nothing has been received yet');
    return this.state;
  }
  get received(): boolean { return this.state !== undefined; }

  /** What would come of this act now; nothing changes. */
  tries(by: StaffName, command: Command, more: { busy?: boolean } = {}): Decision {
    return decide(this.state, command, { at: this.at, actor: staff[by], policy: this.policy, holders: this.holders, people: staff, ...more });
  }
  /** Does the act; throws when it is refused. Returns its events. */
  does(by: StaffName, command: Command): ReferralEvent[] {
    const decision = this.attempts(by, command);
    if (decision.refusal) throw new Error(`${by} may not ${command.act}: ${decision.refusal.code} ${(decision.refusal.fields ?? []).join()}`);
    return decision.events;
  }
  /** Does the act if it is possible; returns the decision. */
  attempts(by: StaffName, command: Command, more: { busy?: boolean } = {}): Decision {
    const decision = this.tries(by, command, more);
    if (decision.events) this.add(decision.events, command.act);
    return decision;
  }
  /** The refusal of the act; throws when it would be carried out. */
  refuses(by: StaffName, command: Command, more: { busy?: boolean } = {}): Refusal {
    const { refusal } = this.tries(by, command, more);
    if (!refusal) throw new Error(`${by} may ${command.act}, though it should be refused`);
    return refusal;
  }

  /** Time goes by; each deadline rings when it is due. Returns what time brought. */
  passes(elapsed: Elapsed): ReferralEvent[] { return this.until(after(this.at, elapsed)); }
  until(at: Instant): ReferralEvent[] {
    const before = this.events.length;
    for (let due = nextDeadline(this.referral); due !== undefined && due <= at; due = nextDeadline(this.referral)) {
      if (due > this.at) this.at = due;
      this.ring();
    }
    this.at = at;
    return this.events.slice(before);
  }
  /** Nobody and nothing was there until now (an outage): every deadline that fell due rings at once, in a bounded number of steps. */
  awakensAt(at: Instant): ReferralEvent[] {
    const before = this.events.length;
    this.at = at;
    for (let rings = 0; (nextDeadline(this.referral) ?? '9') <= at; rings += 1) {
      if (rings > mostRings) throw new Error(`${mostRings} deadlines rang at one instant, and another is due`);
      this.ring();
    }
    return this.events.slice(before);
  }
  private ring(): void {
    const rung = nextTimer(this.referral)!;
    const told = onDeadline(this.referral, { at: this.at, actor: systemActor, policy: this.policy, holders: this.holders, people: staff });
    if (told.length === 0) throw new Error('a deadline that is due brought nothing');
    this.add(told);
    const again = this.referral.timers[rung.key];
    if (again && again.dueAt <= this.at) throw new Error(`"${rung.key}" rang at ${this.at} and is due again at ${again.dueAt}`);
  }
  private add(told: ReferralEvent[], act?: ActName): void {
    const before = this.state;
    for (const event of told) {
      this.state = evolve(this.state, event);
      if (event.type === 'task-raised' && event.assignedTo) this.holders[event.no] = event.assignedTo;
      if (event.type === 'task-closed' || event.type === 'task-returned') delete this.holders[event.no];
    }
    this.events.push(...told);
    this.witness?.({ act, before, told });
  }

  tasks(): TaskType[] { return openTasks(this.referral).map((task) => task.task).sort(); }
  /** The one open task of this type; throws when there is none or more than one. */
  task(type: TaskType): OpenTask {
    const open = openTasks(this.referral).filter((task) => task.task === type);
    if (open.length !== 1) throw new Error(`${open.length} open tasks of type ${type}: ${this.tasks().join(', ')}`);
    return open[0]!;
  }
  claims(by: StaffName, type: TaskType): void { this.holders[this.task(type).no] = staff[by].staffId; }
  told<Type extends EventType>(type: Type, events: readonly ReferralEvent[] = this.events): EventOf<Type>[] {
    return events.filter((event): event is ReferralEvent & EventOf<Type> => event.type === type);
  }
  letters(events: readonly ReferralEvent[] = this.events): string[] { return this.told('message-asked', events).map(({ letter, to }) => `${letter} to ${to}`); }
}
