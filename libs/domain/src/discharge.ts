// Discharge and the other ends. Discharge is a checklist, a national code, a summary within seven days, perhaps a follow-up; the referral
// closes when these are done. Withdrawal, death and moving away end everything at once, from any stage, and stop every message.
import { dischargeCodes, deathCodes, type DischargeCode } from './discharge-codes.js';
import { bookedAppointments, openStrands, openTasksOf, riskIsPresent, type Referral } from './referral.js';
import { callOff } from './appointments.js';
import { incomplete, notNow, type Refusal } from './refusals.js';
import { isClinician } from './roles.js';
import type { Step } from './step.js';
import { ask, close, closeAll, enter, raise, stopTimers, type Story } from './story.js';
import { finishStrand, futureAppointments } from './strands.js';
import { dutyIsNeeded, endReferral } from './triage.js';
import { stopWait } from './waiting-times.js';
import { endOfWorkingDays, instantAt } from './working-days.js';
import type { CommandOf } from './commands.js';

/** How far the care went decides which national codes fit. */
export function dischargeGroup(referral: Referral): 'not-seen' | 'seen' | 'treated' {
  if (Object.values(referral.strands).some((strand) => strand.startedAt)) return 'treated';
  return Object.values(referral.appointments).some((one) => one.outcome === 'attended') ? 'seen' : 'not-seen';
}

export const discharge: Step<'discharge'> = (story, command) => {
  const refusal = refuseChecklist(story, command);
  if (refusal) return refusal;
  const { code, riskLevel, followUpOn, noteId } = command;
  const lead = story.referral.strands[story.referral.leadStrandNo ?? 0];
  for (const one of futureAppointments(story, {})) callOff(story, one);
  for (const strand of openStrands(story.referral)) finishStrand(story, strand.no, 'completed');
  closeAll(story, ['duty-contact']);
  for (const clock of ['assessment', 'treatment', 'triage-response'] as const) stopWait(story, clock);
  stopTimers(story, (timer) => timer.kind === 'task-overdue');
  story.then({ type: 'discharged', code, riskLevel, ...(followUpOn && { followUpOn }), ...(noteId && { noteId }) });
  enter(story, 'in-follow-up');
  raise(story, 'send-discharge-summary', {});
  if (followUpOn) raise(story, 'follow-up-contact', { from: instantAt(followUpOn, story.policy.calendar.opensAt, story.policy.calendar.timeZone), assignedTo: lead?.clinicianId ?? story.actor.staffId, discipline: lead?.discipline ?? story.actor.discipline });
  return undefined;
};
function refuseChecklist(story: Story, command: CommandOf<'discharge'>): Refusal | undefined {
  const { referral } = story;
  if (openTasksOf(referral, 'write-note').length > 0) return notNow('notes-missing');
  if (bookedAppointments(referral).some((one) => one.startsAt <= story.at)) return notNow('appointment-booked');
  const group = dischargeGroup(referral);
  if (dischargeCodes[command.code].group !== group || (deathCodes as readonly DischargeCode[]).includes(command.code)) return notNow('code-does-not-fit', { fields: ['code'] });
  const scored = Object.keys(referral.scores).length > 0;
  return group === 'treated' && !scored && !command.scoresUnavailable ? incomplete('scores-missing', 'scores') : undefined;
}

/** To the GP with a copy for the patient. */
export const sendDischargeSummary: Step<'sendDischargeSummary'> = (story, command) => {
  if (openTasksOf(story.referral, 'send-discharge-summary').length === 0) return notNow('no-such-task');
  story.then({ type: 'discharge-summary-sent', ...(command.noteId && { noteId: command.noteId }) });
  ask(story, 'discharge-summary', 'gp', 'patient');
  close(story, 'send-discharge-summary');
  return undefined;
};
export const recordFollowUpContact: Step<'recordFollowUpContact'> = (story, command) => {
  const [task] = openTasksOf(story.referral, 'follow-up-contact');
  if (!task) return notNow('no-such-task');
  story.then({ type: 'followed-up', outcome: command.outcome, ...(command.noteId && { noteId: command.noteId }) });
  close(story, 'follow-up-contact');
  if (command.outcome === 'worse') dutyIsNeeded(story);
  if (command.outcome === 'not-reached') raise(story, 'follow-up-contact', { from: endOfWorkingDays(story.at, 5, story.policy.calendar), assignedTo: task.assignedTo, discipline: story.actor.discipline });
  return undefined;
};
/** Once discharged, the referral closes when its last letter and contact are done. */
export function closeWhenNothingIsLeft(story: Story): void {
  if (story.referral.stage === 'in-follow-up' && Object.keys(story.referral.tasks).length === 0) endReferral(story, 'discharged');
}

/** Risk that no clinician has looked at must be looked at before somebody else ends the referral. */
export const withdraw: Step<'withdraw'> = (story, command) => {
  const { referral, actor } = story;
  if (riskIsPresent(referral) && !referral.screen && !isClinician(actor)) return notNow('screen-first');
  story.then({ type: 'referral-withdrawn', by: command.by });
  endEverything(story);
  story.then({ type: 'message-asked', no: story.referral.last.message + 1, letter: 'withdrawn', to: 'referrer' });
  endReferral(story, 'withdrawn');
  return undefined;
};
export const recordDeath: Step<'recordDeath'> = (story, command) => {
  const treated = dischargeGroup(story.referral) === 'treated';
  story.then({ type: 'patient-died', code: treated ? '49' : '17', ...(command.diedOn && { diedOn: command.diedOn }) });
  endEverything(story);
  endReferral(story, 'died');
  return undefined;
};
export const recordMovedAway: Step<'recordMovedAway'> = (story) => {
  story.then({ type: 'patient-moved-away' });
  endEverything(story);
  endReferral(story, 'moved-away');
  return undefined;
};
/** Messages stop first, so that calling off what is booked writes to nobody. */
function endEverything(story: Story): void {
  story.then({ type: 'messages-stopped' });
  for (const one of bookedAppointments(story.referral)) callOff(story, one);
  for (const strand of openStrands(story.referral)) finishStrand(story, strand.no, 'patient-ended');
}
