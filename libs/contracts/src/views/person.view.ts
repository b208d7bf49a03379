// A person of the patient index, as those see them who may.
import { ETHNICITY_CODES } from '#domain';
import { z } from 'zod';
import { line, optionalLine, optionalLines, pastDay, whole } from '../wording.js';

const maybeText = z.string().nullable();
export const personView = z.strictObject({
  personId: z.string(), version: z.int(), givenName: maybeText, familyName: z.string(), dateOfBirth: z.string(),
  nhsNumber: maybeText.describe('Shown 3-3-4; null when there is none that identifies.'), nhsNumberAsSent: maybeText,
  sex: maybeText, ethnicity: maybeText, phone: maybeText, email: maybeText, postcode: maybeText, address: maybeText,
  interpreterLanguage: maybeText, safeToLeaveVoicemail: z.boolean().nullable(), gpOds: maybeText,
  referrals: z.array(z.strictObject({ referralId: z.string(), reference: z.string(), stage: z.string(), teamId: z.string(), receivedAt: z.string() })).describe('Those of your teams'),
}).meta({ id: 'Person' });
export type PersonView = z.output<typeof personView>;

/** A change of a person's record: only what is sent changes; the former values are kept. */
export const personChange = z.strictObject({
  version: whole(1, 1_000_000).optional().describe('The version you read; refused when somebody changed the record since.'),
  givenName: optionalLine(200), familyName: line(200).optional(), dateOfBirth: pastDay.optional(), sex: optionalLine(40),
  ethnicity: z.enum(ETHNICITY_CODES as unknown as [(typeof ETHNICITY_CODES)[number]]).optional(),
  phone: optionalLine(60), email: optionalLine(320), postcode: optionalLine(20), address: optionalLines(500), gpOds: optionalLine(20),
  interpreterLanguage: optionalLine(60), safeToLeaveVoicemail: z.boolean().nullable().optional(),
}).meta({ id: 'PersonChange' });
export type PersonChange = z.output<typeof personChange>;
export const nhsNumberSent = z.strictObject({ nhsNumber: line(40) }).meta({ id: 'NhsNumberSent' });
export const nhsNumberKept = z.strictObject({ identified: z.boolean(), referrals: z.array(z.strictObject({ referralId: z.string(), outcome: z.string() })) }).meta({ id: 'NhsNumberKept' });
export const personChanged = z.strictObject({ personId: z.string(), version: z.int(), person: personView.nullable().describe('null for those who may change but not see people') }).meta({ id: 'PersonChanged' });
