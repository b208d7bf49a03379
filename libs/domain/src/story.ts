// A story is what one act (or the passing of time) adds to a referral: each event told is folded at once, so that the next line of a
// rule sees it. Local to one decision; nothing outlives it.
import { endOfDay, endOfWorkingDays, afterHours, addDays, instantAt, localDay, toInstant, type Instant } from './working-days.js';
import { evolve } from './evolve.js';
import type { Addressee, Letter, ReferralEvent, Untimed } from './events.js';
import { openTasks, openTasksOf, riskIsPresent, type OpenTask, type Referral, type Timer } from './referral.js';
import type { Policy } from './policy.js';
import type { StaffMember } from './roles.js';
import { mayFollow, type Stage } from './stages.js';
import { queueOf, type TaskType } from './tasks.js';
import type { Discipline } from './disciplines.js';

/** All that a decision may know beside the referral. `holders`: who has claimed which open task. `people`: staff the command names. `busy`: does the clinician have another appointment then? */
export interface Circumstances {
  at: Instant;
  actor: StaffMember;
  policy: Policy;
  holders: Readonly<Record<number, string | undefined>>;
  people: Readonly<Record<string, StaffMember | undefined>>;
  busy?: boolean;
}
export interface Story extends Circumstances {
  readonly referral: Referral;
  readonly events: ReferralEvent[];
  then(event: Untimed): void;
}

/** Begins a story. The act's time is never before the referral's last event. */
export function tell(referral: Referral | undefined, circumstances: Circumstances): Story {
  const at = referral && referral.lastAt > circumstances.at ? referral.lastAt : circumstances.at;
  let now = referral;
  const events: ReferralEvent[] = [];
  return {
    ...circumstances, at, events,
    get referral() { if (!now) throw new Error('nothing has been received yet'); return now; },
    then(event) { const told = { ...event, at } as ReferralEvent; events.push(told); now = evolve(now, told); },
  };
}

export function enter(story: Story, stage: Stage): void {
  const from = story.referral.stage;
  if (from === stage) return;
  if (!mayFollow(from, stage)) throw new Error(`no step from ${from} to ${stage}`);
  story.then({ type: 'stage-entered', stage });
}

/** When each type of task is due; the table's words in figures. */
const dueRules: Record<TaskType, (story: Story, from: Instant) => Instant> = {
  'administrative-triage': (s, from) => endOfWorkingDays(from, s.policy.triageWorkingDays, s.policy.calendar),
  'clinical-screen': (s, from) => (isPressing(s.referral) ? afterHours(from, s.policy.screenUrgentHours) : endOfWorkingDays(from, s.policy.screenWorkingDays, s.policy.calendar)),
  'duty-contact': (s, from) => afterHours(from, s.policy.dutyContactHours),
  'obtain-nhs-number': (s, from) => endOfWorkingDays(from, s.policy.identityWorkingDays, s.policy.calendar),
  'review-possible-duplicate': (s, from) => endOfWorkingDays(from, 1, s.policy.calendar),
  'catch-up': (s, from) => endOfWorkingDays(from, 1, s.policy.calendar),
  'information-awaited': (s, from) => endOfDay(instantAt(addDays(localDay(from, s.policy.calendar.timeZone), s.policy.chaseDays.at(-1) ?? 14), s.policy.calendar.opensAt, s.policy.calendar.timeZone), s.policy.calendar),
  'decide-without-reply': decision, 'co-sign-return': (s, from) => endOfWorkingDays(from, 1, s.policy.calendar),
  'opt-in-awaited': (s, from) => endOfDay(instantAt(addDays(localDay(from, s.policy.calendar.timeZone), s.policy.optIn.replyDays), s.policy.calendar.opensAt, s.policy.calendar.timeZone), s.policy.calendar),
  'decide-without-opt-in': decision,
  'book-assessment': withinResponse,
  'record-attendance': (s, from) => endOfDay(from, s.policy.calendar),
  'write-note': (s, from) => endOfDay(from, s.policy.calendar),
  'decide-after-non-attendance': (s, from) => (riskIsPresent(s.referral) ? endOfDay(from, s.policy.calendar) : decision(s, from)),
  'complete-assessment': (s, from) => endOfWorkingDays(from, s.policy.assessmentOutcomeWorkingDays, s.policy.calendar),
  allocate: inDays, 'consider-second-strand': inDays,
  'take-on-strand': (s, from) => endOfWorkingDays(from, s.policy.takeOnWorkingDays, s.policy.calendar),
  'book-session': (s, from) => endOfWorkingDays(from, s.policy.bookWithinWorkingDays, s.policy.calendar),
  'mid-course-review': fiveDays, 'plan-ending': fiveDays, 'end-review': fiveDays, 'check-in': fiveDays,
  'periodic-review': (s, from) => endOfWorkingDays(from, 10, s.policy.calendar),
  'joint-review': (s, from) => endOfWorkingDays(from, 10, s.policy.calendar),
  'decide-extension': decision, 'complete-discharge': decision,
  'send-discharge-summary': (s, from) => instantAt(addDays(localDay(from, s.policy.calendar.timeZone), s.policy.dischargeLetterDays), s.policy.calendar.closesAt, s.policy.calendar.timeZone),
  'follow-up-contact': (s, from) => endOfDay(from, s.policy.calendar),
};
function decision(s: Story, from: Instant): Instant { return endOfWorkingDays(from, s.policy.decisionWorkingDays, s.policy.calendar); }
/** Booked within the working days of the policy, and before the response time of the triage code has passed. */
function withinResponse(s: Story, from: Instant): Instant {
  const ruled = endOfWorkingDays(from, s.policy.bookWithinWorkingDays, s.policy.calendar);
  const response = s.referral.waits['triage-response'];
  return response && !response.stoppedAt && response.breachAt > from && response.breachAt < ruled ? response.breachAt : ruled;
}
function fiveDays(s: Story, from: Instant): Instant { return endOfWorkingDays(from, 5, s.policy.calendar); }
function inDays(s: Story, from: Instant): Instant {
  const { calendar, allocationDays } = s.policy;
  return endOfDay(instantAt(addDays(localDay(from, calendar.timeZone), allocationDays), calendar.opensAt, calendar.timeZone), calendar);
}
/** Urgent, or risk told: the screen is due within the hour, past the secretary's queue. */
export const isPressing = (referral: Referral): boolean =>
  referral.referrerUrgency === 'urgent' || referral.flags.includes('risk-told-by-referrer') || referral.flags.includes('emergency');

