// Receiving and triage: the clinical screen, acceptance, asking the referrer, returning, duplicates, the duty clinician.
import { questions, rejectionReasons, riskLevels, signposts, triageCodes, urgencies } from '#domain';
import { z } from 'zod';
import { uuid, keyOf } from '../wording.js';
import { nothing, type ActContracts } from './act-contract.js';

const riskLevel = z.enum(riskLevels);
const triageCode = z.enum(triageCodes as [(typeof triageCodes)[number]]);

export const triageActs = {
  recordClinicalScreen: { schema: z.strictObject({ riskLevel, triageCode }), words: 'optional', says: 'A clinician has looked at the risk: level and triage code.' },
  acceptAtTriage: {
    schema: z.strictObject({ urgency: z.enum(urgencies), triageCode, pathway: z.enum(['assessment', 'allocation']), riskLevel: riskLevel.optional(), optIn: z.boolean().optional() }),
    words: 'optional', says: 'Accepts with urgency, triage code and pathway. A clinician may record the risk in the same act; `optIn` overrides the service’s setting.',
  },
  askReferrerForInformation: { schema: z.strictObject({ questions: z.array(z.enum(questions)).min(1).max(questions.length) }), words: 'optional', says: 'Asks the referrer; the clocks run on, the chasers are set.' },
  recordReferrerReply: { schema: nothing, words: 'optional', says: 'The referrer has answered: the referral goes back to where it was asked from.' },
  returnToReferrer: { schema: z.strictObject({ reason: keyOf(rejectionReasons), signpost: z.enum(signposts) }), words: 'optional', says: 'Returns with a national reason and a signpost. With risk, or unscreened, a clinician co-signs first.' },
  coSignReturn: { schema: nothing, words: 'none', says: 'A clinician other than the proposer co-signs the return; the referral ends.' },
  declineReturn: { schema: nothing, words: 'optional', says: 'A clinician keeps the referral: back to triage.' },
  markAsDuplicate: { schema: z.strictObject({ duplicateOf: uuid }), words: 'none', says: 'Ends this referral as a duplicate of another one.' },
  dismissDuplicate: { schema: nothing, words: 'none', says: 'It is no duplicate.' },
  escalateToDutyClinician: { schema: nothing, words: 'optional', says: 'The duty clinician is to make contact within the hour.' },
  recordDutyContact: {
    schema: z.strictObject({ outcome: z.enum(['seen', 'spoken-to', 'not-reached', 'emergency-services-called']), riskLevel }),
    words: 'optional', says: 'What came of the duty clinician’s contact. Not reached: the task stays, with a fresh hour.',
  },
} as const satisfies Partial<ActContracts<'recordClinicalScreen' | 'acceptAtTriage' | 'askReferrerForInformation' | 'recordReferrerReply' | 'returnToReferrer' | 'coSignReturn' | 'declineReturn' | 'markAsDuplicate' | 'dismissDuplicate' | 'escalateToDutyClinician' | 'recordDutyContact'>>;
