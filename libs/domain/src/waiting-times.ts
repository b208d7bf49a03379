// TABLE of timers: what may fall due for a referral, and what the passing of time then records. One instant, the earliest, wakes it.
// onDeadline never refuses and always moves or removes the due instant.
import { addDays, addWorkingDays, afterHours, instantAt, localDay, workingMorningOnOrAfter, type Instant } from './working-days.js';
import type { ReferralEvent } from './events.js';
import { openStrands, openTasks, type OpenTask, type Referral, type Timer } from './referral.js';
import { waitingStages, type Stage } from './stages.js';
import { ask, clearTimer, isPressing, raise, setTimer, tell, type Circumstances, type Story } from './story.js';

export interface TimerKindRow { words: string; passes: (story: Story, timer: Timer) => void }

export const timers = {
  'task-overdue': { words: 'a task is past its due instant: it goes one step up the ladder', passes: taskIsOverdue },
  'chase-referrer': { words: 'information asked of the referrer has not come: chase, in the end a clinician decides', passes: chaseReferrer },
  'opt-in-reminder': { words: 'the patient has not opted in: one reminder', passes: remindOfOptIn },
  'opt-in-over': { words: 'the patient has not opted in in time: a clinician decides', passes: optInIsOver },
  'check-in': { words: 'a person has waited for weeks: somebody asks how they are', passes: checkInIsDue },
  'periodic-review': { words: 'an open-ended therapy is due for review', passes: periodicReviewIsDue },
  'joint-review': { words: 'parallel care is due for a joint review', passes: jointReviewIsDue },
  'wait-breach': { words: 'a waiting-time target has passed', passes: waitIsBreached },
} as const satisfies Record<string, TimerKindRow>;
export type TimerKind = 'task-overdue' | 'chase-referrer' | 'opt-in-reminder' | 'opt-in-over' | 'check-in' | 'periodic-review' | 'joint-review' | 'wait-breach';

/** The timer that falls due first, or undefined when nothing is pending. Ties are settled by key, so that every reader agrees. */
export function nextTimer(referral: Referral): Timer | undefined {
  if (referral.stage === 'closed') return undefined;
  let first: Timer | undefined;
  for (const timer of Object.values(referral.timers)) {
    if (!first || timer.dueAt < first.dueAt || (timer.dueAt === first.dueAt && timer.key < first.key)) first = timer;
  }
  return first;
}
export const nextDeadline = (referral: Referral): Instant | undefined => nextTimer(referral)?.dueAt;

/** What the passing of time records for the first timer that is due at `circumstances.at`; no events when none is. */
export function onDeadline(referral: Referral, circumstances: Circumstances): ReferralEvent[] {
  const timer = nextTimer(referral);
  if (!timer || timer.dueAt > circumstances.at) return [];
  const story = tell(referral, circumstances);
  if (timer.kind !== 'task-overdue' && timer.kind !== 'wait-breach') clearTimer(story, timer.key);
  timers[timer.kind].passes(story, timer);
  return story.events;
}

function taskIsOverdue(story: Story, timer: Timer): void {
  const task = story.referral.tasks[timer.no!]!;
  const level = task.level + 1;
  story.then({ type: 'task-escalated', no: task.no, level, to: level === 1 ? 'team-lead' : 'manager', nextAt: nextStepUp(story, task, level) });
}
/** The duty clinician's contact, and a screen that was asked for within the hour. */
function isEmergency({ referral, policy }: Story, { task, raisedAt, dueAt }: OpenTask): boolean {
  const withinTheHour = dueAt > raisedAt && dueAt <= afterHours(raisedAt, policy.screenUrgentHours);
  return task === 'duty-contact' || (task === 'clinical-screen' && (isPressing(referral) || withinTheHour));
}
/** Emergencies climb by the hour, whatever the time of day. The last step is repeated for as long as nobody acts: nothing overdue falls silent. */
function nextStepUp(story: Story, task: OpenTask, level: number): Instant {
  const { escalationWorkingDays: ladder, dutyContactHours, calendar } = story.policy;
  if (isEmergency(story, task) && level <= ladder.length) return afterHours(story.at, dutyContactHours);
  const days = Math.max(1, ladder[level - 1] ?? ladder.at(-1) ?? 1);
  return instantAt(addWorkingDays(localDay(story.at, calendar.timeZone), days, calendar), calendar.closesAt, calendar.timeZone);
}

