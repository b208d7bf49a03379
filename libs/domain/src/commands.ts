// The commands: what each act must say. Ids and codes only; words of people lie in notes of their own, named by `noteId`.
import type { Competence, Discipline } from './disciplines.js';
import type { DischargeCode } from './discharge-codes.js';
import type { Format, ModalityCode } from './modalities.js';
import type { RejectionReason, RiskLevel, TriageCode, Urgency } from './triage-scale.js';
import type { Day, Instant } from './working-days.js';

export const flags = ['nhs-number-missing', 'nhs-number-wrong', 'tried-before-missing', 'risk-told-by-referrer', 'emergency', 'under-18', 'same-nhs-number', 'possible-duplicate'] as const;
export type Flag = (typeof flags)[number];
export const sources = ['gp', 'self', 'professional', 'import', 'api', 'internal'] as const;
export type Source = (typeof sources)[number];
export const questions = ['prior-treatment', 'risk', 'physical-health', 'consent', 'ethnicity', 'medication', 'contact', 'other'] as const;
export type Question = (typeof questions)[number];
export const signposts = ['crisis-service', 'talking-therapies', 'primary-care', 'substance-use-service', 'social-care', 'voluntary-sector', 'other-mental-health-team', 'none'] as const;
export type Signpost = (typeof signposts)[number];
export const purposes = ['assessment', 'session'] as const;
export type Purpose = (typeof purposes)[number];
export const mechanisms = ['face-to-face', 'telephone', 'video'] as const;
export type Mechanism = (typeof mechanisms)[number];
export const lengthReasons = ['patient-concentration', 'patient-request', 'interpreter', 'family-or-couple', 'clinical-need', 'room'] as const;
export type LengthReason = (typeof lengthReasons)[number];
export const allocationReasons = ['best-match-of-competence', 'patient-preference', 'continuity', 'shortest-wait', 'risk', 'only-capacity'] as const;
export type AllocationReason = (typeof allocationReasons)[number];
export const extensionReasons = ['complex-needs', 'interrupted-course', 'new-crisis', 'slow-engagement', 'ending-needs-time'] as const;
export type ExtensionReason = (typeof extensionReasons)[number];
export const measures = { 'phq-9': 27, 'gad-7': 21, wsas: 40, 'core-10': 40 } as const;
export type Measure = keyof typeof measures;
export const reviewKinds = ['mid-course', 'end', 'periodic', 'joint'] as const;
export type ReviewKind = (typeof reviewKinds)[number];
export const assessmentOutcomes = ['offer-treatment', 'brief-intervention', 'refer-onward', 'discharge'] as const;
export type AssessmentOutcome = (typeof assessmentOutcomes)[number];
export const amendable = ['contact', 'address', 'name', 'urgency', 'reason', 'documents', 'other'] as const;
export type Amended = (typeof amendable)[number];

/** What an allocation says of one strand. `clinicianId` left out = the discipline's queue; `sessions` left out = the modality's most. */
export interface StrandPlan { discipline: Discipline; modality: ModalityCode; format: Format; sessions?: number; clinicianId?: string }

export interface Receive {
  referralId: string; reference: string; teamId: string; personId: string; receivedAt: Instant; source: Source;
  referrerUrgency: 'routine' | 'urgent'; flags: Flag[]; imported?: boolean; earlierReferralId?: string; duplicateOf?: string;
}
type Noted = { noteId?: string };

