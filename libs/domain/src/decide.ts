// decide(referral, command, circumstances) -> events | refusal. One table to the step files; permissions, stages and who holds the
// task are checked here, once, for every act. Pure: no clock, no randomness, no IO. Throws only for a defect.
import { actOf, actNames, type ActName } from './acts.js';
import * as allocation from './allocation.js';
import * as appointments from './appointments.js';
import * as assessment from './assessment.js';
import type { Command } from './commands.js';
import * as ending from './discharge.js';
import { escalateToDutyClinician, recordDutyContact } from './duty.js';
import type { ReferralEvent } from './events.js';
import * as identity from './identity.js';
import { may } from './permissions.js';
import { receive } from './receive.js';
import { bookedAppointments, dischargeGroup, openStrands, type Referral } from './referral.js';
import { notNow, type Refusal } from './refusals.js';
import * as returns from './returns.js';
import type { StaffMember } from './roles.js';
import type { Step } from './step.js';
import { tell, type Circumstances, type Story } from './story.js';
import { endsEverything } from './tasks.js';
import * as treatment from './treatment.js';
import * as triage from './triage.js';

export type Decision = { events: ReferralEvent[]; refusal?: undefined } | { refusal: Refusal; events?: undefined };

const { closeWhenNothingIsLeft, ...endings } = ending;
const { bookAppointment, cancelAppointment, recordAttendance, decideAfterNonAttendance, signNote, addToNote } = appointments;
const { endReferral: _end, screenAgain: _again, ...triageSteps } = triage;
export const steps: { [Name in Exclude<ActName, 'receive'>]: Step<Name> } = {
  ...triageSteps, ...returns, escalateToDutyClinician, recordDutyContact, ...assessment, bookAppointment, cancelAppointment, recordAttendance, decideAfterNonAttendance, signNote, addToNote,
  ...allocation, ...treatment, ...endings, ...identity,
};

/** Decides one act. Refusals: not-yours (role, team, left), not-now (stage, held, rule), incomplete (fields), unknown. */
export function decide(referral: Referral | undefined, command: Command, circumstances: Circumstances): Decision {
  const { actor } = circumstances;
  const denied = may(actor, command.act, referral);
  if (denied) return { refusal: denied };
  if (command.act === 'receive') return referral ? { refusal: notNow('already-received') } : { events: receive(command, circumstances) };
  if (!referral) return { refusal: { kind: 'unknown', code: 'no-such-referral' } };
  if (!actOf(command.act).stages.includes(referral.stage)) return { refusal: notNow('stage-does-not-allow', { allowed: allowedActs(referral, actor) }) };
  const story = tell(referral, circumstances);
  const refusal = (steps[command.act] as Step<ActName & 'withdraw'>)(story, command as never) ?? heldByAnother(story, command.act, referral);
  if (refusal) return { refusal: refusal.kind === 'not-now' ? { ...refusal, allowed: allowedActs(referral, actor) } : refusal };
  closeWhenNothingIsLeft(story);
  assertNobodyIsForgotten(story.referral, command.act);
  return { events: story.events };
}

/** An act completes a task only for whoever holds it. What a person was given with the referral (their own session) others may do for them. */
function heldByAnother(story: Story, act: ActName, before: Referral): Refusal | undefined {
  if ((endsEverything as readonly ActName[]).includes(act) || act === 'returnHoldings' || act === 'reallocate') return undefined;
  for (const event of story.events) {
    if (event.type !== 'task-closed' || event.outcome !== 'done') continue;
    const holder = story.holders[event.no];
    if (holder && holder !== story.actor.staffId && holder !== before.tasks[event.no]?.assignedTo) return notNow('held-by-another', { heldBy: holder });
  }
  return undefined;
}

/** Every open referral has somebody's next task; a rule that leaves one without is a defect. */
function assertNobodyIsForgotten(referral: Referral, act: ActName): void {
  const open = Object.keys(referral.tasks).length;
  if (referral.stage !== 'closed' && open === 0) throw new Error(`after ${act} nobody has a task in ${referral.stage}`);
  if (referral.stage === 'closed' && open > 0) throw new Error(`after ${act} the closed referral has open tasks`);
}

const hasTask = (referral: Referral, ...types: string[]) => Object.values(referral.tasks).some((task) => types.includes(task.task));
const strands = openStrands;
const booked = (referral: Referral) => bookedAppointments(referral).length > 0;
/** What beyond stage and role must hold for an act to be worth offering. */
const offeredWhen: Partial<Record<ActName, (referral: Referral, actor: StaffMember) => boolean>> = {
  recordClinicalScreen: (r) => hasTask(r, 'clinical-screen'),
  acceptAtTriage: (r) => !r.proposedReturn, askReferrerForInformation: (r) => !r.proposedReturn && !booked(r), returnToReferrer: (r) => !r.proposedReturn && dischargeGroup(r) === 'not-seen', markAsDuplicate: (r) => !r.proposedReturn,
  coSignReturn: (r, a) => !!r.proposedReturn && r.returnProposedBy !== a.staffId, declineReturn: (r) => !!r.proposedReturn,
  dismissDuplicate: (r) => hasTask(r, 'review-possible-duplicate'), recordDutyContact: (r) => hasTask(r, 'duty-contact'),
  completeCatchUp: (r) => hasTask(r, 'catch-up'), recordOptIn: (r) => hasTask(r, 'opt-in-awaited', 'decide-without-opt-in'), decideWithoutOptIn: (r) => hasTask(r, 'decide-without-opt-in'),
  cancelAppointment: booked, recordAttendance: booked, decideAfterNonAttendance: (r) => hasTask(r, 'decide-after-non-attendance'), signNote: (r) => Object.values(r.appointments).some((one) => one.outcome === 'attended' && !one.noteId),
  addToNote: (r) => Object.values(r.appointments).some((one) => one.noteId), takeOnStrand: (r, a) => strands(r).some((one) => !one.clinicianId && one.discipline === a.discipline),
  declineSecondStrand: (r) => hasTask(r, 'consider-second-strand'), recordReview: (r) => hasTask(r, 'mid-course-review', 'end-review', 'periodic-review', 'joint-review'),
  planEnding: (r) => hasTask(r, 'plan-ending'), requestExtension: (r) => strands(r).some((one) => one.allowance !== null && !one.extension), decideExtension: (r, a) => strands(r).some((one) => one.extension && one.extension.by !== a.staffId),
  recordCheckIn: (r) => r.triage !== undefined, removeUnavailability: (r) => Object.keys(r.unavailable).length > 0, discharge: (r) => r.triage !== undefined && !hasTask(r, 'write-note'), endStrand: (r) => strands(r).length > 0, reallocate: (r) => strands(r).length > 0,
  sendDischargeSummary: (r) => hasTask(r, 'send-discharge-summary'), recordFollowUpContact: (r) => hasTask(r, 'follow-up-contact'),
};

/** The acts this person may do on this referral now: role, team, stage, and what the act needs to make sense. */
export function allowedActs(referral: Referral, actor: StaffMember): ActName[] {
  return actNames.filter((act) => act !== 'receive' && !may(actor, act, referral)
    && actOf(act).stages.includes(referral.stage) && (offeredWhen[act]?.(referral, actor) ?? true));
}
