// TABLE of task types: what the work is called, whose queue it lies in, which acts raise and close it, when it is due.
// Every open task lies in exactly one queue. `strand` = the queue of the strand's discipline.
import type { ActName } from './acts.js';
import type { Discipline, Queue } from './disciplines.js';

/** Who raises a task: an act, or the passing of time. */
export type Raiser = ActName | 'time-passed';
export interface TaskKind {
  name: string;
  queue: Queue | 'strand';
  raisedBy: readonly [Raiser, ...Raiser[]];
  closedBy: readonly [ActName, ...ActName[]];
  /** In words for people; the figures are the policy's. */
  due: string;
}

/**
 * Acts that end everything open at once close every task; they are not repeated in each row. Nor are acts that pass a task on in one go
 * (closed as no longer needed, and raised again for another clinician or an earlier hour): it is still to be done.
 */
export const endsEverything = ['withdraw', 'recordDeath', 'recordMovedAway', 'returnToReferrer', 'coSignReturn', 'markAsDuplicate', 'discharge'] as const satisfies ActName[];

export const tasks = {
  'administrative-triage': { name: 'Triage', queue: 'medical-secretaries', raisedBy: ['receive', 'recordReferrerReply', 'declineReturn'], closedBy: ['acceptAtTriage', 'askReferrerForInformation', 'returnToReferrer'], due: 'one working day after receipt' },
  'clinical-screen': { name: 'Clinical screen', queue: 'duty-clinicians', raisedBy: ['receive', 'amendReferral', 'recordReferrerReply'], closedBy: ['recordClinicalScreen', 'acceptAtTriage'], due: 'one hour when urgent or risk was told, else the next working day' },
  'duty-contact': { name: 'Duty clinician to make contact', queue: 'duty-clinicians', raisedBy: ['receive', 'escalateToDutyClinician', 'acceptAtTriage', 'recordOutcomeMeasure', 'recordCheckIn', 'recordClinicalScreen', 'recordFollowUpContact', 'recordDutyContact', 'recordAssessmentOutcome', 'discharge'], closedBy: ['recordDutyContact'], due: 'one hour, whatever the time of day; 24 hours for triage code C or high risk' },
  'obtain-nhs-number': { name: 'Obtain the NHS number', queue: 'medical-secretaries', raisedBy: ['receive'], closedBy: ['recordNhsNumber'], due: 'five working days' },
  'review-possible-duplicate': { name: 'Possible duplicate', queue: 'medical-secretaries', raisedBy: ['receive'], closedBy: ['dismissDuplicate', 'linkToPerson', 'markAsDuplicate'], due: 'one working day' },
  'catch-up': { name: 'Catch up on what fell due before the move', queue: 'medical-secretaries', raisedBy: ['receive'], closedBy: ['completeCatchUp'], due: 'one working day after the import' },
  'information-awaited': { name: 'Information asked of the referrer', queue: 'medical-secretaries', raisedBy: ['askReferrerForInformation'], closedBy: ['recordReferrerReply', 'acceptAtTriage', 'returnToReferrer'], due: 'the last chasing day' },
  'decide-without-reply': { name: 'Decide: the referrer has not answered', queue: 'duty-clinicians', raisedBy: ['time-passed'], closedBy: ['acceptAtTriage', 'askReferrerForInformation', 'returnToReferrer', 'recordReferrerReply'], due: 'two working days' },
  'co-sign-return': { name: 'Co-sign the return', queue: 'duty-clinicians', raisedBy: ['returnToReferrer'], closedBy: ['coSignReturn', 'declineReturn'], due: 'the next working day' },
  'opt-in-awaited': { name: 'Opt-in awaited from the patient', queue: 'medical-secretaries', raisedBy: ['acceptAtTriage'], closedBy: ['recordOptIn', 'bookAppointment', 'askReferrerForInformation', 'decideWithoutOptIn'], due: '14 days, reminder after 7' },
  'decide-without-opt-in': { name: 'Decide: the patient has not opted in', queue: 'duty-clinicians', raisedBy: ['time-passed'], closedBy: ['decideWithoutOptIn', 'recordOptIn', 'bookAppointment', 'askReferrerForInformation'], due: 'two working days' },
  'book-assessment': { name: 'Book the assessment', queue: 'medical-secretaries', raisedBy: ['acceptAtTriage', 'recordOptIn', 'decideWithoutOptIn', 'cancelAppointment', 'decideAfterNonAttendance', 'recordReferrerReply', 'recordAttendance', 'returnHoldings'], closedBy: ['bookAppointment', 'askReferrerForInformation', 'recordAssessmentOutcome'], due: 'two working days, sooner where the triage code asks for it' },
  'record-attendance': { name: 'Record what happened at the appointment', queue: 'strand', raisedBy: ['bookAppointment'], closedBy: ['recordAttendance', 'cancelAppointment', 'endStrand', 'reallocate', 'returnHoldings'], due: 'end of the day of the appointment' },
  'write-note': { name: 'Write the note', queue: 'strand', raisedBy: ['recordAttendance'], closedBy: ['signNote'], due: 'end of the same day' },
  'decide-after-non-attendance': { name: 'Decide: the patient did not attend', queue: 'strand', raisedBy: ['recordAttendance', 'cancelAppointment'], closedBy: ['decideAfterNonAttendance', 'endStrand'], due: 'two working days; the same day where risk is known' },
  'complete-assessment': { name: 'Complete the assessment', queue: 'strand', raisedBy: ['recordAttendance'], closedBy: ['recordAssessmentOutcome', 'bookAppointment'], due: 'five working days after the last assessment session' },
  allocate: { name: 'Allocate at the MDT meeting', queue: 'mdt-meeting', raisedBy: ['recordAssessmentOutcome', 'acceptAtTriage', 'recordReferrerReply'], closedBy: ['allocateAtMdt', 'askReferrerForInformation'], due: 'within a week' },
  'take-on-strand': { name: 'Take on: a clinician is needed', queue: 'strand', raisedBy: ['allocateAtMdt', 'addStrand', 'reallocate', 'returnHoldings', 'cancelAppointment', 'decideAfterNonAttendance', 'recordAttendance', 'decideExtension'], closedBy: ['takeOnStrand', 'reallocate', 'endStrand'], due: 'five working days' },
  'book-session': { name: 'Book the next session', queue: 'strand', raisedBy: ['allocateAtMdt', 'addStrand', 'takeOnStrand', 'reallocate', 'recordAttendance', 'cancelAppointment', 'decideAfterNonAttendance', 'decideExtension'], closedBy: ['bookAppointment', 'endStrand', 'reallocate', 'returnHoldings'], due: 'two working days' },
  'mid-course-review': { name: 'Mid-course review', queue: 'strand', raisedBy: ['recordAttendance'], closedBy: ['recordReview', 'endStrand'], due: 'five working days' },
  'plan-ending': { name: 'Plan the ending: two sessions left', queue: 'strand', raisedBy: ['recordAttendance', 'decideExtension', 'cancelAppointment'], closedBy: ['planEnding', 'requestExtension', 'endStrand'], due: 'five working days' },
  'end-review': { name: 'End review: the allowance is used up', queue: 'strand', raisedBy: ['recordAttendance', 'decideExtension', 'cancelAppointment', 'decideAfterNonAttendance'], closedBy: ['recordReview', 'requestExtension', 'endStrand'], due: 'five working days' },
  'periodic-review': { name: 'Periodic review', queue: 'strand', raisedBy: ['time-passed'], closedBy: ['recordReview', 'endStrand'], due: 'ten working days' },
  'joint-review': { name: 'Joint review of parallel care', queue: 'mdt-meeting', raisedBy: ['time-passed'], closedBy: ['recordReview', 'endStrand'], due: 'ten working days' },
  'decide-extension': { name: 'Decide on more sessions', queue: 'team-leads', raisedBy: ['requestExtension'], closedBy: ['decideExtension', 'endStrand'], due: 'two working days' },
  'consider-second-strand': { name: 'Consider a second strand of care', queue: 'mdt-meeting', raisedBy: ['requestSecondStrand'], closedBy: ['addStrand', 'declineSecondStrand'], due: 'within a week' },
  'complete-discharge': { name: 'Discharge', queue: 'strand', raisedBy: ['endStrand', 'decideAfterNonAttendance', 'recordAssessmentOutcome', 'decideWithoutOptIn', 'recordReview'], closedBy: ['discharge', 'bookAppointment', 'addStrand', 'endStrand', 'recordAssessmentOutcome', 'allocateAtMdt', 'decideExtension'], due: 'two working days' },
  'check-in': { name: 'Check in with a person who waits', queue: 'medical-secretaries', raisedBy: ['time-passed', 'recordCheckIn'], closedBy: ['recordCheckIn', 'recordAttendance'], due: 'five working days' },
  'send-discharge-summary': { name: 'Send the discharge summary', queue: 'medical-secretaries', raisedBy: ['discharge'], closedBy: ['sendDischargeSummary'], due: 'seven days after discharge' },
  'follow-up-contact': { name: 'Follow-up contact', queue: 'strand', raisedBy: ['discharge', 'recordFollowUpContact'], closedBy: ['recordFollowUpContact'], due: 'the agreed day' },
} as const satisfies Record<string, TaskKind>;
export type TaskType = keyof typeof tasks;
export const taskTypes = Object.keys(tasks) as TaskType[];
export const taskKind = (type: TaskType): TaskKind => tasks[type];

/** The queue of a task: the table's, or that of the strand's or clinician's discipline; duty clinicians where there is neither. */
export const queueOf = (type: TaskType, discipline: Discipline | undefined): Queue => {
  const queue = taskKind(type).queue;
  return queue === 'strand' ? (discipline ?? 'duty-clinicians') : queue;
};
