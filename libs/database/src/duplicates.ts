// Is this person here already? The same NHS number, or the same postcode, date of birth and name. What is found is told to a
// person who looks at both referrals; nothing is ever merged by itself. Rules: the clinic's, as told to senders of referrals.
import { doubleMetaphone } from 'double-metaphone';
import type { PoolClient } from 'pg';
import { isRealDay, nameKey, postcodeKey, type Day } from '#domain';

/** The columns of `person` by which two people are compared. '' = nothing to compare by. */
export interface PersonKeys { givenKey: string; familyKey: string; familySound: string; postcodeKey: string }
/** What `findDuplicates` needs to know of the person a new referral is about. `nhsNumberIndex` only for a valid number. */
export interface Likeness extends PersonKeys { dateOfBirth: Day; nhsNumberIndex?: Buffer | null }
/** Referral ids. `sameNhsNumber` and `possible` are open, the one taken in first; never both. `earlierClosed`: the person's last episode, by NHS number. */
export interface Duplicates { sameNhsNumber?: string; possible?: string; earlierClosed?: string }

/** The keys of a person's names and postcode: letters only, without case and accents; the sound in Double Metaphone, both codes. */
export function personKeys(person: { givenName?: string | null; familyName: string; postcode?: string | null }): PersonKeys {
  const familyKey = nameKey(person.familyName);
  return { givenKey: nameKey(person.givenName ?? ''), familyKey, familySound: soundOf(familyKey), postcodeKey: postcodeKey(person.postcode ?? '') };
}

/** Double Metaphone knows how English spells: names in other scripts have no sound here and are compared by their letters alone. */
function soundOf(familyKey: string): string {
  if (!/^[a-z]+$/.test(familyKey)) return '';
  const codes = doubleMetaphone(familyKey);
  return codes[0] === '' ? '' : codes.join('|');
}

// A person of one name only has it as family name: no given name on either side counts as the same given name. Without a postcode
// or a letter in the family name nobody is alike. The words `<> ''` let the planner use the partial index for every value.
const text = `
  SELECT r.referral_id, r.stage, true AS same_number, r.recorded_at, r.reference FROM person p JOIN referral r USING (person_id) WHERE p.nhs_number_index = $1
  UNION ALL
  SELECT r.referral_id, r.stage, false, r.recorded_at, r.reference FROM person p JOIN referral r USING (person_id)
  WHERE p.postcode_key <> '' AND p.postcode_key = $2 AND p.date_of_birth = ANY ($3::date[]) AND p.given_key = $4
    AND ((p.family_key <> '' AND p.family_key = $5) OR (p.family_sound <> '' AND p.family_sound = $6)) AND r.stage <> 'closed'
  ORDER BY recorded_at, reference`;
interface Found { referral_id: string; stage: string; same_number: boolean }

/**
 * Open referrals on record that may be about the same person, and the last closed one with the same NHS number. Read in the
 * transaction that receives the referral, while nobody else receives one of the same NHS number or postcode.
 */
export async function findDuplicates(client: Pick<PoolClient, 'query'>, person: Likeness): Promise<Duplicates> {
  const values = [person.nhsNumberIndex ?? null, person.postcodeKey, daysToCompare(person.dateOfBirth), person.givenKey, person.familyKey, person.familySound];
  const { rows } = await client.query<Found>({ name: 'find-duplicates', text, values });
  const open = rows.find((one) => one.same_number && one.stage !== 'closed');
  const closed = rows.findLast((one) => one.same_number && one.stage === 'closed');
  const possible = open ? undefined : rows.find((one) => !one.same_number);
  return {
    ...(open && { sameNhsNumber: open.referral_id }),
    ...(possible && { possible: possible.referral_id }),
    ...(closed && { earlierClosed: closed.referral_id }),
  };
}

/** The day, and the day with day and month changed round where there is such a day. */
function daysToCompare(day: Day): Day[] {
  const swapped = `${day.slice(0, 4)}-${day.slice(8)}-${day.slice(5, 7)}`;
  return isRealDay(swapped) ? [day, swapped] : [day];
}
