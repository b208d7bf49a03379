// Allocation: the team decides who treats whom, in which modality, and why. In force when recorded. One strand leads. Nothing a person
// holds stays with nobody when they leave.
import type { CommandOf, StrandPlan } from './commands.js';
import { bookAgain, callOff } from './appointments.js';
import { modality } from './modalities.js';
import { bookedAppointments, openStrands, openTasks } from './referral.js';
import { incomplete, notNow, type Refusal } from './refusals.js';
import { mayTreat } from './permissions.js';
import type { Step } from './step.js';
import { ask, close, closeTask, enter, raise, type Story } from './story.js';
import { finishStrand, futureAppointments, keepStrandsMoving, strandIsOpen } from './strands.js';

export const allocateAtMdt: Step<'allocateAtMdt'> = (story, command) => {
  const chairs = story.actor.roles.some((role) => role === 'chair' || role === 'team-lead');
  if (!command.between && !chairs) return { kind: 'not-yours', code: 'meeting-chairs-decide' };
  if (command.strands.length === 0) return incomplete('no-such-strand', 'strands');
  if (!command.strands[command.lead]) return notNow('lead-not-in-strands', { fields: ['lead'] });
  for (const [index, plan] of command.strands.entries()) {
    const refusal = refusePlan(story, plan, `strands.${index}`);
    if (refusal) return refusal;
  }
  const { reason, between, meetingId, noteId } = command;
  story.then({ type: 'allocated', reason, between, ...(meetingId && { meetingId }), ...(noteId && { noteId }) });
  close(story, 'allocate');
  close(story, 'complete-discharge', 'no-longer-needed');
  command.strands.forEach((plan, index) => openStrand(story, plan, index === command.lead));
  enter(story, 'awaiting-treatment');
  keepStrandsMoving(story);
  ask(story, 'allocated', 'referrer', 'patient');
  return undefined;
};
/** Is this strand one that the service offers, by somebody who may deliver it? */
function refusePlan(story: Story, plan: StrandPlan, field: string): Refusal | undefined {
  const offered = modality(plan.modality);
  if (!offered.deliveredBy.includes(plan.discipline)) return notNow('discipline-does-not-deliver', { fields: [`${field}.discipline`] });
  if (!offered.formats.includes(plan.format)) return notNow('format-not-offered', { fields: [`${field}.format`] });
  const sessions = offered.sessions;
  if (plan.sessions !== undefined && (!sessions || plan.sessions < sessions.least || plan.sessions > sessions.most)) return notNow('sessions-out-of-range', { fields: [`${field}.sessions`] });
  return plan.clinicianId ? refuseClinician(story, plan.clinicianId, plan.discipline, plan.modality, `${field}.clinicianId`) : undefined;
}
function refuseClinician(story: Story, clinicianId: string, discipline: string, code: StrandPlan['modality'], field: string): Refusal | undefined {
  const clinician = story.people[clinicianId];
  if (!clinician || !mayTreat(clinician, story.referral.teamId)) return notNow('not-a-clinician', { fields: [field] });
  if (clinician.discipline !== discipline) return notNow('discipline-does-not-deliver', { fields: [field] });
  const needs = modality(code).needs;
  return needs && !clinician.competences.includes(needs) ? notNow('competence-missing', { fields: [field] }) : undefined;
}
function openStrand(story: Story, plan: StrandPlan, lead: boolean): void {
  const sessions = modality(plan.modality).sessions;
  const { discipline, format, clinicianId } = plan;
  story.then({ type: 'strand-opened', no: story.referral.last.strand + 1, discipline, modality: plan.modality, format, allowance: sessions ? (plan.sessions ?? sessions.most) : null, lead, ...(clinicianId && { clinicianId }) });
}

/** A second strand in parallel: a prescriber beside a therapist, art therapy beside occupational therapy. */
export const addStrand: Step<'addStrand'> = (story, command) => {
  const refusal = refusePlan(story, command.strand, 'strand');
  if (refusal) return refusal;
  story.then({ type: 'allocated', reason: command.reason, between: true, ...(command.noteId && { noteId: command.noteId }) });
  close(story, 'consider-second-strand');
  close(story, 'complete-discharge', 'no-longer-needed', (task) => task.strandNo === undefined);
  openStrand(story, command.strand, openStrands(story.referral).length === 0);
  keepStrandsMoving(story);
  ask(story, 'allocated', 'referrer', 'patient');
  return undefined;
};
export const requestSecondStrand: Step<'requestSecondStrand'> = (story, command) => {
  story.then({ type: 'second-strand-requested', ...(command.noteId && { noteId: command.noteId }) });
  if (!openTasks(story.referral).some((task) => task.task === 'consider-second-strand')) raise(story, 'consider-second-strand', {});
  return undefined;
};
export const declineSecondStrand: Step<'declineSecondStrand'> = (story, command) => {
  if (!openTasks(story.referral).some((task) => task.task === 'consider-second-strand')) return notNow('no-such-task');
  story.then({ type: 'second-strand-declined', ...(command.noteId && { noteId: command.noteId }) });
  close(story, 'consider-second-strand');
  return undefined;
};