export interface RaiseOptions { from?: Instant; strandNo?: number; appointmentNo?: number; assignedTo?: string; discipline?: Discipline; notBefore?: Instant; notAfter?: Instant }
/** Raises a task in its one queue with its due instant, kept between `notBefore` and `notAfter`. Nobody is asked twice at once: the same task, open already, stands. */
export function raise(story: Story, task: TaskType, options: RaiseOptions): number {
  const open = openTasksOf(story.referral, task).find(({ strandNo, appointmentNo }) => strandNo === options.strandNo && appointmentNo === options.appointmentNo);
  if (open) return open.no;
  const no = story.referral.last.task + 1;
  const strand = options.strandNo ? story.referral.strands[options.strandNo] : undefined;
  const discipline = options.discipline ?? strand?.discipline;
  const ruled = dueRules[task](story, options.from ?? story.at);
  const latest = options.notAfter && options.notAfter < ruled ? options.notAfter : ruled;
  const dueAt = options.notBefore && latest < options.notBefore ? options.notBefore : latest;
  const assignedTo = options.assignedTo ?? (strandTasksFollowTheClinician.has(task) ? strand?.clinicianId : undefined);
  story.then({ type: 'task-raised', no, task, queue: queueOf(task, discipline), dueAt, ...(assignedTo && { assignedTo }), ...(options.strandNo && { strandNo: options.strandNo }), ...(options.appointmentNo && { appointmentNo: options.appointmentNo }) });
  return no;
}
const strandTasksFollowTheClinician = new Set<TaskType>(['book-session', 'mid-course-review', 'plan-ending', 'end-review', 'periodic-review', 'complete-discharge', 'follow-up-contact']);

export function closeTask(story: Story, task: OpenTask, outcome: 'done' | 'no-longer-needed' = 'done'): void {
  story.then({ type: 'task-closed', no: task.no, outcome });
}
/** Closes every open task of these types that `which` lets through; none is fine. */
export function close(story: Story, types: TaskType | TaskType[], outcome: 'done' | 'no-longer-needed' = 'done', which: (task: OpenTask) => boolean = () => true): void {
  for (const task of openTasksOf(story.referral, ...[types].flat())) if (which(task)) closeTask(story, task, outcome);
}
export function closeAll(story: Story, keep: TaskType[] = []): void {
  for (const task of openTasks(story.referral)) if (!keep.includes(task.task)) closeTask(story, task, 'no-longer-needed');
}
/** Every timer that no open task stands behind stops. */
export function stopTimers(story: Story, keep: (timer: Timer) => boolean = () => false): void {
  for (const timer of Object.values(story.referral.timers)) if (!keep(timer)) clearTimer(story, timer.key);
}
export function setTimer(story: Story, timer: Timer): void {
  story.then({ type: 'timer-set', ...timer });
}
export function clearTimer(story: Story, key: string): void {
  if (story.referral.timers[key]) story.then({ type: 'timer-cleared', key });
}
/** Asks for a letter or message. After a death, a move or a stop nothing is ever asked for; an import tells nobody. */
export function ask(story: Story, letter: Letter, ...to: Addressee[]): void {
  if (story.referral.messagesStopped) return;
  for (const addressee of to) story.then({ type: 'message-asked', no: story.referral.last.message + 1, letter, to: addressee });
}
export const minutesAfter = (at: Instant, minutes: number): Instant => toInstant(Date.parse(at) + minutes * 60_000);
