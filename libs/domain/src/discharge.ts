// Discharge and the other ends. Discharge is a checklist, a national code, a summary within seven days, perhaps a follow-up; the referral
// closes when these are done. Withdrawal, death and moving away end everything at once, from any stage, and stop every message.
import { dischargeCodes, deathCodes, type DischargeCode } from './discharge-codes.js';
import { awaitsDutyContact, awaitsScreen, bookedAppointments, dischargeGroup, openStrands, openTasksOf, riskIsPresent, type Referral, type Strand } from './referral.js';
import { callOff } from './appointments.js';
import { incomplete, notNow, type Refusal } from './refusals.js';
import { isClinician } from './roles.js';
import type { Step } from './step.js';
import { ask, close, closeAll, enter, isPressing, raise, stopTimers, type Story } from './story.js';
import { finishStrand, futureAppointments } from './strands.js';
import { disciplineCodes } from './disciplines.js';
import { dutyIsNeeded, refuseUnseen } from './duty.js';
import { endReferral } from './triage.js';
import { stopWait } from './waiting-times.js';
import { addDays, endOfWorkingDays, instantAt, localDay, type Day } from './working-days.js';
import type { CommandOf } from './commands.js';

export const discharge: Step<'discharge'> = (story, command) => {
  const refusal = refuseChecklist(story, command);
  if (refusal) return refusal;
  const { code, riskLevel, followUpOn, noteId } = command;
  const lead = story.referral.strands[story.referral.leadStrandNo ?? 0];
  for (const one of futureAppointments(story, {})) callOff(story, one);
  for (const strand of openStrands(story.referral)) finishStrand(story, strand.no, 'completed');
  close(story, 'complete-discharge');
  closeAll(story, ['duty-contact']);
  for (const clock of ['assessment', 'treatment', 'triage-response'] as const) stopWait(story, clock);
  stopTimers(story, (timer) => timer.kind === 'task-overdue');
  story.then({ type: 'discharged', code, riskLevel, ...(followUpOn && { followUpOn }), ...(noteId && { noteId }) });
  enter(story, 'in-follow-up');
  raise(story, 'send-discharge-summary', {});
  if (followUpOn) raiseFollowUp(story, followUpOn, lead);
  if (riskLevel === 'immediate') dutyIsNeeded(story);
  return undefined;
};
/** The lead clinician follows up; where nobody led, the clinician who discharges, or the queue of the discipline. */
function raiseFollowUp(story: Story, followUpOn: Day, lead: Strand | undefined): void {
  const { opensAt, timeZone } = story.policy.calendar;
  const whose = lead?.clinicianId ? { assignedTo: lead.clinicianId, discipline: lead.discipline }
    : isClinician(story.actor) ? { assignedTo: story.actor.staffId, discipline: story.actor.discipline } : { discipline: lead?.discipline };
  raise(story, 'follow-up-contact', { from: instantAt(followUpOn, opensAt, timeZone), ...whose });
}
function refuseChecklist(story: Story, command: CommandOf<'discharge'>): Refusal | undefined {
  const { referral } = story;
  if (!referral.triage) return notNow('not-accepted-yet');
  if (awaitsScreen(referral) && !isClinician(story.actor)) return notNow('screen-first');
  if (openTasksOf(referral, 'write-note').length > 0) return notNow('notes-missing');
  if (bookedAppointments(referral).some((one) => one.startsAt <= story.at)) return notNow('appointment-booked');
  const group = dischargeGroup(referral);
  if (dischargeCodes[command.code].group !== group || (deathCodes as readonly DischargeCode[]).includes(command.code)) return notNow('code-does-not-fit', { fields: ['code'] });
  if (group === 'treated' && !scoredSinceTreatmentBegan(referral) && !command.scoresUnavailable) return incomplete('scores-missing', 'scores');
  return refuseFollowUpDay(story, command.followUpOn);
}
/** First scores alone say nothing of what the treatment did. */
function scoredSinceTreatmentBegan({ strands, scores }: Referral): boolean {
  const began = Object.values(strands).flatMap((strand) => strand.startedAt ?? []).sort()[0];
  return Object.values(scores).some((score) => began !== undefined && score.at >= began);
}
const furthestFollowUpDays = 731;
function refuseFollowUpDay(story: Story, followUpOn: Day | undefined): Refusal | undefined {
  const today = localDay(story.at, story.policy.calendar.timeZone);
  return followUpOn !== undefined && (followUpOn < today || followUpOn > addDays(today, furthestFollowUpDays)) ? notNow('out-of-range', { fields: ['followUpOn'] }) : undefined;
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
  if (command.outcome === 'not-reached') raise(story, 'follow-up-contact', { notBefore: endOfWorkingDays(story.at, 5, story.policy.calendar), assignedTo: task.assignedTo, discipline: disciplineCodes.find((one) => one === task.queue) });
  return undefined;
};
/** Once discharged, the referral closes when its last letter and contact are done. */
export function closeWhenNothingIsLeft(story: Story): void {
  if (story.referral.stage === 'in-follow-up' && Object.keys(story.referral.tasks).length === 0) endReferral(story, 'discharged');
}

/** Risk that no clinician has looked at must be looked at before somebody else ends the referral. */
const refuseUnseenRisk = (story: Story): Refusal | undefined =>
  riskIsPresent(story.referral) || isPressing(story.referral) || awaitsDutyContact(story.referral) ? refuseUnseen(story) : undefined;

export const withdraw: Step<'withdraw'> = (story, command) => {
  const refusal = refuseUnseenRisk(story);
  if (refusal) return refusal;
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
  const refusal = refuseUnseenRisk(story);
  if (refusal) return refusal;
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
