// How the conductor of one referral is spoken to. Each act is an update of its own, named as in the clinic, so that a history reads like
// the pathway. What crosses holds ids, codes and instants; words lie in the record.
import type { ActName, Command, Stage } from '../libs/domain/src/index.js';

/** Every act but `receive`: a referral is received in the record before it is conducted. A new act that is not listed does not compile. */
const acts: Record<Exclude<ActName, 'receive'>, true> = {
  recordClinicalScreen: true, acceptAtTriage: true, askReferrerForInformation: true, recordReferrerReply: true,
  returnToReferrer: true, coSignReturn: true, declineReturn: true, markAsDuplicate: true, dismissDuplicate: true,
  escalateToDutyClinician: true, recordDutyContact: true, recordNhsNumber: true, linkToPerson: true, unlinkFromPerson: true,
  amendReferral: true, completeCatchUp: true, recordOptIn: true, decideWithoutOptIn: true, bookAppointment: true,
  cancelAppointment: true, recordAttendance: true, decideAfterNonAttendance: true, signNote: true, addToNote: true,
  recordAssessmentOutcome: true, allocateAtMdt: true, addStrand: true, requestSecondStrand: true, declineSecondStrand: true,
  takeOnStrand: true, reallocate: true, returnHoldings: true, endStrand: true, recordReview: true, planEnding: true,
  requestExtension: true, decideExtension: true, recordUnavailability: true, removeUnavailability: true, recordCheckIn: true,
  recordOutcomeMeasure: true, referOnward: true, transferTeam: true, discharge: true, sendDischargeSummary: true,
  recordFollowUpContact: true, withdraw: true, recordDeath: true, recordMovedAway: true, adoptPolicy: true,
};
export type ConductedAct = keyof typeof acts;
export const conductedActs = Object.keys(acts) as ConductedAct[];

/** An act as the conductor hears it: who does what. Its command id is the id of the update. */
export interface Told { by: string; command: Command }
/** Where the record says the referral stands. `dueAt` in epoch milliseconds; null when nothing is pending. */
export interface Position { seq: number; stage: Stage; dueAt: number | null; closed: boolean }

/** The update that says nothing but: ask the record where you stand. */
export const lookAgain = 'lookAgain';
export const referralWorkflow = 'referral';
export const referralWorkflowId = (referralId: string): string => `referral/${referralId}`;
export const defaultTaskQueue = 'handrail';
/** Half the default, because an act cut off by a killed worker waits this long to be handed to the next one. */
export const workflowTaskTimeout = '5 seconds';
