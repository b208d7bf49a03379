import { judgeReferralRow, keysOfRow, readReferralRow, referralColumnNames, tidyCells, type ReferralColumn } from './referral-row.js';

const now = '2026-11-24T12:00:00.000Z';
const good: Record<ReferralColumn, string> = {
  sender_reference: 'SHEET-1', received_at: '2026-07-11T03:51:00+01:00', referrer_name: 'Dr Łukasz Brown', referrer_ods: 'ZZ106', referrer_email: 'surgery29@example.nhs.test',
  given_name: 'Ewa', family_name: 'Ng', date_of_birth: '31/03/2005', nhs_number: '999 986-9130', sex: 'unknown', ethnicity: 'S', phone: '07700 900084', email: '', postcode: 'LS22 3HQ',
  interpreter_language: 'ur', safe_to_leave_voicemail: 'no', reason: 'obsessive checking,\nsince spring', tried_before: 'mirtazapine', risk_self_harm: 'no', risk_suicide: '',
  risk_to_others: 'no', safeguarding: 'no', needs_help_today: 'no', urgency: 'routine', preferred_modality: 'systemic',
};
const judged = (change: Partial<Record<ReferralColumn, string>>, at = now) => judgeReferralRow(tidyCells({ ...good, ...change }), at);
const says = (cases: readonly (readonly [ReferralColumn, string, string | undefined])[]) =>
  cases.forEach(([field, text, code]) => expect([field, text.slice(0, 30), judged({ [field]: text })]).toEqual([field, text.slice(0, 30), code && { field, code }]));

