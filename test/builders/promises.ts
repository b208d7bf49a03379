// What holds for every referral at every instant, whatever people do and however long nobody does anything. Each promise says what is
// broken, or undefined when it is kept. Used by random walks; nothing here is a test by itself.
import { acts, allowedActs, awaitsDutyContact, awaitsScreen, fold, isPressing, nextDeadline, nextStep, openStrands, openTasks, queueCodes, riskIsPresent, taskKind, isInstant, type OpenStage, type OpenTask, type Referral, type Stage, type TaskType } from '#domain';
import type { Course } from './course.js';
import { staff, type StaffName } from './staff.js';
import type { Seen } from './walk.js';

/** Of each stage, the tasks that carry a referral out of it: at least one is open. In care each open strand has its own. */
const carriesOn: Record<Exclude<OpenStage, 'awaiting-treatment' | 'in-treatment'>, readonly TaskType[]> = {
  'awaiting-triage': ['administrative-triage', 'co-sign-return'],
  'awaiting-information': ['information-awaited', 'decide-without-reply', 'co-sign-return'],
  'awaiting-assessment': ['opt-in-awaited', 'decide-without-opt-in', 'book-assessment', 'record-attendance', 'decide-after-non-attendance', 'complete-discharge'],
  'in-assessment': ['book-assessment', 'record-attendance', 'decide-after-non-attendance', 'complete-assessment', 'complete-discharge'],
  'awaiting-allocation': ['allocate'],
  'in-follow-up': ['send-discharge-summary', 'follow-up-contact', 'duty-contact', 'clinical-screen'],
};
const movesAStrand: readonly TaskType[] = ['take-on-strand', 'book-session', 'record-attendance', 'decide-after-non-attendance', 'end-review', 'decide-extension', 'complete-discharge'];
const hasOne = (tasks: readonly OpenTask[], types: readonly TaskType[]) => tasks.some(({ task }) => types.includes(task));

function standsStill(referral: Referral): string | undefined {
  const open = openTasks(referral);
  if (referral.stage === 'closed') return undefined;
  if (referral.stage !== 'awaiting-treatment' && referral.stage !== 'in-treatment') return hasOne(open, carriesOn[referral.stage]) ? undefined : `only ${open.map(({ task }) => task).join()}`;
  const still = openStrands(referral).find(({ no }) => !hasOne(open.filter(({ strandNo }) => strandNo === no), movesAStrand));
  if (still) return `strand ${still.no} has nothing next`;
  return openStrands(referral).length === 0 && !hasOne(open, ['complete-discharge']) ? 'all strands have ended and nobody discharges' : undefined;
}
const stuck = (referral: Referral): string | undefined =>
  openTasks(referral).find(({ task }) => !taskKind(task).closedBy.some((act) => (acts[act].stages as readonly Stage[]).includes(referral.stage)))?.task;
function badTask(referral: Referral): string | undefined {
  for (const { no, task, queue, dueAt, assignedTo } of openTasks(referral)) {
    if (!(queueCodes as readonly string[]).includes(queue) || !isInstant(dueAt)) return `${task} in ${queue}, due ${dueAt}`;
    if (!referral.timers[`task/${no}`]) return `no timer behind ${task}`;
    const holder = assignedTo && staff[assignedTo as StaffName];
    if (holder && (!holder.active || !holder.teamIds.includes(referral.teamId))) return `${task} given to ${assignedTo}, who cannot see it`;
  }
  return undefined;
}
const rowsOf = (task: OpenTask) => task.no;
const neverGone = (referral: Referral) => referral.flags.filter((flag) => !flag.startsWith('nhs-number'));

