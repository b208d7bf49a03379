// evolve(referral, event) -> referral: what each event changes. Knows no rule and no policy: folding the same events gives the same
// referral whatever the rules say today. Never reached by a command directly.
import { appointmentChanges } from './evolve-appointments.js';
import { changed, strandChanges } from './evolve-strands.js';
import type { EventOf, EventType, ReferralEvent } from './events.js';
import type { Common, Referral } from './referral.js';

export type Change<Type extends EventType> = (referral: Referral, event: EventOf<Type>) => object;
/** Events that are history only: they stand in the timeline and change no row. */
const nothing = () => ({});

export const without = <Row>(rows: Record<string | number, Row>, key: string | number): Record<string | number, Row> => {
  const { [key]: _gone, ...rest } = rows;
  return rest;
};

/** A task carries its own timer, a clock its own: raised, moved and ended with it, by no event of their own. */
const taskTimer = (no: number) => `task/${no}`;
const waitTimer = (clock: string) => `wait/${clock}`;

const changes = {
  'stage-entered': (_r, e) => ({ stage: e.stage, stageSince: e.at }),
  'task-raised': (r, e) => ({
    last: { ...r.last, task: e.no },
    tasks: { ...r.tasks, [e.no]: { no: e.no, task: e.task, queue: e.queue, raisedAt: e.at, dueAt: e.dueAt, level: 0, ...(e.assignedTo && { assignedTo: e.assignedTo }), ...(e.strandNo && { strandNo: e.strandNo }), ...(e.appointmentNo && { appointmentNo: e.appointmentNo }) } },
    timers: { ...r.timers, [taskTimer(e.no)]: { key: taskTimer(e.no), kind: 'task-overdue', no: e.no, dueAt: e.dueAt } },
  }),
  'task-closed': (r, e) => ({ tasks: without(r.tasks, e.no), timers: without(r.timers, taskTimer(e.no)) }),
  'task-escalated': (r, e) => ({
    tasks: { ...r.tasks, [e.no]: { ...r.tasks[e.no]!, level: e.level } },
    timers: e.nextAt ? { ...r.timers, [taskTimer(e.no)]: { key: taskTimer(e.no), kind: 'task-overdue', no: e.no, dueAt: e.nextAt } } : without(r.timers, taskTimer(e.no)),
  }),
  'task-returned': (r, e) => ({ tasks: { ...r.tasks, [e.no]: without(r.tasks[e.no] as never, 'assignedTo') } }),
  'timer-set': (r, e) => {
    const { type: _type, at: _at, ...timer } = e;
    return { timers: { ...r.timers, [e.key]: timer } };
  },
  'timer-cleared': (r, e) => ({ timers: without(r.timers, e.key) }),
  'message-asked': (r, e) => ({ last: { ...r.last, message: e.no } }),
  'messages-stopped': () => ({ messagesStopped: true }),
  'wait-started': (r, e) => ({
    waits: { ...r.waits, [e.clock]: { clock: e.clock, startedAt: e.at, breachAt: e.breachAt, ...(e.targetOn && { targetOn: e.targetOn }) } },
    timers: { ...r.timers, [waitTimer(e.clock)]: { key: waitTimer(e.clock), kind: 'wait-breach', clock: e.clock, dueAt: e.breachAt } },
  }),
  'wait-breached': (r, e) => ({ waits: { ...r.waits, [e.clock]: { ...r.waits[e.clock]!, breachedAt: e.at } }, timers: without(r.timers, waitTimer(e.clock)) }),
  'wait-stopped': (r, e) => ({ waits: { ...r.waits, [e.clock]: { ...r.waits[e.clock]!, stoppedAt: e.at } }, timers: without(r.timers, waitTimer(e.clock)) }),
  'clinically-screened': (_r, e) => ({ screen: { riskLevel: e.riskLevel, triageCode: e.triageCode, at: e.at }, riskLevel: e.riskLevel }),
  'triage-accepted': (_r, e) => ({ triage: { urgency: e.urgency, triageCode: e.triageCode, pathway: e.pathway, at: e.at } }),
  'information-asked': (_r, e) => ({ askedFrom: e.askedFrom, askedAbout: e.questions, askedAt: e.at, chased: 0 }),
  'referrer-chased': (_r, e) => ({ chased: e.step }),
  'referrer-replied': nothing,
  'return-proposed': (_r, e) => ({ proposedReturn: { reason: e.reason, signpost: e.signpost }, returnProposedBy: e.by }),
  'return-declined': () => ({ proposedReturn: undefined, returnProposedBy: undefined }),
  'returned-to-referrer': nothing,
  'marked-as-duplicate': (_r, e) => ({ duplicateOf: e.duplicateOf }),
  'duplicate-dismissed': () => ({ duplicateOf: undefined }),
  'escalated-to-duty-clinician': nothing,
  'duty-contact-recorded': (_r, e) => ({ riskLevel: e.riskLevel }),
  'nhs-number-recorded': (r, e) => (e.identified ? { flags: r.flags.filter((flag) => flag !== 'nhs-number-missing' && flag !== 'nhs-number-wrong') } : {}),
  'linked-to-person': (_r, e) => ({ personId: e.personId, ...(e.earlierReferralId && { earlierReferralId: e.earlierReferralId }) }),
  'unlinked-from-person': (_r, e) => ({ personId: e.personId, earlierReferralId: undefined }),
  'referral-amended': nothing,
  'caught-up': nothing,
  'opt-in-asked': nothing,
  'opt-in-reminded': nothing,
  'opted-in': () => ({ optedIn: true }),
  'decided-without-opt-in': nothing,
  'assessment-completed': (_r, e) => ({ riskLevel: e.riskLevel }),
  allocated: nothing,
  'second-strand-requested': nothing,
  'second-strand-declined': nothing,
  'review-recorded': nothing,
  'unavailability-recorded': (r, e) => ({ last: { ...r.last, period: e.no }, unavailable: { ...r.unavailable, [e.no]: { no: e.no, fromOn: e.fromOn, toOn: e.toOn, by: e.by, recordedAt: e.at } } }),
  'unavailability-removed': (r, e) => ({ unavailable: without(r.unavailable, e.no) }),
  'checked-in': nothing,
  'outcome-measure-recorded': (r, e) => ({ scores: { ...r.scores, [e.measure]: { total: e.total, at: e.at } } }),
  'referred-onward': nothing,
  'team-changed': (_r, e) => ({ teamId: e.teamId }),
  discharged: (_r, e) => ({ dischargeCode: e.code, dischargedAt: e.at, riskLevel: e.riskLevel }),
  'discharge-summary-sent': nothing,
  'followed-up': nothing,
  'referral-withdrawn': nothing,
  'patient-died': (_r, e) => ({ dischargeCode: e.code }),
  'patient-moved-away': nothing,
  'policy-adopted': (_r, e) => ({ policyVersion: e.version }),
  'referral-closed': (_r, e) => ({ ending: e.ending, closedAt: e.at }),
  ...appointmentChanges,
  ...strandChanges,
} satisfies { [Type in Exclude<EventType, 'referral-received'>]: Change<Type> };

