// Is this person here already? The same NHS number, or the same postcode, date of birth and name. What is found is told to a
// person who looks at both referrals; nothing is ever merged by itself. Rules: the clinic's, as told to senders of referrals.
import { createHash } from 'node:crypto';
import { doubleMetaphone } from 'double-metaphone';
import type { PoolClient } from 'pg';
import { datesAreSameOrSwapped, isRealDay, nameKey, postcodeKey, type Day } from '#domain';

/** The columns of `person` by which two people are compared. '' = nothing to compare by. */
export interface PersonKeys { givenKey: string; familyKey: string; familySound: string; postcodeKey: string }
/** What `findDuplicates` needs to know of the person a new referral is about. `nhsNumberIndex` only for a valid number. */
export interface Likeness extends PersonKeys { dateOfBirth: Day; nhsNumberIndex: Buffer | null }
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

/**
 * Open referrals on record that may be about the same person, and the last closed one with the same NHS number. Call it inside the
 * transaction that receives the referral: until that ends, whoever receives another of the same NHS number or postcode waits, so
 * that of two sent at once the second sees the first.
 */
export async function findDuplicates(client: Pick<PoolClient, 'query'>, person: Likeness): Promise<Duplicates> {
  await waitForTurn(client, person);
  const [sameNumber, lookAlike] = [await withNhsNumber(client, person), await alike(client, person)];
  const open = sameNumber.find((one) => one.stage !== 'closed');
  const closed = sameNumber.findLast((one) => one.stage === 'closed');
  const possible = open ? undefined : lookAlike[0];
  return {
    ...(open && { sameNhsNumber: open.referral_id }),
    ...(possible && { possible: possible.referral_id }),
    ...(closed && { earlierClosed: closed.referral_id }),
  };
}

interface Found { referral_id: string; stage: string }

async function withNhsNumber(client: Pick<PoolClient, 'query'>, { nhsNumberIndex }: Likeness): Promise<Found[]> {
  if (!nhsNumberIndex) return [];
  const { rows } = await client.query<Found>(
    `SELECT r.referral_id, r.stage FROM person p JOIN referral r USING (person_id) WHERE p.nhs_number_index = $1
     ORDER BY r.recorded_at, r.reference`, [nhsNumberIndex]);
  return rows;
}

/** A person of one name only has it as family name: no given name on either side counts as the same given name. */
async function alike(client: Pick<PoolClient, 'query'>, person: Likeness): Promise<Found[]> {
  if (person.postcodeKey === '' || person.familyKey === '') return [];
  const { rows } = await client.query<Found>(
    `SELECT r.referral_id, r.stage FROM person p JOIN referral r USING (person_id)
     WHERE p.postcode_key = $1 AND p.date_of_birth = ANY ($2::date[]) AND p.given_key = $3
       AND (p.family_key = $4 OR (p.family_sound <> '' AND p.family_sound = $5)) AND r.stage <> 'closed'
     ORDER BY r.recorded_at, r.reference`,
    [person.postcodeKey, daysToCompare(person.dateOfBirth), person.givenKey, person.familyKey, person.familySound]);
  return rows;
}

/** The day, and the day with day and month changed round where there is such a day. */
function daysToCompare(day: Day): Day[] {
  const swapped = `${day.slice(0, 4)}-${day.slice(8)}-${day.slice(5, 7)}`;
  return isRealDay(swapped) && datesAreSameOrSwapped(day, swapped) ? [...new Set([day, swapped])] : [day];
}

/** Locks held until the transaction ends, always taken in one order, so that two who need both never wait for each other. */
async function waitForTurn(client: Pick<PoolClient, 'query'>, { nhsNumberIndex, postcodeKey: postcode }: Likeness): Promise<void> {
  const turns = [...(nhsNumberIndex ? [nhsNumberIndex.readBigInt64BE()] : []), ...(postcode ? [createHash('sha256').update(`postcode|${postcode}`).digest().readBigInt64BE()] : [])];
  if (turns.length === 0) return;
  await client.query('SELECT pg_advisory_xact_lock(turn) FROM unnest($1::bigint[]) AS turn', [turns.sort((a, b) => (a < b ? -1 : 1)).map(String)]);
}
