// A referral's state as its named view. Pure: what the rules know in, what people see out.
import { allowedActs, modality, nextStep, openTasks, riskIsPresent, stages, taskKind, type Appointment, type OpenTask, type Referral, type StaffMember, type Strand } from '#domain';
import { routeOfAct, type ActRouteName, type ReferralView } from '#contracts';
import { taskIdOf } from '#database';
import type { NameOf } from '../staff-names.js';

/** Everything `viewer` may see of a referral of their team; acts as the last part of their routes. */
export function referralView(referral: Referral, viewer: StaffMember, name: NameOf): ReferralView {
  const { referralId, reference, seq, stage, stageSince, receivedAt, teamId, personId, source, imported, flags, referrerUrgency, triage, proposedReturn, returnProposedBy } = referral;
  return {
    referralId, reference, version: seq, stage, stageName: stages[stage].name, stageSince, receivedAt,
    closedAt: referral.stage === 'closed' ? referral.closedAt : null, ending: referral.stage === 'closed' ? referral.ending : null,
    teamId, personId, source, imported, flags: [...flags], referrerUrgency,
    urgency: triage?.urgency ?? null, triageCode: triage?.triageCode ?? referral.screen?.triageCode ?? null, pathway: triage?.pathway ?? null,
    riskLevel: referral.riskLevel ?? null, riskIsPresent: riskIsPresent(referral), nextStep: nextStepView(referral, name),
    tasks: openTasks(referral).sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.no - b.no)).map((task) => taskView(referralId, task, name)),
    strands: Object.values(referral.strands).map((strand) => strandView(strand, referral.leadStrandNo === strand.no, name)),
    appointments: Object.values(referral.appointments).map((one) => appointmentView(one, name)),
    waits: Object.values(referral.waits).map(({ clock, startedAt, targetOn, breachAt, breachedAt, stoppedAt }) => ({ clock, startedAt, targetOn: targetOn ?? null, breachAt, breachedAt: breachedAt ?? null, stoppedAt: stoppedAt ?? null })),
    unavailable: Object.values(referral.unavailable).map(({ no, fromOn, toOn }) => ({ no, fromOn, toOn })),
    scores: Object.entries(referral.scores).map(([measure, score]) => ({ measure, total: score!.total, at: score!.at })),
    proposedReturn: proposedReturn ? { ...proposedReturn, by: name(returnProposedBy ?? 'system') } : null,
    earlierReferralId: referral.earlierReferralId ?? null, duplicateOf: referral.duplicateOf ?? null,
    dischargeCode: 'dischargeCode' in referral ? (referral.dischargeCode ?? null) : null,
    notAttendedInARow: referral.notAttendedInARow, messagesStopped: referral.messagesStopped, policyVersion: referral.policyVersion,
    allowedActs: allowedRoutes(referral, viewer),
  };
}
export const allowedRoutes = (referral: Referral, viewer: StaffMember): string[] => allowedActs(referral, viewer).map((act) => routeOfAct(act as ActRouteName));

function nextStepView(referral: Referral, name: NameOf): ReferralView['nextStep'] {
  const next = nextStep(referral);
  return next ? { task: next.task, name: taskKind(next.task).name, queue: next.queue, assignedTo: next.assignedTo ? name(next.assignedTo) : null, dueAt: next.dueAt } : null;
}
function taskView(referralId: string, task: OpenTask, name: NameOf): ReferralView['tasks'][number] {
  const { no, queue, raisedAt, dueAt, level, assignedTo, strandNo, appointmentNo } = task;
  return { taskId: taskIdOf(referralId, no), no, task: task.task, name: taskKind(task.task).name, queue, raisedAt, dueAt, level, assignedTo: assignedTo ? name(assignedTo) : null, strandNo: strandNo ?? null, appointmentNo: appointmentNo ?? null };
}
function strandView(strand: Strand, lead: boolean, name: NameOf): ReferralView['strands'][number] {
  const { no, stage, discipline, format, allowance, used, attended, clinicianId, startedAt, endedAt, extension } = strand;
  return {
    no, stage, discipline, modality: strand.modality, modalityName: modality(strand.modality).name, format, allowance, used, attended,
    clinician: clinicianId ? name(clinicianId) : null, lead, startedAt: startedAt ?? null, endedAt: endedAt ?? null, extensionAsked: extension?.sessions ?? null,
  };
}
function appointmentView(one: Appointment, name: NameOf): ReferralView['appointments'][number] {
  const { no, purpose, clinicianId, discipline, startsAt, minutes, mechanism, strandNo, outcome, code, counts, noteId } = one;
  return { no, purpose, clinician: name(clinicianId), discipline, startsAt, minutes, mechanism, strandNo: strandNo ?? null, outcome, code: code ?? null, counts: counts ?? null, noteSigned: noteId !== undefined };
}
