// Who the referral is about and what it says: identifiers, links between records, amendments, team, policy version.
import { amendable } from '#domain';
import { z } from 'zod';
import { code, line, uuid, whole } from '../wording.js';
import { nothing, type ActContracts } from './act-contract.js';

export const identityActs = {
  recordNhsNumber: { schema: z.strictObject({ nhsNumber: line(40) }), words: 'none', says: 'The NHS number as it was told. A right one identifies the person and closes the task; a wrong one is kept and leaves it open.' },
  linkToPerson: { schema: z.strictObject({ personId: uuid, earlierReferralId: uuid.optional() }), words: 'none', says: 'The referral is about this person, already known.' },
  unlinkFromPerson: { schema: z.strictObject({ personId: uuid }), words: 'none', says: 'Undoes a link: the referral is about `personId`, as it was before.' },
  amendReferral: { schema: z.strictObject({ changed: z.array(z.enum(amendable)).min(1).max(amendable.length) }), words: 'optional', says: 'What the referral says was amended; the words of the amendment in `note`.' },
  completeCatchUp: { schema: nothing, words: 'none', says: 'What fell due before the move to Handrail is caught up.' },
  transferTeam: { schema: z.strictObject({ teamId: code }), words: 'none', says: 'Another team takes the referral; the clocks go with it.' },
  adoptPolicy: { schema: z.strictObject({ version: whole(1, 100_000) }), words: 'none', says: 'The referral follows another version of the service’s promises.' },
} as const satisfies Partial<ActContracts<'recordNhsNumber' | 'linkToPerson' | 'unlinkFromPerson' | 'amendReferral' | 'completeCatchUp' | 'transferTeam' | 'adoptPolicy'>>;
