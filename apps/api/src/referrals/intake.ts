// A referral as it came over HTTP, for the record: who sends it, for which team, what it says.
import type { ReferralIntake } from '#contracts';
import type { Database, PersonSent, ReferralSent, StaffRow } from '#database';
import type { Source } from '#domain';

export function personSent(intake: ReferralIntake): PersonSent {
  const { familyName, dateOfBirth, sex, ethnicity, phone, email, postcode, address, interpreterLanguage, safeToLeaveVoicemail, gpOds } = intake;
  return {
    givenName: intake.givenName || null, familyName, dateOfBirth, nhsNumber: intake.nhsNumber ?? '', sex: sex || null, ethnicity: ethnicity || null, phone: phone || null,
    email: email || null, postcode: postcode || null, address: address || null, interpreterLanguage: interpreterLanguage || null, safeToLeaveVoicemail: safeToLeaveVoicemail ?? null, gpOds: gpOds || null,
  };
}
export function referralSent(intake: ReferralIntake, teamId: string, source: Source): ReferralSent {
  const { receivedAt, referrerName, referrerOds, referrerEmail, reason, urgency, preferredModality } = intake;
  return {
    teamId, receivedAt, referrerName, referrerOds: referrerOds || null, referrerEmail: referrerEmail || null, reason, triedBefore: intake.triedBefore ?? '', urgency, source,
    risk: { selfHarm: intake.riskSelfHarm ?? false, suicide: intake.riskSuicide ?? false, toOthers: intake.riskToOthers ?? false, safeguarding: intake.safeguarding ?? false },
    needsHelpToday: intake.needsHelpToday ?? false, preferredModality: preferredModality || null,
  };
}
export const sourceOf = (staff: StaffRow): Source => (staff.roles.includes('machine-client') ? 'api' : 'gp');

/** The team a referral is for: the one it names, the sender's own, or the service's first. */
export async function teamFor(database: Database, intake: ReferralIntake, staff: StaffRow): Promise<string> {
  const own = intake.teamId ?? staff.teamIds[0];
  if (own) return own;
  const [first] = await database.query<{ id: string }>('SELECT team_id AS id FROM team ORDER BY team_id LIMIT 1');
  if (!first) throw new Error('There is no team.');
  return first.id;
}
