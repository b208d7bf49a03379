// The referral as people see it: where it stands, what happens next and by when, whose it is. Named views, never rows.
import { endings, flags, stageCodes } from '#domain';
import { z } from 'zod';
import { personView } from './person.view.js';

const at = z.string().describe('Instant in UTC');
const who = z.strictObject({ staffId: z.string(), name: z.string() });
const text = z.string();
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();

export const taskLine = z.strictObject({
  taskId: text, no: z.int(), task: text, name: text, queue: text, raisedAt: at, dueAt: at, level: z.int(),
  assignedTo: maybe(who), strandNo: maybe(z.int()), appointmentNo: maybe(z.int()),
}).meta({ id: 'ReferralTask' });
const strandLine = z.strictObject({
  no: z.int(), stage: z.enum(['waiting', 'in-progress', 'ended']), discipline: text, modality: text, modalityName: text, format: text,
  allowance: maybe(z.int()), used: z.int(), attended: z.int(), clinician: maybe(who), lead: z.boolean(), startedAt: maybe(at), endedAt: maybe(at),
  extensionAsked: maybe(z.int()),
}).meta({ id: 'Strand' });
const appointmentLine = z.strictObject({
  no: z.int(), purpose: text, clinician: who, discipline: text, startsAt: at, minutes: z.int(), mechanism: text, strandNo: maybe(z.int()),
  outcome: z.enum(['booked', 'attended', 'not-attended', 'cancelled']), code: maybe(text), counts: maybe(z.boolean()), noteSigned: z.boolean(),
}).meta({ id: 'Appointment' });
const waitLine = z.strictObject({ clock: text, startedAt: at, targetOn: maybe(text), breachAt: at, breachedAt: maybe(at), stoppedAt: maybe(at) }).meta({ id: 'Wait' });

export const referralView = z.strictObject({
  referralId: text, reference: text, version: z.int().describe('Send it as If-Match with an act to be told when the referral has changed.'),
  stage: z.enum(stageCodes as [(typeof stageCodes)[number]]), stageName: text, stageSince: at, receivedAt: at, closedAt: maybe(at), ending: maybe(z.enum(Object.keys(endings) as [keyof typeof endings])),
  teamId: text, personId: text, source: text, imported: z.boolean(), flags: z.array(z.enum(flags)),
  referrerUrgency: text, urgency: maybe(text), triageCode: maybe(text), pathway: maybe(text), riskLevel: maybe(text), riskIsPresent: z.boolean(),
  nextStep: maybe(z.strictObject({ task: text, name: text, queue: text, assignedTo: maybe(who), dueAt: at })),
  tasks: z.array(taskLine), strands: z.array(strandLine), appointments: z.array(appointmentLine), waits: z.array(waitLine),
  unavailable: z.array(z.strictObject({ no: z.int(), fromOn: text, toOn: text })),
  scores: z.array(z.strictObject({ measure: text, total: z.int(), at })),
  proposedReturn: maybe(z.strictObject({ reason: text, signpost: text, by: who })),
  earlierReferralId: maybe(text), duplicateOf: maybe(text), dischargeCode: maybe(text), notAttendedInARow: z.int(), messagesStopped: z.boolean(), policyVersion: z.int(),
  allowedActs: z.array(text).describe('What you may do now; each is the last part of a route under …/acts/.'),
}).meta({ id: 'Referral' });
export type ReferralView = z.output<typeof referralView>;
export type WhoView = z.output<typeof who>;

/** Detail adds what the referral said of itself, the person (for those who may see people), and who holds which task. */
export const referralDetail = z.strictObject({
  ...referralView.shape,
  referrer: z.strictObject({ name: text, ods: maybe(text) }), preferredModality: maybe(text),
  person: maybe(personView),
  held: z.array(z.strictObject({ taskId: text, no: z.int(), by: who, since: maybe(at) })).describe('Who holds which open task.'),
}).meta({ id: 'ReferralDetail' });
export type ReferralDetailView = z.output<typeof referralDetail>;

export const timelineView = z.strictObject({
  referralId: text,
  entries: z.array(z.strictObject({ seq: z.int(), type: text, at, recordedAt: at, act: text, by: who, detail: z.record(text, z.unknown()).describe('The event’s own fields: ids, codes, instants; never words') })),
  next: maybe(z.int()).describe('Send it as `after` for what follows; null at the end.'),
}).meta({ id: 'Timeline' });
export type TimelineView = z.output<typeof timelineView>;

export const actDone = z.strictObject({
  commandId: text, repeated: z.boolean().describe('True when this key had carried the act out before.'),
  position: z.strictObject({ referralId: text, seq: z.int(), stage: text, dueAt: maybe(at), closed: z.boolean() }),
  events: z.array(text), allowedActs: z.array(text), referral: referralView.nullable().describe('null for those who may send referrals but not see them'),
}).meta({ id: 'ActDone' });
export type ActDone = z.output<typeof actDone>;
