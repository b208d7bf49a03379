// Assessment: the patient opts in, is seen once or several times, and the assessor records need, risk and what could help.
import { bookedAppointments, openTasksOf } from './referral.js';
import { incomplete, notNow } from './refusals.js';
import type { Step } from './step.js';
import { clearTimer, close, enter, raise, type Story } from './story.js';
import { setCheckIn } from './waiting-times.js';
import { dutyIsNeeded } from './duty.js';

const stopOptIn = (story: Story) => {
  close(story, ['opt-in-awaited', 'decide-without-opt-in']);
  for (const key of ['opt-in-reminder', 'opt-in-over']) clearTimer(story, key);
};

export const recordOptIn: Step<'recordOptIn'> = (story) => {
  if (openTasksOf(story.referral, 'opt-in-awaited', 'decide-without-opt-in').length === 0) return notNow('no-such-task');
  story.then({ type: 'opted-in' });
  stopOptIn(story);
  if (openTasksOf(story.referral, 'book-assessment').length === 0) raise(story, 'book-assessment', {});
  return undefined;
};
/** No opt-in in time is a clinician's decision, never a discharge by rule. */
export const decideWithoutOptIn: Step<'decideWithoutOptIn'> = (story, command) => {
  if (openTasksOf(story.referral, 'decide-without-opt-in').length === 0) return notNow('no-such-task');
  story.then({ type: 'decided-without-opt-in', decision: command.decision, ...(command.noteId && { noteId: command.noteId }) });
  stopOptIn(story);
  if (command.decision === 'offer-appointment') raise(story, 'book-assessment', {});
  else raise(story, 'complete-discharge', { assignedTo: story.actor.staffId, discipline: story.actor.discipline });
  return undefined;
};

/** Outcome: needs in the note, risk, suitable modalities, recommended disciplines; then the MDT allocates, or the assessor discharges. */
export const recordAssessmentOutcome: Step<'recordAssessmentOutcome'> = (story, command) => {
  if (bookedAppointments(story.referral).length > 0) return notNow('appointment-booked');
  const treats = command.outcome === 'offer-treatment' || command.outcome === 'brief-intervention';
  if (treats && command.modalities.length === 0) return incomplete('out-of-range', 'modalities');
  const { act: _act, ...outcome } = command;
  story.then({ type: 'assessment-completed', ...outcome });
  close(story, ['complete-assessment', 'book-assessment', 'complete-discharge']);
  if (command.riskLevel === 'immediate') dutyIsNeeded(story);
  if (treats) {
    enter(story, 'awaiting-allocation');
    raise(story, 'allocate', {});
    setCheckIn(story);
  } else raise(story, 'complete-discharge', { assignedTo: story.actor.staffId, discipline: story.actor.discipline });
  return undefined;
};
