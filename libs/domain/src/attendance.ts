// What an attendance code means, and whether a missed or cancelled appointment counts. The code a clinician picks is
// judged against when the patient got in touch, because people are marked as not attending who had rung first. Nothing
// here discharges anybody: a patient who did not attend becomes a decision for a person.

import { readTime } from './local-time.js';

type DnaRate = 'numerator' | 'denominator' | 'excluded';
interface CodeMeaning { category: string; fhirStatus: string; dnaRate: DnaRate; meaning: string }

/** NHS Data Dictionary, Attended or Did Not Attend. The FHIR status is that of an Appointment (R4). */
export const ATTENDANCE_CODES = {
  '5': { category: 'attended', fhirStatus: 'fulfilled', dnaRate: 'denominator', meaning: 'Attended on time, or late but before the professional was ready' },
  '6': { category: 'attended', fhirStatus: 'fulfilled', dnaRate: 'denominator', meaning: 'Arrived late and was seen' },
  '7': { category: 'did-not-attend', fhirStatus: 'noshow', dnaRate: 'numerator', meaning: 'Arrived late and could not be seen' },
  '3': { category: 'did-not-attend', fhirStatus: 'noshow', dnaRate: 'numerator', meaning: 'Did not attend, no advance warning' },
  '2': { category: 'cancelled-by-patient', fhirStatus: 'cancelled', dnaRate: 'excluded', meaning: 'Cancelled by, or on behalf of, the patient' },
  '4': { category: 'cancelled-by-provider', fhirStatus: 'cancelled', dnaRate: 'excluded', meaning: 'Cancelled or postponed by the service' },
  '0': { category: 'future', fhirStatus: 'booked', dnaRate: 'excluded', meaning: 'The appointment is still to come' },
} as const satisfies Record<string, CodeMeaning>;

export type AttendanceCode = keyof typeof ATTENDANCE_CODES;
export type AttendanceCategory = (typeof ATTENDANCE_CODES)[AttendanceCode]['category'];

export interface AttendancePolicy {
  /** A cancellation with less notice than this many elapsed hours is late; exactly this many is not. */
  lateCancelHours: number;
  countLateCancellation: boolean;
  countDna: boolean;
}

export const DEFAULT_ATTENDANCE_POLICY: AttendancePolicy = { lateCancelHours: 24, countLateCancellation: false, countDna: false };

export interface AttendanceReport {
  code: string;
  /** ISO times with an offset; null, missing or unreadable when nobody knows. */
  appointmentStart?: string | null;
  patientContactAt?: string | null;
  /** Overrides the default policy, setting by setting. */
  policy?: Partial<AttendancePolicy>;
}

export interface AttendanceJudgement {
  category: AttendanceCategory | 'invalid';
  /** The code after looking at when the patient got in touch. */
  effectiveCode: AttendanceCode | null;
  fhirStatus: (typeof ATTENDANCE_CODES)[AttendanceCode]['fhirStatus'] | null;
  countsTowardAllowance: boolean;
  /** `numerator` stands in the denominator too. */
  dnaRate: DnaRate;
  /** Only for a cancellation by the patient of which both times are known. */
  lateCancellation: boolean | null;
  finding: 'unknown-code' | 'contact-before-start' | 'contact-not-before-start' | null;
}

/** True for one of the seven one-character codes. */
export function isAttendanceCode(code: string): code is AttendanceCode {
  return Object.hasOwn(ATTENDANCE_CODES, code);
}

/** Judges an appointment's outcome as the policy stands when the outcome is recorded. An unknown code is a finding, not an error. */
export function judgeAttendance(report: AttendanceReport): AttendanceJudgement {
  const { code } = report;
  if (!isAttendanceCode(code)) {
    return { category: 'invalid', effectiveCode: null, fhirStatus: null, countsTowardAllowance: false, dnaRate: 'excluded', lateCancellation: null, finding: 'unknown-code' };
  }
  const policy = settled(report.policy);
  const notice = hoursOfNotice(report);
  const effectiveCode = effective(code, notice);
  const { category, fhirStatus, dnaRate } = ATTENDANCE_CODES[effectiveCode];
  const lateCancellation = effectiveCode === '2' && notice !== null ? notice < policy.lateCancelHours : null;
  return {
    category, effectiveCode, fhirStatus, dnaRate, lateCancellation,
    countsTowardAllowance: counts(category, lateCancellation, policy),
    finding: effectiveCode === code ? null : effectiveCode === '2' ? 'contact-before-start' : 'contact-not-before-start',
  };
}

function settled(own: Partial<AttendancePolicy> = {}): AttendancePolicy {
  return {
    lateCancelHours: own.lateCancelHours ?? DEFAULT_ATTENDANCE_POLICY.lateCancelHours,
    countLateCancellation: own.countLateCancellation ?? DEFAULT_ATTENDANCE_POLICY.countLateCancellation,
    countDna: own.countDna ?? DEFAULT_ATTENDANCE_POLICY.countDna,
  };
}

/** Elapsed hours, so that a change of the clocks neither gives nor takes one; null unless both times are known. */
function hoursOfNotice({ appointmentStart, patientContactAt }: AttendanceReport): number | null {
  const start = readTime(appointmentStart ?? '');
  const contact = readTime(patientContactAt ?? '');
  return start === null || contact === null ? null : (Date.parse(start) - Date.parse(contact)) / 3_600_000;
}

/** Cancelled or not attended is decided by when the patient got in touch; the other codes stand as recorded. */
function effective(code: AttendanceCode, notice: number | null): AttendanceCode {
  if (notice === null || (code !== '2' && code !== '3')) return code;
  return notice > 0 ? '2' : '3';
}

function counts(category: AttendanceCategory, late: boolean | null, policy: AttendancePolicy): boolean {
  switch (category) {
    case 'attended': return true;
    case 'did-not-attend': return policy.countDna;
    case 'cancelled-by-patient': return policy.countLateCancellation && late === true;
    case 'cancelled-by-provider':
    case 'future': return false;
  }
}
