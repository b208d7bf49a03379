// Who asks, and what they send: signed headers of demonstration staff, made-up referrals, acts in the order of the pathway.
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { loadKeys, receiveReferral, type Database } from '#database';
import { signDevelopmentToken } from '../../apps/cli/src/token.js';
import type { Ask } from './load.js';

export type Headers = (staffId: string) => Record<string, string>;

/** Headers of anybody, signed once. */
export async function signedHeaders(keysFile: string, staff: readonly string[]): Promise<Headers> {
  const { token } = loadKeys(keysFile);
  const signed = new Map(await Promise.all(staff.map(async (one): Promise<[string, string]> => [one, await signDevelopmentToken(token, one)])));
  return (staffId) => ({ authorization: `Bearer ${signed.get(staffId)!}` });
}

/** A made-up referral, like `seed` only to itself: names, a day of birth and a postcode that hardly ever meet. */
export function madeUpReferral(seed: string): Record<string, unknown> {
  const letters = createHash('sha256').update(seed).digest();
  const name = (from: number) => Array.from(letters.subarray(from, from + 7), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    referrerName: 'Dr Made Up', givenName: name(0), familyName: name(7), dateOfBirth: `19${two(40 + (letters[14]! % 60))}-${two(1 + (letters[15]! % 12))}-${two(1 + (letters[16]! % 28))}`,
    postcode: `LS${1 + (letters[17]! % 90)} ${letters[18]! % 10}${String.fromCharCode(65 + (letters[19]! % 26), 65 + (letters[20]! % 26))}`,
    reason: 'Low for months; sleeps badly; has stopped seeing friends. No thoughts of ending life. Wants to talk to somebody.', triedBefore: 'Sertraline 50 mg', urgency: 'routine',
  };
}
export const intakeAsk = (headers: Headers, key: string): Ask =>
  ({ name: 'intake', method: 'POST', path: '/api/referrals', headers: { ...headers('gp-system'), 'idempotency-key': key }, body: JSON.stringify({ ...madeUpReferral(key), teamId: 'north-team' }) });

/** One act as a request; its key is new each time. */
export const actAsk = (headers: Headers, referralId: string, act: string, by: string, body: object, name = 'act'): Ask =>
  ({ name, method: 'POST', path: `/api/referrals/${referralId}/acts/${act}`, headers: { ...headers(by), 'idempotency-key': randomUUID() }, body: JSON.stringify(body) });

/** People of the bench: as many at once, as many who work. `nurse-0` … may claim and screen, `secretary-0` … accept and amend. */
export const nurses = Array.from({ length: 50 }, (_one, no) => `nurse-${no}`);
export const secretaries = Array.from({ length: 50 }, (_one, no) => `secretary-${no}`);
export async function hire(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const text = `INSERT INTO staff_member (staff_id, name, roles, discipline, team_ids) SELECT id, initcap(replace(id, '-', ' ')), $2, $3, '{north-team}' FROM unnest($1::text[]) id ON CONFLICT DO NOTHING`;
  await owner.query(text, [nurses, ['mdt-member', 'duty-clinician'], 'mental-health-nurse']);
  await owner.query(text, [secretaries, ['medical-secretary'], null]);
  await owner.end();
}

/** The first acts of the pathway on one referral: screened, accepted, a measure taken, the referral amended with a note. `no`: whose turn it is. */
export function fourActs(headers: Headers, referralId: string, no: number): Ask[] {
  const nurse = nurses[no % nurses.length]!;
  const secretary = secretaries[no % secretaries.length]!;
  return [
    actAsk(headers, referralId, 'record-clinical-screen', nurse, { riskLevel: 'low', triageCode: 'E' }),
    actAsk(headers, referralId, 'accept-at-triage', secretary, { urgency: 'routine', triageCode: 'E', pathway: 'assessment', optIn: false }),
    actAsk(headers, referralId, 'record-outcome-measure', nurse, { measure: 'phq-9', total: 12 }),
    actAsk(headers, referralId, 'amend-referral', secretary, { changed: ['contact'], note: 'The telephone number has changed.' }),
  ];
}

/** Receives so many referrals straight into the record and answers their ids. */
export async function receiveMany(database: Database, count: number, { imported = false } = {}): Promise<string[]> {
  const ids: string[] = [];
  const mark = randomUUID();
  let next = 0;
  const one = async () => {
    for (let mine = next++; mine < count; mine = next++) {
      const key = `${mark}-${mine}`;
      const { givenName, familyName, dateOfBirth, postcode, referrerName, reason, triedBefore } = madeUpReferral(key) as Record<string, string>;
      const receipt = await receiveReferral(database, {
        sender: 'gp-system', senderReference: key, message: { key }, by: 'gp-system', imported,
        person: { givenName: givenName!, familyName: familyName!, dateOfBirth: dateOfBirth!, postcode, nhsNumber: '' },
        referral: { teamId: 'north-team', referrerName: referrerName!, reason: reason!, triedBefore: triedBefore!, risk: {}, needsHelpToday: false, urgency: 'routine', source: 'api' },
      });
      ids.push(receipt.referralId);
    }
  };
  await Promise.all([one(), one(), one(), one()]);
  return ids;
}
