// Triage: a secretary checks, a clinician screens for risk, somebody accepts, asks, returns or escalates. A secretary is never the only
// gate: acceptance needs a recorded risk, a return with risk (or unscreened) needs a clinician's co-signature. Nothing closes by itself.
import type { Step } from './step.js';
import { openTasksOf, riskIsPresent, type Referral } from './referral.js';
import { incomplete, notNow, type Refusal } from './refusals.js';
import { isClinician } from './roles.js';
import { ask, close, closeAll, enter, raise, setTimer, stopTimers, clearTimer, type Story } from './story.js';
import { isMoreUrgent, isRisk, triageScale, type RiskLevel, type TriageCode } from './triage-scale.js';
import { setChaser, setCheckIn, startResponseWait, stopWait } from './waiting-times.js';
import { addDays, instantAt, localDay, workingMorningOnOrAfter } from './working-days.js';
import type { CommandOf } from './commands.js';
import type { Ending } from './stages.js';

export const recordClinicalScreen: Step<'recordClinicalScreen'> = (story, command) => {
  if (openTasksOf(story.referral, 'clinical-screen').length === 0) return notNow('no-such-task');
  screen(story, command.riskLevel, command.triageCode, command.noteId);
  return undefined;
};
function screen(story: Story, riskLevel: RiskLevel, triageCode: TriageCode, noteId?: string): void {
  story.then({ type: 'clinically-screened', riskLevel, triageCode, ...(noteId && { noteId }) });
  close(story, 'clinical-screen');
  if (riskLevel === 'immediate' || triageCode === 'A') dutyIsNeeded(story);
}
export function dutyIsNeeded(story: Story): void {
  if (openTasksOf(story.referral, 'duty-contact').length === 0) raise(story, 'duty-contact', {});
}

/** Accept: urgency, triage code and pathway. A clinician may record the risk in the same act; a secretary needs the screen first. */
export const acceptAtTriage: Step<'acceptAtTriage'> = (story, command) => {
  if (story.referral.proposedReturn) return notNow('return-awaits-co-sign');
  if (triageScale[command.triageCode].hours === null) return notNow('signpost-instead');
  if (command.riskLevel && isClinician(story.actor)) screen(story, command.riskLevel, command.triageCode, command.noteId);
  const screened = story.referral.screen;
  if (!screened) return { ...incomplete('screen-first', 'riskLevel'), ...(isClinician(story.actor) ? {} : { kind: 'not-now' as const }) };
  if (isMoreUrgent(screened.triageCode, command.triageCode)) return notNow('less-urgent-than-screen', { fields: ['triageCode'] });
  accept(story, command);
  return undefined;
};

function accept(story: Story, command: CommandOf<'acceptAtTriage'>): void {
  const { urgency, triageCode, pathway, noteId } = command;
  story.then({ type: 'triage-accepted', urgency, triageCode, pathway, ...(noteId && { noteId }) });
  close(story, ['administrative-triage', 'clinical-screen', 'information-awaited', 'decide-without-reply']);
  clearTimer(story, 'chase-referrer');
  startResponseWait(story, triageScale[triageCode].hours!);
  if (triageCode === 'A' || triageCode === 'B') dutyIsNeeded(story);
  ask(story, 'accepted', 'referrer', 'patient');
  setCheckIn(story);
  if (pathway === 'allocation') {
    enter(story, 'awaiting-allocation');
    raise(story, 'allocate', {});
    return;
  }
  enter(story, 'awaiting-assessment');
  const pressing = urgency !== 'routine' || isMoreUrgent(triageCode, 'D') || riskIsPresent(story.referral);
  if ((command.optIn ?? story.policy.optIn.asked) && !pressing) askToOptIn(story);
  else raise(story, 'book-assessment', {});
}

function askToOptIn(story: Story): void {
  const { optIn, calendar } = story.policy;
  const morning = (days: number) => workingMorningOnOrAfter(addDays(localDay(story.at, calendar.timeZone), days), calendar);
  story.then({ type: 'opt-in-asked' });
  ask(story, 'opt-in', 'patient');
  raise(story, 'opt-in-awaited', {});
  setTimer(story, { key: 'opt-in-reminder', kind: 'opt-in-reminder', dueAt: morning(optIn.reminderDays) });
  setTimer(story, { key: 'opt-in-over', kind: 'opt-in-over', dueAt: morning(optIn.replyDays) });
}

/** Ask: possible before and after acceptance. The clocks run on, the chasers are set, the stage is kept to return to. */
export const askReferrerForInformation: Step<'askReferrerForInformation'> = (story, command) => {
  const { referral } = story;
  if (referral.proposedReturn) return notNow('return-awaits-co-sign');
  if (Object.values(referral.appointments).some((one) => one.outcome === 'booked')) return notNow('appointment-booked');
  const askedFrom = referral.stage === 'awaiting-information' ? referral.askedFrom : referral.stage;
  story.then({ type: 'information-asked', questions: command.questions, askedFrom, ...(command.noteId && { noteId: command.noteId }) });
  close(story, ['administrative-triage', 'information-awaited', 'decide-without-reply', 'allocate', 'book-assessment', 'opt-in-awaited', 'decide-without-opt-in'], 'no-longer-needed');
  for (const key of ['chase-referrer', 'opt-in-reminder', 'opt-in-over']) clearTimer(story, key);
  enter(story, 'awaiting-information');
  ask(story, 'information-request', 'referrer');
  raise(story, 'information-awaited', {});
  setChaser(story, 1, story.at, story.policy.chaseDays[0] ?? 3);
  return undefined;
};

