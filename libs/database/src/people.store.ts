// The patient index: one person, many referrals. Changes of name, address and identifiers keep what was there before. Linking is an act.
import { checkNhsNumber } from '#domain';
import { changeEntry, ofChange } from './audit/act-entry.js';
import type { Witness } from './audit/audit-words.js';
import type { Database } from './database.js';
import { personKeys } from './duplicates.js';
import { blindIndex, open, seal } from './keys.js';
import { inTransaction } from './transaction.js';

export interface PersonView {
  personId: string; givenName: string | null; familyName: string; dateOfBirth: string; sex: string | null; ethnicity: string | null; phone: string | null; email: string | null; postcode: string | null; address: string | null;
  interpreterLanguage: string | null; safeToLeaveVoicemail: boolean | null; gpOds: string | null; nhsNumber: string | null; nhsNumberAsSent: string | null; version: number;
  referrals: { referralId: string; reference: string; stage: string; teamId: string; receivedAt: string }[];
}
interface Row { [column: string]: unknown; person_id: string; nhs_number: Buffer | null; nhs_number_as_sent: Buffer | null; version: number; referrals: PersonView['referrals'] | null }
const plain = { given_name: 'givenName', family_name: 'familyName', date_of_birth: 'dateOfBirth', sex: 'sex', ethnicity: 'ethnicity', phone: 'phone', email: 'email', postcode: 'postcode', address: 'address', interpreter_language: 'interpreterLanguage', safe_to_leave_voicemail: 'safeToLeaveVoicemail', gp_ods: 'gpOds' } as const;
type Field = (typeof plain)[keyof typeof plain];
export type PersonChange = Partial<Record<Field, string | boolean | null>>;

export async function personView(database: Database, personId: string): Promise<PersonView | undefined> {
  const [row] = await database.query<Row>(`SELECT p.*, p.date_of_birth::text AS date_of_birth, (SELECT jsonb_agg(jsonb_build_object('referralId', r.referral_id, 'reference', r.reference, 'stage', r.stage, 'teamId', r.team_id, 'receivedAt', r.received_at) ORDER BY r.received_at) FROM referral r WHERE r.person_id = p.person_id) AS referrals FROM person p WHERE p.person_id = $1`, [personId]);
  if (!row) return undefined;
  const opened = (sealed: Buffer | null, column: string) => (sealed ? open(database.keys, sealed, `person/${column}/${personId}`) : null);
  const fields = Object.fromEntries(Object.entries(plain).map(([column, field]) => [field, row[column]])) as Omit<PersonView, 'personId' | 'nhsNumber' | 'nhsNumberAsSent' | 'version' | 'referrals'>;
  return { ...fields, personId, nhsNumber: opened(row.nhs_number, 'nhs_number'), nhsNumberAsSent: opened(row.nhs_number_as_sent, 'nhs_number_as_sent'), version: row.version, referrals: row.referrals ?? [] };
}

/** Changes a person, keeping what was there before. `version` must be the one that was seen; otherwise `changed-since`. */
export async function changePerson(database: Database, ask: { personId: string; version: number; by: Witness; change: PersonChange }): Promise<'changed' | 'changed-since' | undefined> {
  return inTransaction(database, async (client) => {
    const { rows: [row] } = await client.query<Row>('SELECT *, date_of_birth::text AS date_of_birth FROM person WHERE person_id = $1 FOR UPDATE', [ask.personId]);
    if (!row) return undefined;
    if (row.version !== ask.version) return 'changed-since';
    const columns = Object.entries(plain).filter(([, field]) => ask.change[field] !== undefined) as [keyof typeof plain, Field][];
    const now = { ...row, ...Object.fromEntries(columns.map(([column, field]) => [column, ask.change[field]])) } as Record<string, string | null>;
    const keys = personKeys({ givenName: now['given_name'] ?? null, familyName: now['family_name']!, postcode: now['postcode'] ?? null });
    const former = Object.fromEntries(columns.map(([column, field]) => [field, row[column]]));
    await client.query('INSERT INTO person_change (person_id, version, changed_by, former) VALUES ($1, $2, $3, $4)', [ask.personId, row.version, ask.by.staffId, JSON.stringify(former)]);
    const set = columns.map(([column], index) => `${column} = $${index + 6}`);
    await client.query(`UPDATE person SET version = version + 1, given_key = $2, family_key = $3, family_sound = $4, postcode_key = $5${set.map((one) => `, ${one}`).join('')} WHERE person_id = $1`, [ask.personId, keys.givenKey, keys.familyKey, keys.familySound, keys.postcodeKey, ...columns.map(([, field]) => ask.change[field])]);
    await client.query(ofChange, changed(ask.by, ask.personId, 'change-person'));
    return 'changed';
  });
}
/** Sets the NHS number from what was told. A wrong one is kept as sent and identifies nobody. Returns whether it identifies. */
export async function setNhsNumber(database: Database, ask: { personId: string; by: Witness; nhsNumber: string }): Promise<{ identified: boolean } | undefined> {
  const checked = checkNhsNumber(ask.nhsNumber);
  const number = checked.valid ? checked.normalised! : undefined;
  return inTransaction(database, async (client) => {
    const { rows: [row] } = await client.query<{ version: number }>('SELECT version FROM person WHERE person_id = $1 FOR UPDATE', [ask.personId]);
    if (!row) return undefined;
    await client.query('INSERT INTO person_change (person_id, version, changed_by, former) VALUES ($1, $2, $3, $4)', [ask.personId, row.version, ask.by.staffId, JSON.stringify({ nhsNumber: 'replaced' })]);
    await client.query('UPDATE person SET version = version + 1, nhs_number = $2, nhs_number_index = $3, nhs_number_as_sent = $4 WHERE person_id = $1', [ask.personId,
      number ? seal(database.keys, number, `person/nhs_number/${ask.personId}`) : null, number ? blindIndex(database.keys, number) : null, seal(database.keys, ask.nhsNumber, `person/nhs_number_as_sent/${ask.personId}`)]);
    await client.query(ofChange, changed(ask.by, ask.personId, 'set-nhs-number'));
    return { identified: number !== undefined };
  });
}
const changed = (by: Witness, personId: string, act: string) => changeEntry(by, { resource: 'person', resourceId: personId, personId, act });
