// TABLE of acts: everything that can be done to a referral, in which stages, by which roles. decide() and allowedActs() read only this.
import { openStages, stageCodes, type Stage } from './stages.js';
import type { Role } from './roles.js';

export interface Act {
  words: string;
  stages: readonly Stage[];
  roles: readonly Role[];
}
const anyOpen = openStages;
const beforeAssessment = ['awaiting-triage', 'awaiting-information', 'awaiting-assessment'] as const;
const triage = ['awaiting-triage', 'awaiting-information'] as const;
const seeing = ['awaiting-assessment', 'in-assessment', 'awaiting-treatment', 'in-treatment'] as const;
const care = ['awaiting-treatment', 'in-treatment'] as const;
const accepted = ['awaiting-assessment', 'in-assessment', 'awaiting-allocation', 'awaiting-treatment', 'in-treatment'] as const;
/** An accepted referral that is back in triage, or waits for information, may still have a decision or a discharge to be made. */
const beforeFollowUp = [...triage, ...accepted] as const;
const office = ['medical-secretary', 'mdt-member', 'duty-clinician', 'team-lead'] as const;
const clinicians = ['mdt-member', 'duty-clinician'] as const;
const meeting = ['chair', 'team-lead'] as const;

export const acts = {
  receive: { words: 'receive a referral', stages: [], roles: ['medical-secretary', 'referrer', 'machine-client', 'administrator', 'team-lead'] },
  recordClinicalScreen: { words: 'record the clinical screen', stages: anyOpen, roles: clinicians },
  acceptAtTriage: { words: 'accept at triage', stages: triage, roles: office },
  askReferrerForInformation: { words: 'ask the referrer for information', stages: ['awaiting-triage', 'awaiting-information', 'awaiting-assessment', 'awaiting-allocation'], roles: office },
  recordReferrerReply: { words: 'record the referrer’s reply', stages: ['awaiting-information'], roles: [...office, 'referrer', 'machine-client'] },
  returnToReferrer: { words: 'return to the referrer', stages: triage, roles: office },
  coSignReturn: { words: 'co-sign the return', stages: triage, roles: clinicians },
  declineReturn: { words: 'decline the return', stages: triage, roles: clinicians },
  markAsDuplicate: { words: 'mark as a duplicate', stages: beforeAssessment, roles: office },
  dismissDuplicate: { words: 'say that it is no duplicate', stages: anyOpen, roles: office },
  escalateToDutyClinician: { words: 'escalate to the duty clinician', stages: anyOpen, roles: [...office, 'chair', 'manager', 'referrer', 'machine-client'] },
  recordDutyContact: { words: 'record the duty clinician’s contact', stages: anyOpen, roles: clinicians },
  recordNhsNumber: { words: 'record the NHS number', stages: anyOpen, roles: office },
  linkToPerson: { words: 'link to a person already known', stages: stageCodes, roles: [...office, 'administrator'] },
  unlinkFromPerson: { words: 'undo a link to a person', stages: stageCodes, roles: [...office, 'administrator'] },
  amendReferral: { words: 'amend the referral', stages: anyOpen, roles: [...office, 'referrer', 'machine-client'] },
  completeCatchUp: { words: 'say that the catching up is done', stages: anyOpen, roles: office },
  recordOptIn: { words: 'record the patient’s opt-in', stages: ['awaiting-assessment'], roles: office },
  decideWithoutOptIn: { words: 'decide although the patient has not opted in', stages: ['awaiting-assessment'], roles: clinicians },
  bookAppointment: { words: 'book an appointment', stages: seeing, roles: office },
  cancelAppointment: { words: 'record a cancellation', stages: seeing, roles: office },
  recordAttendance: { words: 'record attendance', stages: seeing, roles: office },
  decideAfterNonAttendance: { words: 'decide after non-attendance', stages: beforeFollowUp, roles: clinicians },
  signNote: { words: 'sign the note of a session', stages: stageCodes, roles: clinicians },
  addToNote: { words: 'add to a signed note', stages: stageCodes, roles: clinicians },
  recordAssessmentOutcome: { words: 'record the outcome of the assessment', stages: ['in-assessment'], roles: clinicians },
  allocateAtMdt: { words: 'allocate', stages: ['awaiting-allocation'], roles: [...meeting, 'mdt-member', 'duty-clinician'] },
  addStrand: { words: 'add a second strand of care', stages: care, roles: meeting },
  requestSecondStrand: { words: 'ask for a second strand of care', stages: care, roles: clinicians },
  declineSecondStrand: { words: 'decline a second strand of care', stages: care, roles: meeting },
  takeOnStrand: { words: 'take on a strand', stages: care, roles: ['mdt-member'] },
  reallocate: { words: 'reallocate a strand', stages: care, roles: meeting },
  returnHoldings: { words: 'return what a person holds to the queues', stages: anyOpen, roles: ['team-lead', 'administrator', 'system'] },
  endStrand: { words: 'end a strand', stages: care, roles: clinicians },
  recordReview: { words: 'record a review', stages: care, roles: [...clinicians, ...meeting] },
  planEnding: { words: 'plan the ending', stages: care, roles: clinicians },
  requestExtension: { words: 'ask for more sessions', stages: ['in-treatment'], roles: clinicians },
  decideExtension: { words: 'decide on more sessions', stages: ['in-treatment'], roles: meeting },
  recordUnavailability: { words: 'record a period in which the patient is unavailable', stages: anyOpen, roles: office },
  removeUnavailability: { words: 'remove a period of unavailability', stages: anyOpen, roles: [...office, 'administrator'] },
  recordCheckIn: { words: 'record a check-in contact', stages: beforeFollowUp, roles: office },
  recordOutcomeMeasure: { words: 'record an outcome measure', stages: anyOpen, roles: office },
  referOnward: { words: 'refer onward', stages: accepted, roles: clinicians },
  transferTeam: { words: 'transfer to another team', stages: ['awaiting-triage', 'awaiting-allocation'], roles: ['team-lead', 'manager'] },
  discharge: { words: 'discharge', stages: beforeFollowUp, roles: [...clinicians, 'team-lead'] },
  sendDischargeSummary: { words: 'send the discharge summary', stages: ['in-follow-up'], roles: office },
  recordFollowUpContact: { words: 'record the follow-up contact', stages: ['in-follow-up'], roles: clinicians },
  withdraw: { words: 'withdraw', stages: anyOpen, roles: [...office, 'referrer', 'machine-client'] },
  recordDeath: { words: 'record that the patient has died', stages: anyOpen, roles: [...office, 'manager'] },
  recordMovedAway: { words: 'record that the patient has moved away', stages: anyOpen, roles: office },
  adoptPolicy: { words: 'adopt another version of the service’s policy', stages: anyOpen, roles: ['manager', 'administrator', 'system'] },
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof acts;
export const actNames = Object.keys(acts) as ActName[];
export const actOf = (name: ActName): Act => acts[name];
