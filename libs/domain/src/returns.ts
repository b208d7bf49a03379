// Not taken on: returned to the referrer, or the duplicate of another referral. A secretary may propose; where there is risk, or nobody has
// screened, a clinician co-signs. Referrer and patient are both told. Whoever has been seen is discharged, never returned.
import type { CommandOf } from './commands.js';
import { refuseUnseen } from './duty.js';
import { awaitsDutyContact, awaitsScreen, dischargeGroup, openTasksOf, riskIsPresent } from './referral.js';
import { notNow } from './refusals.js';
import { isClinician } from './roles.js';
import type { Step } from './step.js';
import { ask, clearTimer, close, enter, raise, type Story } from './story.js';
import { endReferral } from './triage.js';

/** Return: with a national code and a signpost. With risk, unscreened by a clinician, or with a duty contact open: proposed, and co-signed by another. */
export const returnToReferrer: Step<'returnToReferrer'> = (story, command) => {
  const { referral, actor } = story;
  if (referral.proposedReturn) return notNow('return-awaits-co-sign');
  if (dischargeGroup(referral) !== 'not-seen') return notNow('stage-does-not-allow');
  if (riskIsPresent(referral) || awaitsDutyContact(referral) || (awaitsScreen(referral) && !isClinician(actor))) propose(story, command);
  else returned(story, command);
  return undefined;
};
type Return = Pick<CommandOf<'returnToReferrer'>, 'reason' | 'signpost' | 'noteId'>;
function propose(story: Story, { reason, signpost, noteId }: Return): void {
  story.then({ type: 'return-proposed', reason, signpost, by: story.actor.staffId, ...(noteId && { noteId }) });
  close(story, ['administrative-triage', 'decide-without-reply', 'information-awaited']);
  clearTimer(story, 'chase-referrer');
  raise(story, 'co-sign-return', {});
}
function returned(story: Story, { reason, signpost, noteId }: Return): void {
  story.then({ type: 'returned-to-referrer', reason, signpost, ...(noteId && { noteId }) });
  ask(story, 'returned', 'referrer', 'patient');
  close(story, ['administrative-triage', 'decide-without-reply', 'information-awaited', 'co-sign-return']);
  endReferral(story, 'returned');
}
export const coSignReturn: Step<'coSignReturn'> = (story) => {
  const { proposedReturn, returnProposedBy } = story.referral;
  if (!proposedReturn) return notNow('no-return-proposed');
  if (returnProposedBy === story.actor.staffId) return notNow('co-sign-by-another');
  returned(story, proposedReturn);
  return undefined;
};
/** The clinician keeps the referral: it goes back to triage. */
export const declineReturn: Step<'declineReturn'> = (story, command) => {
  if (!story.referral.proposedReturn) return notNow('no-return-proposed');
  story.then({ type: 'return-declined', ...(command.noteId && { noteId: command.noteId }) });
  close(story, 'co-sign-return');
  enter(story, 'awaiting-triage');
  raise(story, 'administrative-triage', {});
  return undefined;
};

/** A second letter about somebody may tell what the first did not: it meets a clinician's eye before it closes. */
export const markAsDuplicate: Step<'markAsDuplicate'> = (story, command) => {
  if (command.duplicateOf === story.referral.referralId) return notNow('person-unchanged', { fields: ['duplicateOf'] });
  if (story.referral.proposedReturn) return notNow('return-awaits-co-sign');
  const refusal = refuseUnseen(story);
  if (refusal) return refusal;
  story.then({ type: 'marked-as-duplicate', duplicateOf: command.duplicateOf });
  ask(story, 'duplicate', 'referrer');
  close(story, 'review-possible-duplicate');
  endReferral(story, 'duplicate');
  return undefined;
};
export const dismissDuplicate: Step<'dismissDuplicate'> = (story) => {
  if (openTasksOf(story.referral, 'review-possible-duplicate').length === 0) return notNow('no-such-task');
  story.then({ type: 'duplicate-dismissed' });
  close(story, 'review-possible-duplicate');
  return undefined;
};
