// Who the referral is about and what it says: identifiers, links between records, amendments, the team, the policy version.
// Records are linked by a person's act and can be un-linked; nothing is ever merged by itself.
import { openTasks, openTasksOf } from './referral.js';
import { notNow } from './refusals.js';
import type { Step } from './step.js';
import { close } from './story.js';
import { screenAgain } from './triage.js';

export const recordNhsNumber: Step<'recordNhsNumber'> = (story, command) => {
  story.then({ type: 'nhs-number-recorded', identified: command.identified });
  if (command.identified) close(story, 'obtain-nhs-number');
  return undefined;
};
export const linkToPerson: Step<'linkToPerson'> = (story, command) => {
  const { personId, earlierReferralId } = command;
  if (personId === story.referral.personId) return notNow('person-unchanged', { fields: ['personId'] });
  story.then({ type: 'linked-to-person', personId, formerPersonId: story.referral.personId, ...(earlierReferralId && { earlierReferralId }) });
  close(story, 'review-possible-duplicate');
  return undefined;
};
export const unlinkFromPerson: Step<'unlinkFromPerson'> = (story, command) => {
  if (command.personId === story.referral.personId) return notNow('person-unchanged', { fields: ['personId'] });
  story.then({ type: 'unlinked-from-person', personId: command.personId, formerPersonId: story.referral.personId });
  return undefined;
};
/** What was told anew of urgency or reason meets a clinician's eye again: it may be a cry for help. */
export const amendReferral: Step<'amendReferral'> = (story, command) => {
  const { changed, noteId } = command;
  story.then({ type: 'referral-amended', changed, ...(noteId && { noteId }) });
  if (changed.includes('urgency') || changed.includes('reason')) screenAgain(story, changed.includes('urgency'));
  return undefined;
};
export const completeCatchUp: Step<'completeCatchUp'> = (story) => {
  if (openTasksOf(story.referral, 'catch-up').length === 0) return notNow('no-such-task');
  story.then({ type: 'caught-up' });
  close(story, 'catch-up');
  return undefined;
};
/** The clocks go with the referral; who held a task in the old team holds it no longer. Notes are written first: only the old team can. */
export const transferTeam: Step<'transferTeam'> = (story, command) => {
  if (command.teamId === story.referral.teamId) return notNow('team-unchanged', { fields: ['teamId'] });
  if (openTasksOf(story.referral, 'write-note').length > 0) return notNow('notes-missing');
  story.then({ type: 'team-changed', teamId: command.teamId });
  for (const task of openTasks(story.referral)) if (task.assignedTo) story.then({ type: 'task-returned', no: task.no });
  return undefined;
};
export const adoptPolicy: Step<'adoptPolicy'> = (story, command) => {
  if (command.version === story.referral.policyVersion) return notNow('policy-unchanged', { fields: ['version'] });
  story.then({ type: 'policy-adopted', version: command.version });
  return undefined;
};
