// What the service promises: its limits, due rules and non-attendance rule. Versioned and dated; a referral keeps the version
// it started with until it is told to adopt another. Defaults: domain reference section 13, each meant to be challenged.
import type { AttendancePolicy } from './attendance.js';
import type { WorkingCalendar } from './working-days.js';

export const clockCodes = ['assessment', 'treatment', 'triage-response'] as const;
export type ClockCode = (typeof clockCodes)[number];

export interface Policy {
  version: number;
  calendar: WorkingCalendar;
  /** Administrative triage by a secretary, in working days after receipt. */
  triageWorkingDays: number;
  /** Clinical screen: elapsed hours when urgent or risk was told; working days otherwise. */
  screenUrgentHours: number;
  screenWorkingDays: number;
  /** Duty clinician's answer to an emergency, elapsed hours, at any time of day or night. */
  dutyContactHours: number;
  /** Days after asking on whose next working morning the referrer is chased; after the last a clinician decides. */
  chaseDays: readonly number[];
  optIn: { asked: boolean; reminderDays: number; replyDays: number };
  bookWithinWorkingDays: number;
  assessmentOutcomeWorkingDays: number;
  /** Next allocation meeting at the latest, in calendar days. */
  allocationDays: number;
  takeOnWorkingDays: number;
  noteOverdueWorkingDays: number;
  attendance: AttendancePolicy;
  /** Warn the clinician when this many sessions are left. */
  warnBeforeLastSessions: number;
  openEndedReviewWeeks: number;
  jointReviewWeeks: number;
  /** Check-in contact with a person who waits, in days. */
  checkInDays: number;
  decisionWorkingDays: number;
  dischargeLetterDays: number;
  identityWorkingDays: number;
  /** Calendar days from receipt, inclusive; the clock stops at the first assessment seen or the first treatment. */
  waits: { assessment: number; treatment: number };
  /** Working days after the due instant at which an overdue task goes one step up the ladder. */
  escalationWorkingDays: readonly number[];
}

export const defaultPolicy: Policy = {
  version: 1,
  calendar: { nation: 'england-and-wales', timeZone: 'Europe/London', opensAt: '09:00', closesAt: '17:00' },
  triageWorkingDays: 1,
  screenUrgentHours: 1,
  screenWorkingDays: 1,
  dutyContactHours: 1,
  chaseDays: [3, 7, 14],
  optIn: { asked: true, reminderDays: 7, replyDays: 14 },
  bookWithinWorkingDays: 2,
  assessmentOutcomeWorkingDays: 5,
  allocationDays: 7,
  takeOnWorkingDays: 5,
  noteOverdueWorkingDays: 1,
  attendance: { lateCancelHours: 24, countLateCancellation: false, countDna: false },
  warnBeforeLastSessions: 2,
  openEndedReviewWeeks: 26,
  jointReviewWeeks: 12,
  checkInDays: 35,
  decisionWorkingDays: 2,
  dischargeLetterDays: 7,
  identityWorkingDays: 5,
  waits: { assessment: 28, treatment: 126 },
  escalationWorkingDays: [1, 3],
};
