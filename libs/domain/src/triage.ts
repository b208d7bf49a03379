// Triage: a secretary checks, a clinician screens for risk, somebody accepts or asks. A secretary is never the only gate: acceptance needs
// a clinician's screen, and what the referrer tells afterwards about risk is screened again. Nothing closes by itself.
import type { Step } from './step.js';
import { callDutyClinician } from './duty.js';
import { awaitsScreen, bookedAppointments, openTasksOf, riskIsPresent } from './referral.js';
import { incomplete, notNow, type Refusal } from './refusals.js';
import { isClinician } from './roles.js';
import { ask, close, closeAll, closeTask, enter, raise, setTimer, stopTimers, clearTimer, type Story } from './story.js';
import { isMoreUrgent, triageScale, type RiskLevel, type TriageCode } from './triage-scale.js';
import { setChaser, setCheckIn, startResponseWait, stopWait } from './waiting-times.js';
import { addDays, afterHours, localDay, workingMorningOnOrAfter } from './working-days.js';
import type { CommandOf } from './commands.js';
import type { Ending } from './stages.js';

export const recordClinicalScreen: Step<'recordClinicalScreen'> = (story, command) => {
  if (!awaitsScreen(story.referral)) return notNow('no-such-task');
  screen(story, command.riskLevel, command.triageCode, command.noteId);
  return undefined;
};
function screen(story: Story, riskLevel: RiskLevel, triageCode: TriageCode, noteId?: string): void {
  story.then({ type: 'clinically-screened', riskLevel, triageCode, ...(noteId && { noteId }) });
  close(story, 'clinical-screen');
  const { hours } = triageScale[triageCode];
  if (hours !== null) startResponseWait(story, hours);
  callDutyClinician(story, riskLevel, triageCode);
}
/** Something new was told (amended, or answered about risk): a clinician looks again; within the hour when it may be urgent, also at what was not yet looked at. */
export function screenAgain(story: Story, urgent: boolean): void {
  if (isClinician(story.actor)) return;
  const notAfter = urgent ? afterHours(story.at, story.policy.screenUrgentHours) : undefined;
  const open = openTasksOf(story.referral, 'clinical-screen');
  if (open.some((task) => !notAfter || task.dueAt <= notAfter)) return;
  for (const task of open) closeTask(story, task, 'no-longer-needed');
  raise(story, 'clinical-screen', { notAfter });
}

/** Accept: urgency, triage code and pathway. A clinician may record the risk in the same act; a secretary needs the screen first. */
export const acceptAtTriage: Step<'acceptAtTriage'> = (story, command) => {
  if (story.referral.proposedReturn) return notNow('return-awaits-co-sign');
  if (triageScale[command.triageCode].hours === null) return notNow('signpost-instead');
  if (command.riskLevel && isClinician(story.actor)) screen(story, command.riskLevel, command.triageCode, command.noteId);
  const refusal = refuseAcceptance(story, command);
  if (!refusal) accept(story, command);
  return refusal;
};
/** Not before a clinician has looked; never less urgent than they said, in the code or in the word. */
function refuseAcceptance({ referral, actor }: Story, command: CommandOf<'acceptAtTriage'>): Refusal | undefined {
  if (!referral.screen || awaitsScreen(referral)) return { ...incomplete('screen-first', 'riskLevel'), ...(isClinician(actor) ? {} : { kind: 'not-now' as const }) };
  if (isMoreUrgent(referral.screen.triageCode, command.triageCode)) return notNow('less-urgent-than-screen', { fields: ['triageCode'] });
  const calledRoutine = command.urgency === 'routine' && isMoreUrgent(command.triageCode, 'D');
  return calledRoutine ? notNow('less-urgent-than-screen', { fields: ['urgency'] }) : undefined;
}

function accept(story: Story, command: CommandOf<'acceptAtTriage'>): void {
  const { urgency, triageCode, pathway, noteId } = command;
  const { screen: screened, triage: acceptedBefore } = story.referral;
  story.then({ type: 'triage-accepted', urgency, triageCode, pathway, ...(noteId && { noteId }) });
  close(story, ['administrative-triage', 'information-awaited', 'decide-without-reply']);
  clearTimer(story, 'chase-referrer');
  if (isMoreUrgent(triageCode, screened!.triageCode)) {
    startResponseWait(story, triageScale[triageCode].hours!);
    callDutyClinician(story, 'none', triageCode);
  }
  if (!acceptedBefore) ask(story, 'accepted', 'referrer', 'patient');
  if (!story.referral.timers['check-in']) setCheckIn(story);
  onPathway(story, command);
}
function onPathway(story: Story, { urgency, triageCode, pathway, optIn }: CommandOf<'acceptAtTriage'>): void {
  if (pathway === 'allocation') {
    enter(story, 'awaiting-allocation');
    raise(story, 'allocate', {});
    return;
  }
  enter(story, 'awaiting-assessment');
  const pressing = urgency !== 'routine' || isMoreUrgent(triageCode, 'D') || riskIsPresent(story.referral);
  if ((optIn ?? story.policy.optIn.asked) && !pressing) askToOptIn(story);
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
  if (bookedAppointments(referral).length > 0) return notNow('appointment-booked');
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

/** The reply returns the referral to where it was asked from, with that stage's task; while a return awaits its co-signature, to triage. */
export const recordReferrerReply: Step<'recordReferrerReply'> = (story, command) => {
  const { referral } = story;
  if (referral.stage !== 'awaiting-information') return notNow('stage-does-not-allow');
  const askedFrom = referral.proposedReturn ? 'awaiting-triage' : referral.askedFrom;
  const riskWasAsked = referral.askedAbout.includes('risk');
  story.then({ type: 'referrer-replied', ...(command.noteId && { noteId: command.noteId }) });
  close(story, ['information-awaited', 'decide-without-reply']);
  clearTimer(story, 'chase-referrer');
  enter(story, askedFrom);
  if (riskWasAsked) screenAgain(story, false);
  if (story.referral.proposedReturn) return undefined;
  if (askedFrom === 'awaiting-allocation') raise(story, 'allocate', {});
  else if (askedFrom === 'awaiting-assessment') raise(story, 'book-assessment', {});
  else raise(story, 'administrative-triage', {});
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
