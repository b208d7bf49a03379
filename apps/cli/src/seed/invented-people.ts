// People who do not exist, with names in the scripts in which patients of a British service write theirs, and what their GPs say of them.
import { checkNhsNumber, ETHNICITY_CODES, modalityCodes, toInstant, type Instant } from '#domain';
import type { PersonSent, ReferralSent } from '#database';
import type { Chance } from './chance.js';

const names: readonly (readonly [given: readonly string[], family: readonly string[]])[] = [
  [['Olivia', 'Jack', 'Mary Jane', 'Anne-Marie', 'Callum', 'Siobhán', 'Rhys', 'Eilidh', 'Wren', 'George'], ['Smith', 'Jones', "O'Brien", 'Ó Briain', 'MacDonald', 'Fitzgerald-Hume', 'St. John', 'Clarke', 'Llewellyn', 'Nic Dhòmhnaill']],
  [['Priya', 'Imran', 'Aisha', 'Harpreet', 'Farah', 'Arjun'], ['Patel', 'Khan', 'Ahmed', 'Singh', 'Kaur', 'D’Souza']],
  [['Łukasz', 'Ewa', 'Tomasz', 'Zoë', 'Björk', 'José', 'Jürgen', 'Çiğdem'], ['Kowalski', 'Zażółć', 'Šimić', 'Müller', 'Åkesson', 'van der Berg', '’t Hooft', 'Nuñez']],
  [['Kofi', 'Ọlá', 'Nia', 'Chidinma'], ['Okafor', 'Osei', 'Adébáyọ̀', 'Mensah']],
  [['Oleksandra', 'Олександр', 'Иван', 'Σοφία'], ['Шевченко', 'Ковальчук', 'Иванова', 'Παπαδοπούλου']],
  [['مریم', 'محمد', 'זהבה', 'ليلى'], ['حسینی', 'الخطيب', 'כהן', 'Tehrani']],
  [['Nguyễn Thị', 'Mei', '光', '민준', 'स्वाति', 'தமிழ்'], ['Ng', '李', '山田', '김', 'शर्मा', 'சுந்தரம்']],
];
const oneName = ['Suharto', 'Madonna', 'Thi', 'Aung'];
const complaints = ['low mood', 'panic attacks', 'obsessive checking', 'binge eating', 'nightmares after an assault', 'worry that does not stop', 'self-doubt after burnout', 'marital conflict and anger', 'hearing a voice at night', 'grief that does not lift', 'fear of leaving the house', 'pain and hopelessness'];
const since = ['since spring', 'for six months', 'on and off for years', 'since redundancy', 'worse in the last weeks', 'after a birth'];
const tried = ['nothing yet', 'sertraline 50 mg', 'mirtazapine, stopped for side effects', 'six sessions of counselling', 'group CBT in 2023, finished', 'two courses of CAT', 'art group at the day centre', 'guided self-help'];

export interface InventedReferral { person: PersonSent; referral: Omit<ReferralSent, 'teamId'> }

/** The `no`-th valid NHS number of the 999 range, which is never issued; half a million of them, each once. Of two neighbours one at least has a check digit. */
export function nhsNumber(no: number): string {
  const nine = 999_000_000 + ((2 * no) % 1_000_000);
  const [first, second] = [nine, nine + 1].map((digits) => ({ digits, checkDigit: checkNhsNumber(`${digits}0`).checkDigit }));
  const chosen = first!.checkDigit === null ? second! : first!;
  return `${chosen.digits}${chosen.checkDigit}`;
}

/** A person and the letter about them, received at this instant. `no`: which number they have. */
export function inventReferral(luck: Chance, no: number, receivedAt: Instant): InventedReferral {
  const [given, family] = luck.weighted(names.map((pool, place) => [pool, place === 0 ? 8 : 2] as const));
  const alone = luck.yes(0.01);
  const risk = luck.yes(0.08);
  return {
    person: {
      givenName: alone ? null : luck.of(given), familyName: alone ? luck.of(oneName) : luck.of(family), dateOfBirth: birthDay(luck, receivedAt),
      nhsNumber: luck.weighted([[nhsNumber(no), 95], ['', 3], [wrong(nhsNumber(no)), 2]]), sex: luck.of(['female', 'male', 'female', 'other', 'unknown']), ethnicity: luck.weighted(ETHNICITY_CODES.map((code) => [code, code === 'A' ? 40 : 3] as const)),
      phone: `07700 900${String(luck.whole(0, 999)).padStart(3, '0')}`, email: luck.yes(0.5) ? `patient${no}@example.test` : null, postcode: `${luck.of(['LS', 'BD', 'WF', 'HX', 'HD'])}${luck.whole(1, 28)} ${luck.whole(1, 9)}${luck.of([...'ABDEFGHJ'])}${luck.of([...'LNPQRSTU'])}`,
      address: `${luck.whole(1, 180)} ${luck.of(['Mill Lane', 'Station Road', 'Harehills Avenue', 'Canal Walk', 'Chapel Street'])}`, interpreterLanguage: luck.weighted([[null, 30], ['ur', 1], ['pl', 1], ['fa', 1], ['bsl', 1]]), safeToLeaveVoicemail: luck.of([true, false, null]), gpOds: `ZZ${luck.whole(101, 109)}`,
    },
    referral: {
      receivedAt, referrerName: `Dr ${luck.of(names[0]![0])} ${luck.of(names[1]![1])}`, referrerOds: `ZZ${luck.whole(101, 109)}`, referrerEmail: `surgery${luck.whole(1, 60)}@example.nhs.test`,
      reason: `${luck.of(complaints)}, ${luck.of(since)}.`, triedBefore: luck.yes(0.04) ? '' : luck.of(tried), risk: { selfHarm: risk && luck.yes(0.5), suicide: risk && luck.yes(0.3), toOthers: risk && luck.yes(0.1), safeguarding: risk && luck.yes(0.3) },
      needsHelpToday: risk && luck.yes(0.15), urgency: luck.yes(0.08) ? 'urgent' : 'routine', preferredModality: luck.yes(0.4) ? luck.of(modalityCodes) : null, source: luck.weighted([['gp', 80], ['professional', 12], ['self', 8]]),
    },
  };
}
const wrong = (number: string) => `${number.slice(0, 9)}${(Number(number[9]) + 1) % 10}`;
/** Eighteen to eighty-five years old, now and then seventeen. */
function birthDay(luck: Chance, receivedAt: Instant): string {
  const years = luck.yes(0.01) ? 17 : luck.weighted([[luck.whole(18, 30), 4], [luck.whole(31, 50), 4], [luck.whole(51, 85), 2]]);
  return toInstant(Date.parse(receivedAt) - (years * 365.25 + luck.whole(2, 360)) * 86_400_000).slice(0, 10);
}
