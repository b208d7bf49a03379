// How a strand of care goes on: from the first attended session over reviews and warnings to the last, and what keeps it from standing still.
import { modality } from './modalities.js';
import { bookedAppointments, openStrands, openTasks, openTasksOf, type Referral, type Strand } from './referral.js';
import { close, closeTask, enter, raise, setTimer, clearTimer, type Story } from './story.js';
import { stopWait, weeksFrom } from './waiting-times.js';
import type { TaskType } from './tasks.js';

export const strandIsOpen = (referral: Referral, no: number): Strand | undefined => {
  const strand = referral.strands[no];
  return strand && strand.stage !== 'ended' ? strand : undefined;
};
/** Sessions left of the allowance; Infinity for an open-ended therapy. */
export const sessionsLeft = (strand: Strand): number => (strand.allowance === null ? Infinity : strand.allowance - strand.used);

/** First session: treatment has begun. Then the mid-course review, the warning before the last sessions, the end review. */
export function afterAttendedSession(story: Story, no: number): void {
  if (story.referral.strands[no]!.stage === 'waiting') beginStrand(story, no);
  const strand = story.referral.strands[no]!;
  const { attended, allowance } = strand;
  if (allowance !== null) {
    const midCourse = modality(strand.modality).midCourseAt ?? Math.ceil(allowance / 2);
    if (attended === midCourse) raise(story, 'mid-course-review', { strandNo: no });
    warnBeforeTheEnd(story, no);
  }
  keepStrandsMoving(story);
}
function beginStrand(story: Story, no: number): void {
  story.then({ type: 'strand-started', no });
  enter(story, 'in-treatment');
  stopWait(story, 'assessment');
  stopWait(story, 'treatment');
  clearTimer(story, 'check-in');
  close(story, 'check-in', 'no-longer-needed');
  const strand = story.referral.strands[no]!;
  if (strand.allowance === null) setPeriodicReview(story, strand);
  const parallel = openStrands(story.referral).filter((one) => one.stage === 'in-progress').length > 1;
  if (parallel && !story.referral.timers['joint-review'] && openTasksOf(story.referral, 'joint-review').length === 0) setJointReview(story);
}
/** Warns once for each allowance when few sessions are left, however they were used, and says when none is. */
export function warnBeforeTheEnd(story: Story, no: number): void {
  const strand = strandIsOpen(story.referral, no);
  if (!strand || strand.allowance === null) return;
  const left = sessionsLeft(strand);
  if (left <= 0) story.then({ type: 'allowance-used-up', no });
  else if (left <= story.policy.warnBeforeLastSessions && strand.warnedAt !== strand.allowance) {
    story.then({ type: 'allowance-nearly-used', no, left });
    planTheEnding(story, no);
  }
}
export function planTheEnding(story: Story, no: number): void {
  if (!openTasksOf(story.referral, 'plan-ending').some((task) => task.strandNo === no)) raise(story, 'plan-ending', { strandNo: no });
}
export function setPeriodicReview(story: Story, strand: Strand): void {
  const weeks = modality(strand.modality).reviewEveryWeeks ?? story.policy.openEndedReviewWeeks;
  setTimer(story, { key: `periodic-review/${strand.no}`, kind: 'periodic-review', no: strand.no, dueAt: weeksFrom(story, weeks) });
}
export function setJointReview(story: Story): void {
  setTimer(story, { key: 'joint-review', kind: 'joint-review', dueAt: weeksFrom(story, story.policy.jointReviewWeeks) });
}

const movesAStrand: TaskType[] = ['take-on-strand', 'book-session', 'record-attendance', 'decide-after-non-attendance', 'end-review', 'decide-extension', 'complete-discharge'];
/** Every open strand has a booked session or a task that leads to one or to its end; where it has not, the right task is raised. */
export function keepStrandsMoving(story: Story): void {
  for (const { no } of openStrands(story.referral)) {
    const strand = story.referral.strands[no]!;
    if (openTasks(story.referral).some((task) => task.strandNo === no && movesAStrand.includes(task.task))) continue;
    if (!strand.clinicianId) raise(story, 'take-on-strand', { strandNo: no });
    else if (sessionsLeft(strand) > 0) raise(story, 'book-session', { strandNo: no });
    else raise(story, 'end-review', { strandNo: no });
  }
}

/** Ends one strand: its tasks close but for notes still to be written and sessions still to be recorded; the lead passes on. */
export function finishStrand(story: Story, no: number, reason: string, noteId?: string): void {
  story.then({ type: 'strand-ended', no, reason, ...(noteId && { noteId }) });
  clearTimer(story, `periodic-review/${no}`);
  for (const task of openTasks(story.referral)) {
    if (task.strandNo === no && task.task !== 'write-note' && task.task !== 'record-attendance') closeTask(story, task, 'no-longer-needed');
  }
  const left = openStrands(story.referral);
  if (left.length < 2) { clearTimer(story, 'joint-review'); close(story, 'joint-review', 'no-longer-needed'); }
  if (story.referral.leadStrandNo === no && left[0]) story.then({ type: 'lead-changed', strandNo: left[0].no });
}
export const futureAppointments = (story: Story, which: { strandNo?: number; clinicianId?: string }) =>
  bookedAppointments(story.referral).filter((one) => one.startsAt > story.at
    && (which.strandNo === undefined || one.strandNo === which.strandNo) && (which.clinicianId === undefined || one.clinicianId === which.clinicianId));