export const takeOnStrand: Step<'takeOnStrand'> = (story, command) => {
  const strand = strandIsOpen(story.referral, command.strandNo);
  if (!strand) return notNow('no-such-strand', { fields: ['strandNo'] });
  if (strand.clinicianId) return notNow('strand-has-clinician', { heldBy: strand.clinicianId });
  const { actor } = story;
  if (actor.discipline !== strand.discipline) return { kind: 'not-yours', code: 'discipline-does-not-deliver' };
  const needs = modality(strand.modality).needs;
  if (needs && !actor.competences.includes(needs)) return { kind: 'not-yours', code: 'competence-missing' };
  story.then({ type: 'strand-taken-on', no: strand.no, clinicianId: actor.staffId });
  close(story, 'take-on-strand', 'done', (task) => task.strandNo === strand.no);
  keepStrandsMoving(story);
  return undefined;
};

export const reallocate: Step<'reallocate'> = (story, command) => {
  const strand = strandIsOpen(story.referral, command.strandNo);
  if (!strand) return notNow('no-such-strand', { fields: ['strandNo'] });
  const discipline = command.discipline ?? strand.discipline;
  if (!modality(strand.modality).deliveredBy.includes(discipline)) return notNow('discipline-does-not-deliver', { fields: ['discipline'] });
  if (command.clinicianId && command.clinicianId === strand.clinicianId) return notNow('strand-has-clinician', { fields: ['clinicianId'], heldBy: strand.clinicianId });
  const refusal = command.clinicianId ? refuseClinician(story, command.clinicianId, discipline, strand.modality, 'clinicianId') : undefined;
  if (refusal) return refusal;
  moveStrand(story, command, discipline);
  return undefined;
};
function moveStrand(story: Story, command: CommandOf<'reallocate'>, discipline: StrandPlan['discipline']): void {
  const { strandNo: no, clinicianId, reason, noteId } = command;
  story.then({ type: 'strand-reallocated', no, discipline, reason, ...(clinicianId && { clinicianId }), ...(noteId && { noteId }) });
  for (const one of futureAppointments(story, { strandNo: no })) callOff(story, one);
  passOnTasks(story, no);
  keepStrandsMoving(story);
}
/** Reviews and bookings follow the strand to its new clinician or queue; notes and past sessions stay with who held them. */
function passOnTasks(story: Story, strandNo: number): void {
  for (const task of openTasks(story.referral).filter((open) => open.strandNo === strandNo && !['write-note', 'record-attendance', 'decide-extension'].includes(open.task))) {
    closeTask(story, task, 'no-longer-needed');
    if (task.task !== 'book-session' && task.task !== 'take-on-strand') raise(story, task.task, { strandNo, appointmentNo: task.appointmentNo });
  }
}

/** A person leaves or loses a role: strands go to their discipline's queue, future appointments are called off, tasks return. */
export const returnHoldings: Step<'returnHoldings'> = (story, { staffId }) => {
  const strands = openStrands(story.referral).filter((strand) => strand.clinicianId === staffId);
  const appointments = futureAppointments(story, { clinicianId: staffId });
  const held = openTasks(story.referral).filter((task) => task.assignedTo === staffId);
  if (strands.length + appointments.length + held.length === 0) return notNow('nothing-held');
  for (const one of appointments) callOff(story, one);
  for (const strand of strands) {
    story.then({ type: 'strand-returned', no: strand.no });
    close(story, 'book-session', 'no-longer-needed', (task) => task.strandNo === strand.no);
  }
  for (const task of openTasks(story.referral)) if (task.assignedTo === staffId) story.then({ type: 'task-returned', no: task.no });
  if (appointments.some((one) => one.strandNo === undefined)) bookAgain(story, undefined);
  keepStrandsMoving(story);
  return undefined;
};

export const endStrand: Step<'endStrand'> = (story, command) => {
  const strand = strandIsOpen(story.referral, command.strandNo);
  if (!strand) return notNow('no-such-strand', { fields: ['strandNo'] });
  if (bookedAppointments(story.referral).some((one) => one.strandNo === strand.no && one.startsAt <= story.at)) return notNow('appointment-booked');
  for (const one of futureAppointments(story, { strandNo: strand.no })) callOff(story, one);
  finishStrand(story, strand.no, command.reason, command.noteId);
  if (openStrands(story.referral).length === 0) raise(story, 'complete-discharge', { assignedTo: story.actor.staffId, discipline: story.actor.discipline });
  return undefined;
};
