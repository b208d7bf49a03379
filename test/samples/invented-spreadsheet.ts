// A spreadsheet of the same kind as the sample, invented from a seed, with what an import must say of each row. What is expected follows
// from how each row was made, never from running the rules.
type Cells = Record<string, string>;
export interface ExpectedRow { row: number; sender_reference: string; outcome: string; field?: string; code?: string; flags?: string[] }
export interface Invented { csv: string; ndjson: string; expected: ExpectedRow[] }

const header = 'sender_reference,received_at,referrer_name,referrer_ods,referrer_email,given_name,family_name,date_of_birth,nhs_number,sex,ethnicity,phone,email,postcode,interpreter_language,safe_to_leave_voicemail,reason,tried_before,risk_self_harm,risk_suicide,risk_to_others,safeguarding,needs_help_today,urgency,preferred_modality'.split(',');
const given = ['Ewa', 'José', 'Nia', 'Zoë', 'مریم', 'Nguyễn Thị', 'Ọlá', 'Mary Jane', 'Łukasz', '', '光', 'Oleksandra', 'Иван', 'Σοφία'];
const family = ['Smith', 'Müller', 'Ó Briain', "O'Brien", 'van der Berg', 'Šimić', 'حسینی', '李', 'Fitzgerald-Hume', 'Åkesson', 'Clarke', 'Phillips', 'Stephens', 'Reid', 'Павленко', '’t Hooft'];
const soundsLike: Record<string, string> = { Smith: 'SMYTH', Clarke: 'Clark', Phillips: 'philips', Stephens: 'Stevens', Reid: 'Reed', Müller: 'Mueller', "O'Brien": 'O’Brian', Šimić: 'Simic' };
const ages = ['1956-10-11', '03/04/1971', '1990-02-28', '12/07/1984', '2004-02-29', '1969-12-19'];

function luck(seed: number) {
  let state = seed >>> 0;
  const next = () => { state = (state + 0x6d2b79f5) >>> 0; let t = state; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32; };
  return { below: (most: number) => Math.floor(next() * most), of: <One>(all: readonly One[]): One => all[Math.floor(next() * all.length)]! };
}
type Luck = ReturnType<typeof luck>;

function nhsNumber(no: number): string {
  for (const further of [0, 500_000, 250_000, 750_000, 125_000]) {
    const digits = String(999_000_000 + ((no + further) % 1_000_000));
    const check = 11 - ([...digits].reduce((sum, digit, place) => sum + Number(digit) * (10 - place), 0) % 11);
    if (check !== 10) return `${digits}${check % 11}`; // one in eleven has no check digit
  }
  throw new Error('no number');
}
const wrongNumber = (right: string) => `${right.slice(0, 9)}${(Number(right[9]) + 1) % 10}`;
const swapped = (day: string) => (day.includes('/') ? `${day.slice(6)}-${day.slice(0, 2)}-${day.slice(3, 5)}` : `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`);

/** A person of their own: no other row shares the NHS number or the postcode. */
function plain(no: number, chance: Luck): Cells {
  return {
    sender_reference: `KEY-${no}`, received_at: `2026-0${1 + chance.below(9)}-1${chance.below(10)}T0${chance.below(10)}:15:00+01:00`, referrer_name: 'Dr Priya Åkesson', referrer_ods: 'ZZ103', referrer_email: 'surgery@example.nhs.test',
    given_name: chance.of(given), family_name: chance.of(family), date_of_birth: chance.of(ages), nhs_number: nhsNumber(no), sex: 'female', ethnicity: chance.of([...'ABCZ', '99']), phone: '07700 900123', email: '', postcode: `LS${1 + (no % 28)} ${no % 10}${'ABDEFGHJ'[no % 8]}${'LNPQRSTU'[Math.floor(no / 8) % 8]}${no}`,
    interpreter_language: '', safe_to_leave_voicemail: chance.of(['yes', 'no', '']), reason: chance.of(['low mood, "for years"', 'line one\nline two', '=SUM(A1)', '<b>panic</b>']), tried_before: 'nothing yet',
    risk_self_harm: 'no', risk_suicide: 'no', risk_to_others: '', safeguarding: 'no', needs_help_today: 'no', urgency: chance.of(['routine', 'urgent']), preferred_modality: chance.of(['cbt', '', 'no preference']),
  };
}

