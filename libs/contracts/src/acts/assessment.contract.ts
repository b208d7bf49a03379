// Opt-in, appointments, attendance and its notes, the outcome of the assessment.
import { assessmentOutcomes, disciplineCodes, lengthReasons, mechanisms, modalityCodes, purposes, riskLevels } from '#domain';
import { z } from 'zod';
import { code, instant, pastInstant, whole } from '../wording.js';
import { nothing, type ActContracts } from './act-contract.js';

export const number = whole(1, 100_000);
const appointmentNo = number;
const longestAppointment = 480;

export const assessmentActs = {
  recordOptIn: { schema: nothing, words: 'none', says: 'The patient has opted in.' },
  decideWithoutOptIn: { schema: z.strictObject({ decision: z.enum(['offer-appointment', 'end-care']) }), words: 'optional', says: 'A clinician decides although the patient has not opted in.' },
  bookAppointment: {
    schema: z.strictObject({
      purpose: z.enum(purposes), clinicianId: code, startsAt: instant, minutes: whole(5, longestAppointment), lengthReason: z.enum(lengthReasons).optional(),
      mechanism: z.enum(mechanisms), strandNo: number.optional(),
    }),
    words: 'none', says: 'Books an assessment, or a session of a strand. A length other than the usual one needs a reason.',
  },
  cancelAppointment: { schema: z.strictObject({ appointmentNo, by: z.enum(['patient', 'provider']), contactAt: pastInstant.optional() }), words: 'none', says: 'The appointment is called off; `contactAt`: when the patient got in touch.' },
  recordAttendance: {
    schema: z.strictObject({ appointmentNo, code: z.enum(['5', '6', '7', '3', '2', '4']), contactAt: pastInstant.optional(), anotherSession: z.boolean().optional() }),
    words: 'none', says: 'What happened: 5 on time, 6 late but seen, 7 late and not seen, 3 did not attend, 2 and 4 cancelled by patient and provider.',
  },
  decideAfterNonAttendance: {
    schema: z.strictObject({ appointmentNo, decision: z.enum(['offer-again', 'end-care']), riskChecked: z.boolean(), vulnerabilityChecked: z.boolean(), contactAttempted: z.boolean() }),
    words: 'optional', says: 'A clinician decides, after risk and vulnerability were checked and contact was attempted.',
  },
  signNote: { schema: z.strictObject({ appointmentNo }), words: 'required', says: 'The treating clinician signs the note of an attended appointment.' },
  addToNote: { schema: z.strictObject({ appointmentNo }), words: 'required', says: 'Adds to a signed note; a signed note is never changed.' },
  recordAssessmentOutcome: {
    schema: z.strictObject({
      outcome: z.enum(assessmentOutcomes), riskLevel: z.enum(riskLevels),
      modalities: z.array(z.enum(modalityCodes as [(typeof modalityCodes)[number]])).max(modalityCodes.length),
      disciplines: z.array(z.enum(disciplineCodes as [(typeof disciplineCodes)[number]])).max(disciplineCodes.length),
    }),
    words: 'optional', says: 'Risk, suitable modalities, recommended disciplines; needs in `note`.',
  },
} as const satisfies Partial<ActContracts<'recordOptIn' | 'decideWithoutOptIn' | 'bookAppointment' | 'cancelAppointment' | 'recordAttendance' | 'decideAfterNonAttendance' | 'signNote' | 'addToNote' | 'recordAssessmentOutcome'>>;
