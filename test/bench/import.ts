// An import as a service would do it: the command, a spreadsheet, a report; from the start of the process to its end.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RunningProduct } from '../faults/running-product.js';
import { median, rate, table } from './figures.js';
import { madeUpReferral } from './people.js';

const rows = 5_000;
const rounds = 2;
const header = 'sender_reference,received_at,referrer_name,referrer_ods,referrer_email,given_name,family_name,date_of_birth,nhs_number,sex,ethnicity,phone,email,postcode,interpreter_language,safe_to_leave_voicemail,reason,tried_before,risk_self_harm,risk_suicide,risk_to_others,safeguarding,needs_help_today,urgency,preferred_modality';

export async function importing(product: RunningProduct): Promise<string> {
  const perSecond: number[] = [];
  const outcomes: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const file = path.join(product.folder, `referrals-${round}.csv`);
    const report = path.join(product.folder, `report-${round}.json`);
    fs.writeFileSync(file, [header, ...Array.from({ length: rows }, (_one, no) => row(`${round}-${no}`))].join('\r\n'));
    const since = performance.now();
    await promisify(execFile)(process.execPath, ['dist/apps/cli/src/main.js', 'import', file, '--report', report, '--sender', `bench-${round}`], { env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: product.apiUrl, HANDRAIL_KEYS: product.keysFile } });
    perSecond.push(rows / ((performance.now() - since) / 1000));
    outcomes.push(JSON.stringify((JSON.parse(fs.readFileSync(report, 'utf8')) as { totals: { outcomes: object } }).totals.outcomes));
  }
  return table('An import, from the start of the command to its end', ['rows', 'rows/s', 'each round', 'outcomes'], [[String(rows * rounds), rate(median(perSecond)), perSecond.map(rate).join(', '), outcomes[0]!]]);
}

function row(key: string): string {
  const { givenName, familyName, dateOfBirth, postcode, referrerName, reason, triedBefore } = madeUpReferral(key) as Record<string, string>;
  return [`BENCH-${key}`, '2026-05-11T09:30:00+01:00', referrerName, 'ZZ101', '', givenName, familyName, dateOfBirth, nhsNumber(key), 'female', 'A', '07700 900084', '', postcode, '', 'yes', `"${reason}"`, `"${triedBefore}"`, 'no', 'no', 'no', 'no', 'no', 'routine', 'no preference'].join(',');
}
/** A valid number of the range that is given to nobody (999). */
function nhsNumber(key: string): string {
  for (let no = createHash('sha256').update(key).digest().readUInt32BE(0) % 1_000_000; ; no = (no + 1) % 1_000_000) {
    const nine = `999${String(no).padStart(6, '0')}`;
    const check = 11 - ([...nine].reduce((sum, digit, at) => sum + Number(digit) * (10 - at), 0) % 11);
    if (check !== 10) return `${nine}${check % 11}`;
  }
}