describe('a row of a referral spreadsheet', () => {
  it('with everything right is received as it stands', () => {
    expect(judged({})).toBeUndefined();
    expect(readReferralRow(tidyCells(good))).toMatchObject({
      person: { givenName: 'Ewa', familyName: 'Ng', dateOfBirth: '2005-03-31', nhsNumber: '999 986-9130', email: null, safeToLeaveVoicemail: false },
      referral: { receivedAt: '2026-07-11T02:51:00.000Z', reason: 'obsessive checking,\nsince spring', risk: { selfHarm: false, suicide: false, toOthers: false, safeguarding: false }, needsHelpToday: false, urgency: 'routine' },
    });
  });
  it('needs its key, its referrer, a family name and a reason, which white space does not give it', () => {
    for (const field of ['sender_reference', 'referrer_name', 'family_name', 'reason', 'received_at'] as const) for (const text of ['', '   ', '\u00a0\t']) expect(judged({ [field]: text })).toEqual({ field, code: 'required' });
  });
  it('takes a person of one name only, in any script', () => {
    for (const family_name of ['Suharto', 'حسینی', '李', 'Ó Briain', '’t Hooft', 'X']) expect(judged({ given_name: '', family_name })).toBeUndefined();
    expect(judged({ family_name: '𝒜'.repeat(200) })).toBeUndefined();
    expect(judged({ family_name: '𝒜'.repeat(201) })).toEqual({ field: 'family_name', code: 'too-long' });
  });
  it('says when it was received in real time with its offset, and not in the future', () => {
    says([
      ['received_at', '2026-09-31T10:00:00Z', 'not-a-time'], ['received_at', '2026-09-30T10:00:00', 'not-a-time'], ['received_at', '2026-09-30', 'not-a-time'], ['received_at', '30/09/2026 10:00', 'not-a-time'],
      ['received_at', '0000-09-30T10:00:00Z', 'not-a-time'], ['received_at', '2026-11-24T12:00:00Z', undefined], ['received_at', '2026-11-24T12:00:01Z', 'in-future'], ['received_at', '2026-11-24T12:30:00+01:00', undefined], ['received_at', '2019-01-01T09:00Z', undefined],
    ]);
  });
  it('writes a date of birth in one of two ways, as a day that was', () => {
    says([
      ['date_of_birth', '1990-02-28', undefined], ['date_of_birth', '29/02/2004', undefined], ['date_of_birth', '29/02/2003', 'not-a-date'], ['date_of_birth', '31/02/1980', 'not-a-date'], ['date_of_birth', '3/4/71', 'not-a-date'],
      ['date_of_birth', '', 'not-a-date'], ['date_of_birth', '04/13/1990', 'not-a-date'], ['date_of_birth', '0000-01-01', 'not-a-date'], ['date_of_birth', '2026-11-24', undefined], ['date_of_birth', '2026-11-25', 'in-future'],
    ]);
    expect(judged({ date_of_birth: '2026-08-01' }, '2026-07-31T23:30:00.000Z')).toBeUndefined(); // already August on the clinic's wall
    expect(readReferralRow(tidyCells({ ...good, date_of_birth: '12/07/1990' })).person.dateOfBirth).toBe('1990-07-12');
  });
  it('is never turned away for its NHS number', () => {
    for (const nhs_number of ['', '9999869130', '9999869131', '999986913', 'QQ 12 34 56 C', 'unknown', 'x'.repeat(500), 'a\u0000b']) expect(judged({ nhs_number })).toBeUndefined();
    expect(readReferralRow(tidyCells({ ...good, nhs_number: ' QQ 12 34 56 C ' })).person.nhsNumber).toBe('QQ 12 34 56 C');
  });
  it('codes ethnicity, urgency and every yes or no as the clinic does', () => {
    says([
      ...[...'ABCDEFGHJKLMNPRSZ', '99'].map((code) => ['ethnicity', code, undefined] as const), ...['I', 'O', 'Q', 'a', '', 'AA', '9'].map((code) => ['ethnicity', code, 'unknown-code'] as const),
      ['urgency', 'urgent', undefined], ['urgency', '2ww', 'unknown-code'], ['urgency', '', 'unknown-code'], ['urgency', 'Routine', 'unknown-code'],
    ]);
    for (const field of ['risk_self_harm', 'risk_suicide', 'risk_to_others', 'safeguarding', 'needs_help_today', 'safe_to_leave_voicemail'] as const) says([[field, 'yes', undefined], [field, 'no', undefined], [field, '', undefined], [field, 'maybe', 'unknown-code'], [field, 'Yes', 'unknown-code']]);
  });
  it('gives a reason of at most ten thousand characters, over several lines, without what no record can hold', () => {
    says([
      ['reason', 'x'.repeat(10_000), undefined], ['reason', '🌧'.repeat(10_000), undefined], ['reason', 'x'.repeat(10_001), 'too-long'], ['reason', 'low\u0000mood', 'invalid-character'], ['reason', 'low\u0007mood', 'invalid-character'],
      ['reason', 'line\r\nline\tend', undefined], ['reason', '=HYPERLINK("x")', undefined], ['reason', '<img src=x onerror=alert(1)>', undefined], ['tried_before', '', undefined], ['tried_before', 'nothing\nyet', undefined],
    ]);
  });
  it('is refused with the first wrong column of its own file', () => {
    const wrong = tidyCells({ ...good, ethnicity: 'Q', urgency: 'asap!!', reason: '' });
    expect(judgeReferralRow(wrong, now)).toEqual({ field: 'ethnicity', code: 'unknown-code' });
    expect(judgeReferralRow(wrong, now, [...referralColumnNames].reverse())).toEqual({ field: 'urgency', code: 'unknown-code' });
  });
  it('is kept trimmed and in one Unicode form, so that the same text typed in two ways is the same row', () => {
    expect(tidyCells({ ...good, family_name: '  S\u030cimic\u0301 ' })).toEqual(tidyCells({ ...good, family_name: 'Šimić' }));
  });
  it('shares a key with rows that may be about the same person, and no other', () => {
    expect(keysOfRow(tidyCells(good))).toEqual(['reference SHEET-1', 'nhs number 9999869130', 'postcode LS223HQ']);
    expect(keysOfRow(tidyCells({ ...good, nhs_number: 'QQ 12 34 56 C', postcode: '' }))).toEqual(['reference SHEET-1']);
  });
});
