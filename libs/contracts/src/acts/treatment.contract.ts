// Allocation to strands of care and the course of treatment: reviews, the planned ending, more sessions, waits, measures.
import { allocationReasons, competences, disciplineCodes, extensionReasons, formats, measures, modalityCodes, reviewKinds, type Discipline, type ModalityCode } from '#domain';
import { z } from 'zod';
import { code, day, keyOf, whole } from '../wording.js';
import type { ActContracts } from './act-contract.js';
import { number } from './assessment.contract.js';

const strandNo = number;
const discipline = z.enum(disciplineCodes as [Discipline]);
const sessions = whole(1, 400);
const reason = z.enum(allocationReasons);
const strandPlan = z.strictObject({ discipline, modality: z.enum(modalityCodes as [ModalityCode]), format: z.enum(formats), sessions: sessions.optional(), clinicianId: code.optional() })
  .meta({ id: 'StrandPlan', description: 'Without `clinicianId`: the discipline’s queue. Without `sessions`: the most the modality allows.' });
const mostStrands = 8;

export const treatmentActs = {
  allocateAtMdt: {
    schema: z.strictObject({ between: z.boolean().default(false), reason, lead: whole(0, mostStrands - 1), strands: z.array(strandPlan).min(1).max(mostStrands), meetingId: code.optional() }),
    words: 'optional', says: 'Allocates to one or more strands; `lead` is the place in `strands` of the one that leads; `between`: ad hoc between two meetings.',
  },
  addStrand: { schema: z.strictObject({ reason, strand: strandPlan }), words: 'optional', says: 'A second strand in parallel.' },
  requestSecondStrand: { schema: z.strictObject({ competence: keyOf(competences).optional(), discipline: discipline.optional() }), words: 'optional', says: 'Asks the meeting for a second strand.' },
  declineSecondStrand: { schema: z.strictObject({}), words: 'optional', says: 'No second strand.' },
  takeOnStrand: { schema: z.strictObject({ strandNo }), words: 'none', says: 'I take on this strand of my discipline.' },
  reallocate: { schema: z.strictObject({ strandNo, discipline: discipline.optional(), clinicianId: code.optional(), reason }), words: 'optional', says: 'Another clinician, or another discipline’s queue.' },
  returnHoldings: { schema: z.strictObject({ staffId: code }), words: 'none', says: 'What this person holds here goes back to the queues.' },
  endStrand: { schema: z.strictObject({ strandNo, reason: z.enum(['completed', 'patient-ended', 'clinician-ended', 'replaced']) }), words: 'optional', says: 'The strand ends.' },
  recordReview: { schema: z.strictObject({ kind: z.enum(reviewKinds), strandNo: strandNo.optional(), outcome: z.enum(['continue', 'end']) }), words: 'optional', says: 'A mid-course, end, periodic or joint review.' },
  planEnding: { schema: z.strictObject({ strandNo }), words: 'none', says: 'The ending is planned with the patient.' },
  requestExtension: { schema: z.strictObject({ strandNo, sessions, reason: z.enum(extensionReasons) }), words: 'optional', says: 'Asks for more sessions; somebody else decides.' },
  decideExtension: { schema: z.strictObject({ strandNo, approved: z.boolean(), sessions: sessions.optional() }), words: 'optional', says: 'Approves or declines more sessions.' },
  recordUnavailability: { schema: z.strictObject({ fromOn: day, toOn: day }), words: 'none', says: 'The patient cannot attend in this period. It pauses no clock.' },
  removeUnavailability: { schema: z.strictObject({ periodNo: number }), words: 'none', says: 'Removes a period of unavailability.' },
  recordCheckIn: { schema: z.strictObject({ outcome: z.enum(['well', 'worse', 'not-reached']) }), words: 'optional', says: 'A check-in with a person who waits.' },
  recordOutcomeMeasure: { schema: z.strictObject({ measure: keyOf(measures), total: whole(0, Math.max(...Object.values(measures))), riskItem: whole(0, 4).optional() }), words: 'none', says: 'A total of PHQ-9, GAD-7, WSAS or CORE-10; a risk item above 0 calls the duty clinician.' },
} as const satisfies Partial<ActContracts<'allocateAtMdt' | 'addStrand' | 'requestSecondStrand' | 'declineSecondStrand' | 'takeOnStrand' | 'reallocate' | 'returnHoldings' | 'endStrand' | 'recordReview' | 'planEnding' | 'requestExtension' | 'decideExtension' | 'recordUnavailability' | 'removeUnavailability' | 'recordCheckIn' | 'recordOutcomeMeasure'>>;
