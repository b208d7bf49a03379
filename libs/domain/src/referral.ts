// The referral as the rules see it: one state type per stage, so that an act takes the stage it needs. Ids, codes and instants only.
import type { Flag, Measure, Mechanism, Purpose, Question, Signpost, Source } from './commands.js';
import type { Discipline, Queue } from './disciplines.js';
import type { DischargeCode } from './discharge-codes.js';
import type { Format, ModalityCode } from './modalities.js';
import type { ClockCode } from './policy.js';
import type { Ending, Stage } from './stages.js';
import type { TaskType } from './tasks.js';
import type { RejectionReason, RiskLevel, TriageCode, Urgency } from './triage-scale.js';
import type { TimerKind } from './waiting-times.js';
import type { Day, Instant } from './working-days.js';

export interface OpenTask { no: number; task: TaskType; queue: Queue; raisedAt: Instant; dueAt: Instant; level: number; assignedTo?: string; strandNo?: number; appointmentNo?: number }
export interface Timer { key: string; kind: TimerKind; dueAt: Instant; no?: number; level?: number; clock?: ClockCode }
export interface Appointment { no: number; purpose: Purpose; clinicianId: string; discipline: Discipline; startsAt: Instant; minutes: number; mechanism: Mechanism; strandNo?: number; outcome: 'booked' | 'attended' | 'not-attended' | 'cancelled'; code?: string; counts?: boolean; noteId?: string }
export type StrandStage = 'waiting' | 'in-progress' | 'ended';
/** `allowance` null = open-ended. `used` counts what the service's rule counts; `attended` what took place; `warnedAt` the allowance whose end was warned of. */
export interface Strand { no: number; stage: StrandStage; discipline: Discipline; modality: ModalityCode; format: Format; allowance: number | null; used: number; attended: number; warnedAt?: number; clinicianId?: string; startedAt?: Instant; endedAt?: Instant; extension?: { sessions: number; by: string } }
export interface Wait { clock: ClockCode; startedAt: Instant; targetOn?: Day; breachAt: Instant; breachedAt?: Instant; stoppedAt?: Instant }

export interface Common {
  referralId: string; reference: string; teamId: string; personId: string; policyVersion: number;
  seq: number; receivedAt: Instant; lastAt: Instant; stageSince: Instant;
  source: Source; imported: boolean; referrerUrgency: 'routine' | 'urgent'; flags: Flag[];
  earlierReferralId?: string; duplicateOf?: string;
  screen?: { riskLevel: RiskLevel; triageCode: TriageCode; at: Instant };
  riskLevel?: RiskLevel;
  triage?: Triage;
  proposedReturn?: { reason: RejectionReason; signpost: Signpost };
  returnProposedBy?: string;
  appointments: Record<number, Appointment>; strands: Record<number, Strand>; leadStrandNo?: number;
  tasks: Record<number, OpenTask>; timers: Record<string, Timer>; waits: Partial<Record<ClockCode, Wait>>;
  /** Last number given out per kind: numbers are never used twice. */
  last: { task: number; appointment: number; strand: number; message: number; period: number };
  unavailable: Record<number, { no: number; fromOn: Day; toOn: Day; by: string; recordedAt: Instant }>;
  scores: Partial<Record<Measure, { total: number; at: Instant }>>;
  notAttendedInARow: number; optedIn: boolean; messagesStopped: boolean;
}
export interface Triage { urgency: Urgency; triageCode: TriageCode; pathway: 'assessment' | 'allocation'; at: Instant }
interface Accepted extends Common { triage: Triage }
export interface AwaitingTriage extends Common { stage: 'awaiting-triage' }
export interface AwaitingInformation extends Common { stage: 'awaiting-information'; askedFrom: Stage; askedAbout: Question[]; askedAt: Instant; chased: number }
export interface AwaitingAssessment extends Accepted { stage: 'awaiting-assessment' }
export interface InAssessment extends Accepted { stage: 'in-assessment' }
export interface AwaitingAllocation extends Accepted { stage: 'awaiting-allocation' }
export interface AwaitingTreatment extends Accepted { stage: 'awaiting-treatment' }
export interface InTreatment extends Accepted { stage: 'in-treatment' }
export interface InFollowUp extends Accepted { stage: 'in-follow-up'; dischargeCode: DischargeCode; dischargedAt: Instant }
export interface Closed extends Common { stage: 'closed'; ending: Ending; closedAt: Instant; dischargeCode?: DischargeCode }
export type Referral = AwaitingTriage | AwaitingInformation | AwaitingAssessment | InAssessment | AwaitingAllocation | AwaitingTreatment | InTreatment | InFollowUp | Closed;

export const openTasks = (referral: Referral): OpenTask[] => Object.values(referral.tasks);
export const openTasksOf = (referral: Referral, ...types: TaskType[]): OpenTask[] => openTasks(referral).filter((task) => types.includes(task.task));
export const openStrands = (referral: Referral): Strand[] => Object.values(referral.strands).filter((strand) => strand.stage !== 'ended');
export const bookedAppointments = (referral: Referral): Appointment[] => Object.values(referral.appointments).filter((one) => one.outcome === 'booked');
/** Was risk told by the referrer, found at the screen or recorded since? Shown at every hand-over; weighs on every return. */
export const riskIsPresent = (referral: Referral): boolean =>
  referral.flags.includes('risk-told-by-referrer') || referral.flags.includes('emergency')
  || ['moderate', 'high', 'immediate'].includes(referral.riskLevel ?? 'none');

/** How far the care went; it decides which national discharge codes fit. */
export function dischargeGroup(referral: Referral): 'not-seen' | 'seen' | 'treated' {
  if (Object.values(referral.strands).some((strand) => strand.startedAt)) return 'treated';
  return Object.values(referral.appointments).some((one) => one.outcome === 'attended') ? 'seen' : 'not-seen';
}
/** Must a clinician still look at what was told? Until then nobody else accepts, returns or ends the referral. */
export const awaitsScreen = (referral: Referral): boolean => openTasksOf(referral, 'clinical-screen').length > 0;
export const awaitsDutyContact = (referral: Referral): boolean => openTasksOf(referral, 'duty-contact').length > 0;

/** The promise of every open referral: whose it is, what happens next, by when. The task due first answers all three. */
export function nextStep(referral: Referral): { queue: Queue; assignedTo?: string; task: TaskType; dueAt: Instant } | undefined {
  const first = openTasks(referral).sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.no - b.no))[0];
  return first && { queue: first.queue, assignedTo: first.assignedTo, task: first.task, dueAt: first.dueAt };
}