const received = (e: EventOf<'referral-received'>): Referral => ({
  stage: 'awaiting-triage', stageSince: e.at, seq: 1, lastAt: e.at, receivedAt: e.receivedAt,
  referralId: e.referralId, reference: e.reference, teamId: e.teamId, personId: e.personId, policyVersion: e.policyVersion,
  source: e.source, imported: e.imported, referrerUrgency: e.referrerUrgency, flags: e.flags,
  ...(e.earlierReferralId && { earlierReferralId: e.earlierReferralId }), ...(e.duplicateOf && { duplicateOf: e.duplicateOf }),
  appointments: {}, strands: {}, tasks: {}, timers: {}, waits: {}, unavailable: {}, scores: {},
  last: { task: 0, appointment: 0, strand: 0, message: 0, period: 0 },
  notAttendedInARow: 0, optedIn: false, messagesStopped: false,
} satisfies Common & { stage: 'awaiting-triage' });

/** The referral after one more event. The first event must be `referral-received`, no other may be; both are defects. */
export function evolve(referral: Referral | undefined, event: ReferralEvent): Referral {
  if (event.type === 'referral-received') {
    if (referral) throw new Error('a referral is received once');
    return received(event);
  }
  if (!referral) throw new Error(`${event.type} before referral-received`);
  const change = (changes[event.type] as Change<typeof event.type>)(referral, event as never);
  return changed(referral, { ...change, seq: referral.seq + 1, lastAt: event.at });
}

/** The referral that a whole history gives. */
export const fold = (events: readonly ReferralEvent[]): Referral | undefined =>
  events.reduce<Referral | undefined>(evolve, undefined);
