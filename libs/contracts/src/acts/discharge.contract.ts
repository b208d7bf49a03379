// Discharge with its letters and follow-up, referring onward, and the ends that come from any stage.
import { dischargeCodeList, riskLevels, signposts, type DischargeCode } from '#domain';
import { z } from 'zod';
import { day, pastDay } from '../wording.js';
import { nothing, type ActContracts } from './act-contract.js';

export const dischargeActs = {
  referOnward: { schema: z.strictObject({ to: z.enum(signposts) }), words: 'optional', says: 'Refers onward to another service; this referral goes on.' },
  discharge: {
    schema: z.strictObject({ code: z.enum(dischargeCodeList as [DischargeCode]), riskLevel: z.enum(riskLevels), followUpOn: day.optional(), scoresUnavailable: z.boolean().optional() }),
    words: 'optional', says: 'Discharges with a national code. Notes must be signed; after treatment the last scores are needed, or a word that there are none.',
  },
  sendDischargeSummary: { schema: nothing, words: 'optional', says: 'The summary goes to the GP, with a copy for the patient.' },
  recordFollowUpContact: { schema: z.strictObject({ outcome: z.enum(['well', 'worse', 'not-reached']) }), words: 'optional', says: 'The agreed contact after discharge.' },
  withdraw: { schema: z.strictObject({ by: z.enum(['patient', 'referrer']) }), words: 'none', says: 'Withdrawn: everything open ends, every message stops.' },
  recordDeath: { schema: z.strictObject({ diedOn: pastDay.optional() }), words: 'none', says: 'The patient has died: everything open ends, every message stops.' },
  recordMovedAway: { schema: nothing, words: 'none', says: 'The patient has moved away: everything open ends.' },
} as const satisfies Partial<ActContracts<'referOnward' | 'discharge' | 'sendDischargeSummary' | 'recordFollowUpContact' | 'withdraw' | 'recordDeath' | 'recordMovedAway'>>;
