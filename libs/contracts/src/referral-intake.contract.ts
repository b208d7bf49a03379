// The referral as a referrer, a secretary or another system sends it. Same meaning and rules as the columns of an import,
// with names in camelCase. A wrong NHS number never turns a person away: it is a flag, not an error.
import { ETHNICITY_CODES, modalityCodes } from '#domain';
import { z } from 'zod';
import { code, lines, line, optionalLine, optionalLines, pastDay, pastInstant, uuid } from './wording.js';

/** true, false, or as an import writes it: yes, no, empty. */
const told = z.union([z.boolean(), z.enum(['yes', 'no', ''])], { error: 'yes or no' });
const yes = told.transform((value) => value === true || value === 'yes').optional();
const yesNoOrUnsaid = told.transform((value) => (value === '' ? null : value === true || value === 'yes')).optional();

export const referralIntake = z.strictObject({
  receivedAt: pastInstant.optional().describe('When the referral reached the service; clocks start there. Left out: now.'),
  teamId: code.optional().describe('The team it is for. Left out: the team of whoever sends it, or the service’s first team.'),
  referrerName: line(200),
  referrerOds: optionalLine(20),
  referrerEmail: optionalLine(320),
  givenName: optionalLine(200).describe('Left out or empty for a mononym, which is the family name.'),
  familyName: line(200),
  dateOfBirth: pastDay,
  nhsNumber: optionalLine(40).describe('As it was sent. A missing or wrong one is received and asked for.'),
  sex: optionalLine(40),
  ethnicity: z.enum([...ETHNICITY_CODES, '']).optional(),
  phone: optionalLine(60),
  email: optionalLine(320),
  postcode: optionalLine(20),
  address: optionalLines(500),
  gpOds: optionalLine(20),
  interpreterLanguage: optionalLine(60),
  safeToLeaveVoicemail: yesNoOrUnsaid,
  reason: lines(10_000),
  triedBefore: optionalLines(10_000),
  riskSelfHarm: yes, riskSuicide: yes, riskToOthers: yes, safeguarding: yes,
  needsHelpToday: yes.describe('An emergency: the duty clinician is asked at once, whatever the hour.'),
  urgency: z.enum(['routine', 'urgent']),
  preferredModality: optionalLine(100).describe(`In the referrer’s words, or one of: ${modalityCodes.join(', ')}`),
}).meta({ id: 'ReferralIntake' });
export type ReferralIntake = z.output<typeof referralIntake>;

/** The receipt. `outcome` is `already-received` when the same key brought the same content before. */
export const referralReceipt = z.strictObject({
  reference: z.string(), referralId: uuid, outcome: z.enum(['received', 'already-received']),
  flags: z.array(z.string()), allowedActs: z.array(z.string()),
}).meta({ id: 'ReferralReceipt' });
export type ReferralReceipt = z.output<typeof referralReceipt>;
