// TABLE of endings that the tour knows: each way in which the domain lets a referral end, and each national discharge code that a
// clinician may choose.
import type { DischargeCode, Ending } from '#domain';
import { Course } from './course.js';

export interface TourEnding { words: string; ending: Ending; code?: DischargeCode; course: (now: number) => Course }
const inFourWeeks = (now: number) => new Date(now + 28 * 86_400_000).toISOString().slice(0, 10);
/** Weeks that the appointments of a course need. */
const ASSESSED = 4, UNSEEN = 6, TREATED = 14;

const afterAssessment = (code: DischargeCode, words: string, outcome: 'discharge' | 'refer-onward' = 'discharge'): TourEnding =>
  ({ words, ending: 'discharged', code, course: (now) => new Course(now, ASSESSED).assessedAs(outcome, 'The assessment ends without an offer of treatment here.').discharged('tomasz', code, `Discharged: ${words}.`) });
const inTreatment = (code: DischargeCode, words: string): TourEnding =>
  ({ words, ending: 'discharged', code, course: (now) => new Course(now, TREATED).allocated().sessions(2).discharged('mei', code, `Discharged: ${words}.`) });

export const tourEndings = {
  discharged: { words: 'the whole way: therapy completed as agreed', ending: 'discharged', code: '46', course: (now) => new Course(now, TREATED).treated().discharged('mei', '46', 'Discharged: completed as agreed by both.', inFourWeeks(now)) },
  returned: {
    words: 'returned to the referrer, co-signed by a clinician because nobody had screened yet', ending: 'returned',
    course: (now) => new Course(now).does('amina', 'The secretary proposes to return it: another service is meant.', 'returnToReferrer', { reason: '02', signpost: 'talking-therapies' }, { claims: 'administrative-triage', note: 'The letter asks for a Talking Therapies course.' })
      .does('ngozi', 'A clinician co-signs; referrer and patient are told, and where to turn instead.', 'coSignReturn', {}, { claims: 'co-sign-return' }),
  },
  duplicate: {
    words: 'a duplicate of an open referral', ending: 'duplicate',
    course: (now) => new Course(now, 0, 2).screened().does('amina', 'The second referral of the same person is marked as a duplicate of the first, which goes on.', 'markAsDuplicate', ({ firstReferralId }) => ({ duplicateOf: firstReferralId }), { claims: 'review-possible-duplicate' }),
  },
  withdrawn: { words: 'withdrawn by the patient', ending: 'withdrawn', course: (now) => new Course(now).accepted().does('amina', 'The patient withdraws: everything open ends, every message stops.', 'withdraw', { by: 'patient' }) },
  'withdrawn-by-referrer': {
    words: 'withdrawn by the referrer while an answer of theirs is awaited', ending: 'withdrawn',
    course: (now) => new Course(now).screened().does('amina', 'The secretary asks the referrer what was tried before.', 'askReferrerForInformation', { questions: ['prior-treatment'] }, { claims: 'administrative-triage' }).does('dr-hughes', 'The referrer withdraws.', 'withdraw', { by: 'referrer' }),
  },
  died: { words: 'the patient dies in the course of therapy', ending: 'died', code: '49', course: (now) => new Course(now, TREATED).allocated().sessions(2).does('ngozi', 'The patient has died: everything open ends, no letter goes out any more.', 'recordDeath', {}) },
  'died-before-treatment': { words: 'the patient dies while waiting', ending: 'died', code: '17', course: (now) => new Course(now).accepted().does('amina', 'The patient has died: everything open ends, no letter goes out any more.', 'recordDeath', {}) },
  'moved-away': { words: 'the patient moves away', ending: 'moved-away', course: (now) => new Course(now, ASSESSED).assessedAs('offer-treatment', 'The psychologist suggests cognitive behavioural therapy.').does('amina', 'The patient has moved away: everything open ends.', 'recordMovedAway', {}) },
  'not-opted-in': { words: 'the patient does not opt in', ending: 'discharged', code: '50', course: (now) => new Course(now).accepted().discharged('ngozi', '50', 'Nothing is heard from the patient; a clinician, never a rule, discharges.') },
  'did-not-attend': {
    words: 'the patient attends no assessment', ending: 'discharged', code: '50',
    course: (now) => new Course(now, UNSEEN).optedIn().assessment('3', 'The patient does not come.').afterNonAttendance('tomasz', 'offer-again', 'The psychologist tries to reach them, looks at the risk, and offers another appointment.')
      .assessment('3', 'The patient does not come again.').afterNonAttendance('tomasz', 'end-care', 'The psychologist decides to end; no rule did.').discharged('tomasz', '50', 'Discharged: not assessed.'),
  },
  'not-suitable': afterAssessment('10', 'not suitable, back to the referrer'),
  signposted: afterAssessment('11', 'signposted elsewhere', 'refer-onward'),
  'discharged-after-assessment': afterAssessment('12', 'advice and support were enough'),
  'referred-onward': {
    words: 'referred to another service', ending: 'discharged', code: '13',
    course: (now) => new Course(now, ASSESSED).assessedAs('refer-onward', 'Another service fits better.').does('tomasz', 'The psychologist refers onward; GP and patient are told.', 'referOnward', { to: 'other-mental-health-team' }).discharged('tomasz', '13', 'Discharged: referred to another service by mutual agreement.'),
  },
  'declined-treatment': { words: 'suitable, but the patient declines', ending: 'discharged', code: '14', course: (now) => new Course(now, ASSESSED).allocated().discharged('mei', '14', 'The patient declines the treatment offered.') },
  'dropped-out-of-assessment': {
    words: 'the assessment stays unfinished', ending: 'discharged', code: '16',
    course: (now) => new Course(now, UNSEEN).assessed(true).assessment('3', 'The patient does not come to the second assessment session.').afterNonAttendance('tomasz', 'end-care', 'The psychologist decides to end.').discharged('tomasz', '16', 'Discharged: assessment incomplete.'),
  },
  'lost-after-assessment': afterAssessment('95', 'not known what became of it'),
  'dropped-out': {
    words: 'therapy ended earlier than planned', ending: 'discharged', code: '47',
    course: (now) => new Course(now, TREATED).allocated().sessions(2).session('3', 'The patient does not come').afterNonAttendance('mei', 'end-care', 'After several attempts the therapist decides to end.').discharged('mei', '47', 'Discharged: ended earlier than the professional planned.'),
  },
  'ended-by-service': inTreatment('48', 'ended earlier than the patient requested'),
  'lost-in-treatment': inTreatment('96', 'not known what became of it'),
} as const satisfies Record<string, TourEnding>;
export type TourEndingName = keyof typeof tourEndings;
export const tourEndingNames = Object.keys(tourEndings) as TourEndingName[];
export const tourEnding = (name: TourEndingName): TourEnding => tourEndings[name];