export interface Commands {
  receive: Receive;
  recordClinicalScreen: { riskLevel: RiskLevel; triageCode: TriageCode } & Noted;
  acceptAtTriage: { urgency: Urgency; triageCode: TriageCode; pathway: 'assessment' | 'allocation'; riskLevel?: RiskLevel; optIn?: boolean } & Noted;
  askReferrerForInformation: { questions: Question[] } & Noted;
  recordReferrerReply: Noted;
  returnToReferrer: { reason: RejectionReason; signpost: Signpost } & Noted;
  coSignReturn: Record<never, never>;
  declineReturn: Noted;
  markAsDuplicate: { duplicateOf: string };
  dismissDuplicate: Record<never, never>;
  escalateToDutyClinician: Noted;
  recordDutyContact: { outcome: 'seen' | 'spoken-to' | 'not-reached' | 'emergency-services-called'; riskLevel: RiskLevel } & Noted;
  recordNhsNumber: { identified: boolean };
  linkToPerson: { personId: string; earlierReferralId?: string };
  unlinkFromPerson: { personId: string };
  amendReferral: { changed: Amended[] } & Noted;
  completeCatchUp: Record<never, never>;
  recordOptIn: Record<never, never>;
  decideWithoutOptIn: { decision: 'offer-appointment' | 'end-care' } & Noted;
  bookAppointment: { purpose: Purpose; clinicianId: string; startsAt: Instant; minutes: number; lengthReason?: LengthReason; mechanism: Mechanism; strandNo?: number };
  cancelAppointment: { appointmentNo: number; by: 'patient' | 'provider'; contactAt?: Instant };
  recordAttendance: { appointmentNo: number; code: '5' | '6' | '7' | '3' | '2' | '4'; contactAt?: Instant; anotherSession?: boolean };
  decideAfterNonAttendance: { appointmentNo: number; decision: 'offer-again' | 'end-care'; riskChecked: boolean; vulnerabilityChecked: boolean; contactAttempted: boolean } & Noted;
  signNote: { appointmentNo: number; noteId: string };
  addToNote: { appointmentNo: number; noteId: string };
  recordAssessmentOutcome: { outcome: AssessmentOutcome; riskLevel: RiskLevel; modalities: ModalityCode[]; disciplines: Discipline[] } & Noted;
  allocateAtMdt: { between: boolean; reason: AllocationReason; lead: number; strands: StrandPlan[]; meetingId?: string } & Noted;
  addStrand: { reason: AllocationReason; strand: StrandPlan } & Noted;
  requestSecondStrand: { competence?: Competence; discipline?: Discipline } & Noted;
  declineSecondStrand: Noted;
  takeOnStrand: { strandNo: number };
  reallocate: { strandNo: number; discipline?: Discipline; clinicianId?: string; reason: AllocationReason } & Noted;
  returnHoldings: { staffId: string };
  endStrand: { strandNo: number; reason: 'completed' | 'patient-ended' | 'clinician-ended' | 'replaced' } & Noted;
  recordReview: { kind: ReviewKind; strandNo?: number; outcome: 'continue' | 'end' } & Noted;
  planEnding: { strandNo: number };
  requestExtension: { strandNo: number; sessions: number; reason: ExtensionReason } & Noted;
  decideExtension: { strandNo: number; approved: boolean; sessions?: number } & Noted;
  recordUnavailability: { fromOn: Day; toOn: Day };
  removeUnavailability: { periodNo: number };
  recordCheckIn: { outcome: 'well' | 'worse' | 'not-reached' } & Noted;
  recordOutcomeMeasure: { measure: Measure; total: number; riskItem?: number };
  referOnward: { to: Signpost } & Noted;
  transferTeam: { teamId: string };
  discharge: { code: DischargeCode; riskLevel: RiskLevel; followUpOn?: Day; scoresUnavailable?: boolean } & Noted;
  sendDischargeSummary: Noted;
  recordFollowUpContact: { outcome: 'well' | 'worse' | 'not-reached' } & Noted;
  withdraw: { by: 'patient' | 'referrer' };
  recordDeath: { diedOn?: Day };
  recordMovedAway: Record<never, never>;
  adoptPolicy: { version: number };
}
export type Command = { [Name in keyof Commands]: { act: Name } & Commands[Name] }[keyof Commands];
export type CommandOf<Name extends keyof Commands> = { act: Name } & Commands[Name];