/** The reply returns the referral to where it was asked from, with that stage's task. */
export const recordReferrerReply: Step<'recordReferrerReply'> = (story, command) => {
  const { referral } = story;
  if (referral.stage !== 'awaiting-information') return notNow('stage-does-not-allow');
  const { askedFrom } = referral;
  story.then({ type: 'referrer-replied', ...(command.noteId && { noteId: command.noteId }) });
  close(story, ['information-awaited', 'decide-without-reply']);
  clearTimer(story, 'chase-referrer');
  enter(story, askedFrom);
  if (story.referral.proposedReturn) return undefined;
  if (askedFrom === 'awaiting-allocation') raise(story, 'allocate', {});
  else if (askedFrom === 'awaiting-assessment') raise(story, 'book-assessment', {});
  else raise(story, 'administrative-triage', {});
  return undefined;
};

/** Return: with a national code and a signpost; referrer and patient are both told. With risk, or unscreened, a clinician co-signs first. */
export const returnToReferrer: Step<'returnToReferrer'> = (story, command) => {
  const { referral, actor } = story;
  if (referral.proposedReturn) return notNow('return-awaits-co-sign');
  const { reason, signpost, noteId } = command;
  const unseen = !referral.screen && !isClinician(actor);
  if (riskIsPresent(referral) || unseen) {
    story.then({ type: 'return-proposed', reason, signpost, by: actor.staffId, ...(noteId && { noteId }) });
    close(story, ['administrative-triage', 'decide-without-reply', 'information-awaited']);
    clearTimer(story, 'chase-referrer');
    raise(story, 'co-sign-return', {});
    return undefined;
  }
  returned(story, reason, signpost, noteId);
  return undefined;
};
function returned(story: Story, reason: CommandOf<'returnToReferrer'>['reason'], signpost: CommandOf<'returnToReferrer'>['signpost'], noteId?: string): void {
  story.then({ type: 'returned-to-referrer', reason, signpost, ...(noteId && { noteId }) });
  ask(story, 'returned', 'referrer', 'patient');
  endReferral(story, 'returned');
}
export const coSignReturn: Step<'coSignReturn'> = (story) => {
  const { proposedReturn, returnProposedBy } = story.referral;
  if (!proposedReturn) return notNow('no-return-proposed');
  if (returnProposedBy === story.actor.staffId) return notNow('co-sign-by-another');
  returned(story, proposedReturn.reason, proposedReturn.signpost);
  return undefined;
};
/** The clinician keeps the referral: it goes back to triage, its screen open again where nobody has screened. */
export const declineReturn: Step<'declineReturn'> = (story, command) => {
  if (!story.referral.proposedReturn) return notNow('no-return-proposed');
  story.then({ type: 'return-declined', ...(command.noteId && { noteId: command.noteId }) });
  close(story, 'co-sign-return');
  if (story.referral.stage === 'awaiting-information') enter(story, 'awaiting-triage');
  raise(story, 'administrative-triage', {});
  return undefined;
};

export const markAsDuplicate: Step<'markAsDuplicate'> = (story, command) => {
  if (command.duplicateOf === story.referral.referralId) return notNow('person-unchanged', { fields: ['duplicateOf'] });
  const refusal = refuseWithRisk(story.referral, story);
  if (refusal) return refusal;
  story.then({ type: 'marked-as-duplicate', duplicateOf: command.duplicateOf });
  ask(story, 'duplicate', 'referrer');
  endReferral(story, 'duplicate');
  return undefined;
};
/** Risk told on a duplicate must have met a clinician's eye before it closes. */
function refuseWithRisk(referral: Referral, story: Story): Refusal | undefined {
  return riskIsPresent(referral) && !referral.screen && !isClinician(story.actor) ? notNow('screen-first') : undefined;
}
export const dismissDuplicate: Step<'dismissDuplicate'> = (story) => {
  if (openTasksOf(story.referral, 'review-possible-duplicate').length === 0) return notNow('no-such-task');
  story.then({ type: 'duplicate-dismissed' });
  close(story, 'review-possible-duplicate');
  return undefined;
};
export const escalateToDutyClinician: Step<'escalateToDutyClinician'> = (story, command) => {
  story.then({ type: 'escalated-to-duty-clinician', ...(command.noteId && { noteId: command.noteId }) });
  dutyIsNeeded(story);
  return undefined;
};
/** The duty clinician has been in touch. Not reached: the task stays, with a fresh hour. */
export const recordDutyContact: Step<'recordDutyContact'> = (story, command) => {
  if (openTasksOf(story.referral, 'duty-contact').length === 0) return notNow('no-such-task');
  const { outcome, riskLevel, noteId } = command;
  story.then({ type: 'duty-contact-recorded', outcome, riskLevel, ...(noteId && { noteId }) });
  close(story, 'duty-contact');
  if (outcome === 'not-reached' || (isRisk(riskLevel) && riskLevel === 'immediate' && outcome !== 'emergency-services-called')) raise(story, 'duty-contact', {});
  else stopWait(story, 'triage-response');
  return undefined;
};

/** Closes the referral: nothing stays open, no timer runs, every clock stops. */
export function endReferral(story: Story, ending: Ending): void {
  closeAll(story);
  for (const clock of ['assessment', 'treatment', 'triage-response'] as const) stopWait(story, clock);
  stopTimers(story);
  enter(story, 'closed');
  story.then({ type: 'referral-closed', ending });
}