export type Promised = (seen: Seen) => string | undefined;
/** Checked after every act and every stretch of time. */
export const promises: Record<string, Promised> = {
  'every open referral has a task with a queue and a due instant that people can see, and a next deadline': ({ course: { referral } }) => {
    if (referral.stage === 'closed') return undefined;
    return nextStep(referral) && nextDeadline(referral) ? badTask(referral) : 'no task or no deadline';
  },
  'every open referral has a task that carries it out of the stage it is in': ({ course: { referral } }) => standsStill(referral),
  'every open task can be closed by an act of the stage it lies in': ({ course: { referral } }) => stuck(referral),
  'no act is carried out in a stage that forbids it, or that was not offered': (seen) => {
    if (seen.act === undefined || !seen.before || seen.decision.refusal) return undefined;
    return allowedActs(seen.before, staff[seen.by]).includes(seen.act) ? undefined : `${seen.act} by ${seen.by} in ${seen.before.stage}`;
  },
  'a refusal of what the stage forbids says so, and leaves nothing behind': (seen) => {
    if (seen.act === undefined || !seen.before || !seen.decision.refusal) return undefined;
    if (seen.course.referral !== seen.before) return 'the referral changed';
    const { code, kind } = seen.decision.refusal;
    const forbidden = !(acts[seen.act].stages as readonly Stage[]).includes(seen.before.stage);
    return forbidden && kind !== 'not-yours' && code !== 'stage-does-not-allow' && code !== 'already-received' ? code : undefined;
  },
  'task numbers are given out once, in order': ({ before, told }) => {
    const raised = told.flatMap((event) => (event.type === 'task-raised' ? [event.no] : []));
    return raised.every((no, index) => no === (before?.last.task ?? 0) + index + 1) ? undefined : raised.join();
  },
  'each task is closed once, and only while it is open': ({ before, told }) => {
    const open = new Set(before ? openTasks(before).map(rowsOf) : []);
    for (const event of told) {
      if (event.type === 'task-raised') open.add(event.no);
      if (event.type === 'task-closed' && !open.delete(event.no)) return `task ${event.no}`;
    }
    return undefined;
  },
  'nobody is asked for the same thing twice at once': ({ course: { referral } }) => {
    const asked = openTasks(referral).map(({ task, strandNo, appointmentNo }) => `${task}/${strandNo ?? ''}/${appointmentNo ?? ''}`);
    return asked.find((one, index) => asked.indexOf(one) !== index);
  },
  'a clock stops and breaches only while it runs': ({ before, told }) => {
    const running = new Set(Object.values(before?.waits ?? {}).filter(({ stoppedAt }) => !stoppedAt).map(({ clock }) => clock));
    for (const event of told) {
      if (event.type === 'wait-started') running.add(event.clock);
      if (event.type === 'wait-breached' && !running.has(event.clock)) return `${event.clock} breached`;
      if (event.type === 'wait-stopped' && !running.delete(event.clock)) return `${event.clock} stopped`;
    }
    return undefined;
  },
  'time alone changes no stage, closes no task and ends no care': (seen) =>
    seen.act === undefined ? seen.told.find(({ type }) => ['stage-entered', 'task-closed', 'referral-closed', 'strand-ended'].includes(type))?.type : undefined,
  'what is closed has no task, no timer and no running clock': ({ course: { referral } }) => {
    if (referral.stage !== 'closed') return undefined;
    const running = Object.values(referral.waits).some(({ stoppedAt }) => !stoppedAt);
    return openTasks(referral).length > 0 || Object.keys(referral.timers).length > 0 || running ? 'something is open' : undefined;
  },
  'nobody is written to after a death, and only the referrer about a withdrawal': ({ before, course, told }) => {
    const asked = told.flatMap((event) => (event.type === 'message-asked' ? [event.letter] : []));
    const died = course.referral.stage === 'closed' && course.referral.ending === 'died';
    if (died && asked.length > 0) return asked.join();
    return before?.messagesStopped && asked.some((letter) => letter !== 'withdrawn') ? asked.join() : undefined;
  },
  'flags of risk never vanish': ({ before, course }) => {
    const lost = before ? neverGone(before).filter((flag) => !course.referral.flags.includes(flag)) : [];
    return lost.length > 0 ? lost.join() : undefined;
  },
  'no person who is not a clinician ends a referral over told risk unscreened or a duty contact to be made': (seen) => {
    if (seen.act === undefined || !seen.before || seen.act === 'recordDeath' || 'discipline' in staff[seen.by]) return undefined;
    if (seen.before.stage === 'closed' || seen.course.referral.stage !== 'closed') return undefined;
    const unseen = awaitsScreen(seen.before) && (riskIsPresent(seen.before) || isPressing(seen.before));
    return unseen || awaitsDutyContact(seen.before) ? `${seen.act} by ${seen.by}` : undefined;
  },
  'no more sessions are used than were agreed': ({ course: { referral } }) => {
    const over = Object.values(referral.strands).find(({ allowance, used }) => allowance !== null && used > allowance);
    return over && `${over.used} of ${over.allowance}`;
  },
};

/** Checked when the walk is over: the history alone tells the referral again, also after it was kept as JSON. */
export function historyTells(course: Course, same: (left: unknown, right: unknown) => boolean): string | undefined {
  const kept = JSON.parse(JSON.stringify({ events: course.events, referral: course.referral })) as { events: typeof course.events; referral: unknown };
  if (!same(kept.referral, course.referral)) return 'the referral differs after it was kept as JSON';
  if (!same(kept.events, course.events)) return 'an event says that it knows nothing';
  return same(fold(kept.events), course.referral) ? undefined : 'the events fold to another referral';
}