/** What may be special about a row: how it differs from a plain one, and what the import must then say. `earlier` is a plain row above. */
const kinds: Record<string, (cells: Cells, earlier: Cells, chance: Luck) => [Cells, Omit<ExpectedRow, 'row' | 'sender_reference'>]> = {
  repeated: (_c, earlier) => [{ ...earlier, reason: `  ${earlier.reason} ` }, { outcome: 'already-received' }],
  reused: (_c, earlier) => [{ ...earlier, reason: 'something else' }, refused('sender_reference', 'reused')],
  'reused and wrong': (_c, earlier) => [{ ...earlier, urgency: '2ww' }, refused('sender_reference', 'reused')],
  'same number': (cells, earlier) => [{ ...cells, nhs_number: earlier.nhs_number!.replace(/^(...)(...)/, '$1 $2-') }, received('same-nhs-number')],
  'same number, same person': (cells, earlier) => [{ ...cells, ...personOf(earlier), nhs_number: earlier.nhs_number! }, received('same-nhs-number')],
  alike: (cells, earlier) => [{ ...cells, ...personOf(earlier), family_name: earlier.family_name!.toUpperCase(), postcode: earlier.postcode!.toLowerCase().replaceAll(' ', ''), nhs_number: '' }, received('nhs-number-missing', 'possible-duplicate')],
  'sounds alike, day and month swapped': (cells, earlier) => [{ ...cells, ...personOf(earlier), family_name: soundsLike[earlier.family_name!] ?? earlier.family_name!, date_of_birth: ['03/04/1971', '12/07/1984'].includes(earlier.date_of_birth!) ? swapped(earlier.date_of_birth!) : earlier.date_of_birth! }, received('possible-duplicate')],
  'other given name': (cells, earlier) => [{ ...cells, ...personOf(earlier), given_name: 'Quentin' }, received()],
  'other postcode': (cells, earlier) => [{ ...cells, ...personOf(earlier), postcode: cells.postcode! }, received()],
  'no postcode': (cells, earlier) => [{ ...cells, ...personOf(earlier), postcode: '' }, received()],
  'wrong number': (cells) => [{ ...cells, nhs_number: wrongNumber(cells.nhs_number!) }, received('nhs-number-wrong')],
  'no number, nothing tried': (cells) => [{ ...cells, nhs_number: ' ', tried_before: '' }, received('nhs-number-missing', 'tried-before-missing')],
  emergency: (cells, _e, chance) => [{ ...cells, needs_help_today: 'yes', [chance.of(['risk_suicide', 'risk_self_harm', 'risk_to_others', 'safeguarding'])]: 'yes' }, received('emergency', 'risk-told-by-referrer')],
  child: (cells) => [{ ...cells, date_of_birth: '2014-03-20' }, received('under-18')],
  'no key': (cells) => [{ ...cells, sender_reference: '' }, refused('sender_reference', 'required')],
  'no time': (cells, _e, chance) => [{ ...cells, received_at: chance.of(['2026-02-30T10:00:00Z', 'yesterday', '2026-02-03 10:00']) }, refused('received_at', 'not-a-time')],
  'time to come': (cells) => [{ ...cells, received_at: '2061-01-05T10:00:00Z' }, refused('received_at', 'in-future')],
  'no referrer': (cells) => [{ ...cells, referrer_name: '  ' }, refused('referrer_name', 'required')],
  'no name': (cells) => [{ ...cells, family_name: '', reason: '' }, refused('family_name', 'required')],
  'no day': (cells, _e, chance) => [{ ...cells, date_of_birth: chance.of(['31/02/1980', '1990-02-30', '3/4/71', '']) }, refused('date_of_birth', 'not-a-date')],
  'day to come': (cells) => [{ ...cells, date_of_birth: '2061-02-03' }, refused('date_of_birth', 'in-future')],
  'unknown ethnicity': (cells, _e, chance) => [{ ...cells, ethnicity: chance.of(['I', 'O', 'Q', '']) }, refused('ethnicity', 'unknown-code')],
  'long reason': (cells) => [{ ...cells, reason: 'x'.repeat(10_001) }, refused('reason', 'too-long')],
  'bad reason': (cells) => [{ ...cells, reason: 'low\u0000mood', urgency: 'asap!!' }, refused('reason', 'invalid-character')],
  'maybe risk': (cells) => [{ ...cells, risk_suicide: 'perhaps' }, refused('risk_suicide', 'unknown-code')],
  'unknown urgency': (cells) => [{ ...cells, urgency: '2ww' }, refused('urgency', 'unknown-code')],
};
const refused = (field: string, code: string) => ({ outcome: 'refused', field, code });
const received = (...flags: string[]) => ({ outcome: 'received', ...(flags.length > 0 && { flags }) });
const personOf = ({ given_name, family_name, date_of_birth, postcode }: Cells) => ({ given_name: given_name!, family_name: family_name!, date_of_birth: date_of_birth!, postcode: postcode! });

/** `rows` rows, about one in three special; a fresh plain row stands above each special one that needs it, and is used once. */
export function inventSpreadsheet(seed: number, rows: number): Invented {
  const chance = luck(seed);
  const all: Cells[] = [];
  const expected: ExpectedRow[] = [];
  const unused: Cells[] = [];
  const names = Object.keys(kinds);
  for (let no = seed * 10_000; all.length < rows; no += 1) {
    const cells = plain(no, chance);
    const special = all.length > 20 && chance.below(3) === 0 ? kinds[names[chance.below(names.length)]!] : undefined;
    const [made, says] = special ? special(cells, unused.splice(chance.below(unused.length), 1)[0]!, chance) : [cells, received()];
    if (!special) unused.push(cells);
    all.push(made);
    expected.push({ row: all.length + 1, sender_reference: made.sender_reference!, ...says } as ExpectedRow);
  }
  const cell = (text: string) => (/[",\n]|^ /.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const csv = `\uFEFF${[header, ...all.map((cells) => header.map((column) => cells[column]!))].map((record) => record.map(cell).join(',')).join('\r\n')}\r\n`;
  return { csv, ndjson: all.map((cells) => JSON.stringify(cells)).join('\n'), expected };
}