/** Chaser n goes out on the n-th chasing day's working morning; with the last, a clinician gets the decision. Never an automatic close. */
function chaseReferrer(story: Story, timer: Timer): void {
  if (story.referral.stage !== 'awaiting-information') return;
  const step = timer.level!;
  story.then({ type: 'referrer-chased', step });
  ask(story, 'information-chaser', 'referrer');
  const next = story.policy.chaseDays[step];
  if (next === undefined) raise(story, 'decide-without-reply', {});
  else setChaser(story, step + 1, story.referral.askedAt, next);
}
/** Chaser `step` on the working morning of the `days`-th day after asking; after an outage never two on one day. */
export function setChaser(story: Story, step: number, askedAt: Instant, days: number): void {
  const { calendar } = story.policy;
  const planned = workingMorningOnOrAfter(addDays(localDay(askedAt, calendar.timeZone), days), calendar);
  const tomorrow = workingMorningOnOrAfter(addDays(localDay(story.at, calendar.timeZone), 1), calendar);
  setTimer(story, { key: 'chase-referrer', kind: 'chase-referrer', level: step, dueAt: planned > story.at ? planned : tomorrow });
}

function remindOfOptIn(story: Story): void {
  story.then({ type: 'opt-in-reminded' });
  ask(story, 'opt-in-reminder', 'patient');
}
function optInIsOver(story: Story): void {
  raise(story, 'decide-without-opt-in', {});
}

/** Where an accepted person waits; those who are not accepted have no timer for it. */
export const asksHowTheyAre: readonly Stage[] = ['awaiting-triage', 'awaiting-information', ...waitingStages];
/** Asked of everybody who waits; one open check-in at a time. */
function checkInIsDue(story: Story): void {
  const { referral } = story;
  if (!asksHowTheyAre.includes(referral.stage)) return;
  if (!openTasks(referral).some((task) => task.task === 'check-in')) raise(story, 'check-in', {});
  setCheckIn(story);
}
export function setCheckIn(story: Story): void {
  const { calendar, checkInDays } = story.policy;
  setTimer(story, { key: 'check-in', kind: 'check-in', dueAt: workingMorningOnOrAfter(addDays(localDay(story.at, calendar.timeZone), checkInDays), calendar) });
}

function periodicReviewIsDue(story: Story, timer: Timer): void {
  const strand = story.referral.strands[timer.no!];
  if (strand && strand.stage !== 'ended') raise(story, 'periodic-review', { strandNo: strand.no });
}
function jointReviewIsDue(story: Story): void {
  if (openStrands(story.referral).length > 1) raise(story, 'joint-review', {});
}
/** The next morning after `weeks` weeks on which the service works. */
export const weeksFrom = (story: Story, weeks: number): Instant =>
  workingMorningOnOrAfter(addDays(localDay(story.at, story.policy.calendar.timeZone), weeks * 7), story.policy.calendar);

function waitIsBreached(story: Story, timer: Timer): void {
  story.then({ type: 'wait-breached', clock: timer.clock! });
}

/** Starts a clock counted in calendar days from receipt, inclusive: it breaches as the day after the last day in target begins. */
export function startDayWait(story: Story, clock: 'assessment' | 'treatment', receivedAt: Instant): void {
  const zone = story.policy.calendar.timeZone;
  const targetOn = addDays(localDay(receivedAt, zone), story.policy.waits[clock]);
  startWait(story, clock, instantAt(addDays(targetOn, 1), '00:00', zone), targetOn);
}
/** Starts the triage response clock, counted in elapsed hours (code A: those of the duty clinician). A promise already running is brought forward, never put off. */
export function startResponseWait(story: Story, hours: number): void {
  const breachAt = afterHours(story.at, hours || story.policy.dutyContactHours);
  const running = story.referral.waits['triage-response'];
  if (!running || running.stoppedAt || breachAt < running.breachAt) startWait(story, 'triage-response', breachAt);
}
function startWait(story: Story, clock: Timer['clock'] & string, breachAt: Instant, targetOn?: string): void {
  story.then({ type: 'wait-started', clock, breachAt, ...(targetOn && { targetOn }) });
  if (breachAt <= story.at) story.then({ type: 'wait-breached', clock });
}
export function stopWait(story: Story, clock: Timer['clock'] & string): void {
  const wait = story.referral.waits[clock];
  if (!wait || wait.stoppedAt) return;
  story.then({ type: 'wait-stopped', clock });
}
