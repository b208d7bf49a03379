import { randomUUID } from 'node:crypto';
import { carryOut, loadKeys, openDatabase, personKeys, receiveReferral, seedStaff, type Database, type PersonSent, type Receipt } from '#database';
import { freshDatabase, type FreshDatabase } from '../servers/fresh-database.js';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  database = await openDatabase({ url: fresh.apiUrl, keys: loadKeys(), poolSize: 12 });
}, 60_000);
afterAll(async () => { await database.close(); await fresh.drop(); });

const referral = { teamId: 'north-team', referrerName: 'Dr Hughes', reason: 'low', triedBefore: 'rest', risk: {}, needsHelpToday: false, urgency: 'routine' as const, source: 'gp' as const };
const receive = (person: PersonSent): Promise<Receipt> => receiveReferral(database, { sender: 'test', senderReference: randomUUID(), message: person, person, referral, by: 'amina' });
const duplicateFlags = ({ flags }: Receipt) => flags.filter((flag) => flag === 'same-nhs-number' || flag === 'possible-duplicate');
let homes = 0;
/** Somebody at an address of their own. */
const somebody = (more: Partial<PersonSent> = {}): PersonSent => ({ givenName: 'Ewa', familyName: 'Stephens', dateOfBirth: '1984-07-12', nhsNumber: '', postcode: `LS1 ${homes += 1}AB`, ...more });
const second = async (first: PersonSent, change: Partial<PersonSent>) => { await receive(first); return duplicateFlags(await receive({ ...first, ...change })); };

describe('a person who may be here already', () => {
  it.each([
    ['spelt the same in other letters', { familyName: 'STEPHENS', postcode: undefined }],
    ['with accents and without', { givenName: 'Ęwa' }],
    ['whose family name sounds the same', { familyName: 'Stevens' }],
    ['with day and month of birth changed round', { dateOfBirth: '1984-12-07' }],
  ] as const)('is noticed: %s', async (_how, change) => {
    const first = somebody();
    expect(await second(first, { ...change, postcode: first.postcode!.toLowerCase().replace(' ', '') })).toEqual(['possible-duplicate']);
  });
  it('is noticed by the postcode as it is typed', async () => {
    const first = somebody();
    expect(await second(first, { postcode: ` ${first.postcode!.toLowerCase().replace(' ', '')} ` })).toEqual(['possible-duplicate']);
  });
  it('is noticed when a person of one name only comes twice', async () => { expect(await second(somebody({ givenName: null, familyName: 'Suharto' }), {})).toEqual(['possible-duplicate']); });
  it('is noticed in any script, by the letters', async () => { expect(await second(somebody({ givenName: 'مریم', familyName: 'حسینی' }), {})).toEqual(['possible-duplicate']); });
  it.each([
    ['another given name', { givenName: 'Nia' }], ['another family name', { familyName: 'Kowalski' }], ['another day of birth', { dateOfBirth: '1984-07-13' }], ['another postcode', { postcode: 'HX1 1ZZ' }], ['no postcode', { postcode: null }],
  ] as const)('is not taken for somebody with %s', async (_what, change) => { expect(await second(somebody(), change)).toEqual([]); });
  it('is not taken for somebody else of another script whose name has no sound here', async () => { expect(await second(somebody({ familyName: '李' }), { familyName: '山田' })).toEqual([]); });
  it('without a postcode is taken for nobody', async () => { expect(await second(somebody({ postcode: '' }), {})).toEqual([]); });
  it('with a family name without a letter is taken for nobody', async () => { expect(await second(somebody({ familyName: '?' }), {})).toEqual([]); });
  it('is told by the NHS number alone, even if the names match too', async () => {
    expect(await second(somebody({ nhsNumber: '9999869130' }), { nhsNumber: '999 986 9130' })).toEqual(['same-nhs-number']);
    expect(await second(somebody({ nhsNumber: '9993823031' }), { ...somebody({ familyName: 'Other' }), nhsNumber: '999-382-3031' })).toEqual(['same-nhs-number']);
  });
  it('is not told by a wrong NHS number, which identifies nobody', async () => {
    expect(await second(somebody({ nhsNumber: 'QQ 12 34 56 C' }), { ...somebody({ familyName: 'Other' }), nhsNumber: 'QQ 12 34 56 C' })).toEqual([]);
  });
  it('whose earlier referral is closed comes back as the same person’s next episode, not as a duplicate', async () => {
    const first = somebody({ nhsNumber: '9992922885' });
    const { referralId } = await receive(first);
    expect((await carryOut(database, { referralId, commandId: randomUUID(), command: { act: 'recordMovedAway' }, by: 'callum' })).refusal).toBeUndefined();
    const again = await receive(first);
    expect(duplicateFlags(again)).toEqual([]);
    const [row] = await database.query<{ earlier: string }>(`SELECT state->>'earlierReferralId' AS earlier FROM referral WHERE referral_id = $1`, [again.referralId]);
    expect(row!.earlier).toBe(referralId);
  });
  it('of ten referrals sent in the same moment is new once', async () => {
    const one = somebody({ nhsNumber: '9999964672' });
    const flags = (await Promise.all(Array.from({ length: 10 }, () => receive(one)))).map(duplicateFlags);
    expect(flags.filter((flag) => flag.length === 0)).toHaveLength(1);
    const other = somebody();
    const alike = (await Promise.all(Array.from({ length: 10 }, () => receive(other)))).map(duplicateFlags);
    expect(alike.filter((flag) => flag.length === 0)).toHaveLength(1);
  });
});

describe('the keys of a person', () => {
  it('hold letters without case and accents, the sound of the family name, and the postcode without spaces', () => {
    expect(personKeys({ givenName: 'Zoë-Anne', familyName: 'O’Brien', postcode: 'ls22 3hq' })).toEqual({ givenKey: 'zoeanne', familyKey: 'obrien', familySound: 'APRN|APRN', postcodeKey: 'LS223HQ' });
    expect(personKeys({ givenName: null, familyName: 'حسینی', postcode: null })).toMatchObject({ givenKey: '', familySound: '', postcodeKey: '' });
  });
});
