// The duty clinician: called whenever somebody may be in danger, in touch within the hour at any time of day or night. The task stays until
// the person was reached. Nobody but a clinician ends a referral over the duty clinician's head.
import { awaitsDutyContact, awaitsScreen, openTasksOf } from './referral.js';
import { notNow, type Refusal } from './refusals.js';
import { isClinician } from './roles.js';
import type { Step } from './step.js';
import { close, closeTask, raise, type Story } from './story.js';
import { triageScale, type RiskLevel, type TriageCode } from './triage-scale.js';
import { stopWait } from './waiting-times.js';
import { afterHours } from './working-days.js';

/** Calls the duty clinician, to be in touch within so many elapsed hours. A contact that is due by then already stands; a later one is brought forward. */
export function dutyIsNeeded(story: Story, withinHours: number = story.policy.dutyContactHours): void {
  const dueAt = afterHours(story.at, withinHours);
  const open = openTasksOf(story.referral, 'duty-contact');
  if (open.some((task) => task.dueAt <= dueAt)) return;
  for (const task of open) closeTask(story, task, 'no-longer-needed');
  raise(story, 'duty-contact', { notBefore: dueAt });
}
/** What a judgement of risk asks for: A, B or immediate risk within the hour; C or high risk within the 24 hours of code C. */
export function callDutyClinician(story: Story, riskLevel: RiskLevel, triageCode: TriageCode): void {
  if (riskLevel === 'immediate' || triageCode === 'A' || triageCode === 'B') dutyIsNeeded(story);
  else if (riskLevel === 'high' || triageCode === 'C') dutyIsNeeded(story, triageScale.C.hours);
}

/** Why this person must not end the referral: no clinician has looked at it, or the duty clinician is still to be in touch. */
export function refuseUnseen({ referral, actor }: Story): Refusal | undefined {
  if (isClinician(actor)) return undefined;
  if (awaitsDutyContact(referral)) return notNow('duty-contact-first');
  return awaitsScreen(referral) ? notNow('screen-first') : undefined;
}

export const escalateToDutyClinician: Step<'escalateToDutyClinician'> = (story, command) => {
  story.then({ type: 'escalated-to-duty-clinician', ...(command.noteId && { noteId: command.noteId }) });
  dutyIsNeeded(story);
  return undefined;
};
/** The duty clinician has been in touch. Not reached, or in immediate danger without emergency services: the task stays, with a fresh hour. */
export const recordDutyContact: Step<'recordDutyContact'> = (story, command) => {
  if (!awaitsDutyContact(story.referral)) return notNow('no-such-task');
  const { outcome, riskLevel, noteId } = command;
  story.then({ type: 'duty-contact-recorded', outcome, riskLevel, ...(noteId && { noteId }) });
  close(story, 'duty-contact');
  if (outcome === 'not-reached' || (riskLevel === 'immediate' && outcome !== 'emergency-services-called')) dutyIsNeeded(story);
  else stopWait(story, 'triage-response');
  return undefined;
};
