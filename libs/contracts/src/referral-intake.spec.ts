import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { referralIntake } from './referral-intake.contract.js';
import { judgeReferralRow, referralColumnNames } from './referral-row.js';
import { shaped } from './shape.js';

// The sample of the import, each row once as a line of a spreadsheet and once as the JSON of a form: both must judge it alike.
const rows = parse(readFileSync('test/samples/referrals.csv'), { bom: true, relax_column_count: true }) as string[][];
const [header, ...lines] = rows as [string[], ...string[][]];
const camelCase = (column: string) => column.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
const now = new Date().toISOString();
const tidy = (text: string) => text.trim().normalize('NFC');

describe('a referral as JSON', () => {
  const whole = lines.filter((cells) => cells.length === header.length);
  it.each(whole.map((cells) => [cells[0]!, cells] as const))('%s is judged as the import judges its row', (_reference, cells) => {
    const byColumn = Object.fromEntries(header.map((column, place) => [column, tidy(cells[place]!)]));
    const found = judgeReferralRow({ ...byColumn, sender_reference: 'X' } as never, now, referralColumnNames);
    const { sender_reference: _key, ...sent } = Object.fromEntries(header.map((column, place) => [column, cells[place]!]));
    const read = shaped(referralIntake, Object.fromEntries(Object.entries(sent).map(([column, text]) => [camelCase(column), text])));
    const first = read.wrong?.[0];
    expect(first && { field: first.field, code: first.code }).toEqual(found && { field: camelCase(found.field), code: found.code });
  });
  it('covers every column of an import', () => {
    const fields = Object.keys(referralIntake.shape);
    expect(referralColumnNames.filter((column) => column !== 'sender_reference' && !fields.includes(camelCase(column)))).toEqual([]);
  });
  it('reads yes, no, true, false and nothing as what they mean', () => {
    const base = { referrerName: 'A', familyName: 'B', dateOfBirth: '28/02/1990', reason: 'C', urgency: 'routine' };
    const risk = (riskSuicide: unknown) => shaped(referralIntake, { ...base, riskSuicide }).value?.riskSuicide;
    expect([risk('yes'), risk(true), risk('no'), risk(false), risk('')]).toEqual([true, true, false, false, false]);
    expect(shaped(referralIntake, base).value?.dateOfBirth).toBe('1990-02-28');
  });
  it('keeps any wrong NHS number as it was sent', () => {
    const base = { referrerName: 'A', familyName: 'B', dateOfBirth: '1990-02-28', reason: 'C', urgency: 'routine' };
    for (const nhsNumber of ['', 'unknown', '999 000 0000', '\t12\u0007 34', 'x'.repeat(2_000)]) expect(shaped(referralIntake, { ...base, nhsNumber }).value?.nhsNumber).toBe(tidy(nhsNumber));
  });
});
