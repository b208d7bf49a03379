// The referral as a referrer, a secretary or another system sends it. Same meaning and rules as the columns of an import,
// with names in camelCase. A wrong NHS number never turns a person away: it is a flag, not an error.
import { ETHNICITY_CODES, modalityCodes, type EthnicityCode } from '#domain';
import { z } from 'zod';
import { asSent, code, lines, line, optionalLine, optionalLines, pastDay, pastInstant, uuid } from './wording.js';

/** Any text an import takes in a column without rules of its own. */
const optionalText = optionalLines(2_000);

/** true, false, or as an import writes it: yes, no, empty. */
const told = z.union([z.boolean(), z.enum(['yes', 'no', ''])], { error: 'yes or no' });
const yes = told.transform((value) => value === true || value === 'yes').optional();
const yesNoOrUnsaid = told.transform((value) => (value === '' ? null : value === true || value === 'yes')).optional();

export const referralIntake = z.strictObject({
  receivedAt: pastInstant.optional().describe('When the referral reached the service; clocks start there. Left out: now.'),
  teamId: code.optional().describe('The team it is for. Left out: the team of whoever sends it, or the service’s first team.'),
  referrerName: line(200),
  referrerOds: optionalText,
  referrerEmail: optionalText,
  givenName: optionalLine(200).describe('Left out or empty for a mononym, which is the family name.'),
  familyName: line(200),
  dateOfBirth: pastDay,
  nhsNumber: asSent(2_000).optional().describe('As it was sent. A missing or wrong one is received and asked for.'),
  sex: optionalText,
  ethnicity: z.enum(ETHNICITY_CODES as unknown as [EthnicityCode]).optional().describe('NHS code; Z when not stated, 99 when not known'),
  phone: optionalText,
  email: optionalText,
  postcode: optionalText,
  address: optionalText,
  gpOds: optionalText,
  interpreterLanguage: optionalText,
  safeToLeaveVoicemail: yesNoOrUnsaid,
  reason: lines(10_000),
  triedBefore: optionalLines(10_000),
  riskSelfHarm: yes, riskSuicide: yes, riskToOthers: yes, safeguarding: yes,
  needsHelpToday: yes.describe('An emergency: the duty clinician is asked at once, whatever the hour.'),
  urgency: z.enum(['routine', 'urgent']),
  preferredModality: optionalText.describe(`In the referrer’s words, or one of: ${modalityCodes.join(', ')}`),
}).meta({ id: 'ReferralIntake' });
export type ReferralIntake = z.output<typeof referralIntake>;

/** The receipt. `outcome` is `already-received` when the same key brought the same content before. */
export const referralReceipt = z.strictObject({
  reference: z.string(), referralId: uuid, outcome: z.enum(['received', 'already-received']),
  flags: z.array(z.string()), allowedActs: z.array(z.string()),
}).meta({ id: 'ReferralReceipt' });
export type ReferralReceipt = z.output<typeof referralReceipt>;
