// What an act leaves in the record: its own event, in the words of the clinic, with the note that was written and no empty place where
// none was; and the letters that it asks for.
import { describe, expect, test } from '@jest/globals';
import { actNames, type ActName, type Command, type EventType } from './index.js';
import { after, type Course } from '../../../test/builders/course.js';
import { accepted, assess, book, cbt, medication, psychoanalysis, received, referralAt, screened, session } from '../../../test/builders/referral.js';
import type { StaffName } from '../../../test/builders/staff.js';

type Told = [by: StaffName, at: () => Course, more: object, event: EventType, letters?: string[]];
const after14Days = () => { const course = accepted({ optIn: true }); course.passes({ days: 15 }); return course; };
const missed = () => { const course = accepted(); assess(course, '3'); return course; };
const proposed = () => { const course = received(); course.does('amina', { act: 'returnToReferrer', reason: '02', signpost: 'none' }); return course; };
const extension = () => { const course = referralAt('in-treatment'); course.does('imogen', { act: 'requestExtension', strandNo: 1, sessions: 2, reason: 'complex-needs' }); return course; };
const asked = () => { const course = referralAt('in-treatment'); course.does('imogen', { act: 'requestSecondStrand' }); return course; };
const reviewed = () => { const course = referralAt('awaiting-treatment'); for (let no = 1; no <= 4; no += 1) session(course); return course; };
const lastTwo = () => { const course = referralAt('awaiting-treatment'); for (let no = 1; no <= 6; no += 1) session(course); return course; };
const booked = () => { const course = accepted(); book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' }); return course; };
const begun = () => { const course = booked(); course.passes({ days: 7 }); return course; };
const away = () => { const course = received(); course.does('amina', { act: 'recordUnavailability', fromOn: '2026-04-01', toOn: '2026-04-09' }); return course; };
const followedUp = () => { const course = referralAt('in-treatment'); course.does('imogen', { act: 'discharge', code: '46', riskLevel: 'none', scoresUnavailable: true, followUpOn: '2026-04-20' }); return course; };
const queued = () => referralAt('awaiting-treatment', { strands: [{ ...cbt, clinicianId: undefined }] });
const linked = () => { const course = received(); course.does('amina', { act: 'linkToPerson', personId: 'person-2' }); return course; };
const duty = () => received({ receive: { flags: ['emergency'] } });
const imported = () => received({ receive: { imported: true, receivedAt: '2025-01-01T10:00:00.000Z' } });

const told: Record<Exclude<ActName, 'receive'>, Told> = {
  recordClinicalScreen: ['ngozi', received, { riskLevel: 'low', triageCode: 'E' }, 'clinically-screened'],
  acceptAtTriage: ['amina', screened, { urgency: 'routine', triageCode: 'E', pathway: 'assessment', optIn: true }, 'triage-accepted', ['accepted to referrer', 'accepted to patient', 'opt-in to patient']],
  askReferrerForInformation: ['amina', received, { questions: ['consent', 'risk'] }, 'information-asked', ['information-request to referrer']],
  recordReferrerReply: ['drHughes', () => referralAt('awaiting-information'), {}, 'referrer-replied'],
  returnToReferrer: ['ngozi', received, { reason: '03', signpost: 'primary-care' }, 'returned-to-referrer', ['returned to referrer', 'returned to patient']],
  coSignReturn: ['ngozi', proposed, {}, 'returned-to-referrer', ['returned to referrer', 'returned to patient']],
  declineReturn: ['ngozi', proposed, {}, 'return-declined'],
  markAsDuplicate: ['amina', screened, { duplicateOf: 'referral-0' }, 'marked-as-duplicate', ['duplicate to referrer']],
  dismissDuplicate: ['amina', () => received({ receive: { flags: ['possible-duplicate'] } }), {}, 'duplicate-dismissed'],
  escalateToDutyClinician: ['drHughes', received, {}, 'escalated-to-duty-clinician'],
  recordDutyContact: ['ngozi', duty, { outcome: 'seen', riskLevel: 'low' }, 'duty-contact-recorded'],
  recordNhsNumber: ['amina', received, { identified: true }, 'nhs-number-recorded'],
  linkToPerson: ['amina', received, { personId: 'person-2' }, 'linked-to-person'],
  unlinkFromPerson: ['amina', linked, { personId: 'person-1' }, 'unlinked-from-person'],
  amendReferral: ['amina', received, { changed: ['contact'] }, 'referral-amended'],
  completeCatchUp: ['amina', imported, {}, 'caught-up'],
  recordOptIn: ['amina', () => accepted({ optIn: true }), {}, 'opted-in'],
  decideWithoutOptIn: ['ngozi', after14Days, { decision: 'end-care' }, 'decided-without-opt-in'],
  bookAppointment: ['amina', accepted, { purpose: 'assessment', clinicianId: 'helen', startsAt: '2026-03-10T10:00:00.000Z', minutes: 50, mechanism: 'video' }, 'appointment-booked', ['appointment to patient']],
  cancelAppointment: ['amina', booked, { appointmentNo: 1, by: 'provider' }, 'appointment-cancelled', ['appointment-cancelled to patient']],
  recordAttendance: ['amina', begun, { appointmentNo: 1, code: '5' }, 'appointment-attended'],
  decideAfterNonAttendance: ['helen', missed, { appointmentNo: 1, decision: 'offer-again', riskChecked: true, vulnerabilityChecked: true, contactAttempted: true }, 'decided-after-non-attendance', ['did-not-attend to patient']],
  signNote: ['helen', () => referralAt('in-assessment'), { appointmentNo: 1 }, 'note-signed'],
  addToNote: ['helen', () => referralAt('awaiting-allocation'), { appointmentNo: 1 }, 'note-added-to'],
  recordAssessmentOutcome: ['helen', () => referralAt('in-assessment'), { outcome: 'brief-intervention', riskLevel: 'moderate', modalities: ['cbt'], disciplines: ['psychotherapist'] }, 'assessment-completed'],
  allocateAtMdt: ['helen', () => referralAt('awaiting-allocation'), { between: false, reason: 'continuity', lead: 0, strands: [cbt] }, 'allocated', ['allocated to referrer', 'allocated to patient']],
  addStrand: ['judith', () => referralAt('in-treatment'), { reason: 'risk', strand: medication }, 'allocated', ['allocated to referrer', 'allocated to patient']],
  requestSecondStrand: ['imogen', () => referralAt('in-treatment'), {}, 'second-strand-requested'],
  declineSecondStrand: ['judith', asked, {}, 'second-strand-declined'],
  takeOnStrand: ['ines', queued, { strandNo: 1 }, 'strand-taken-on'],
  reallocate: ['judith', () => referralAt('awaiting-treatment'), { strandNo: 1, clinicianId: 'ines', reason: 'patient-preference' }, 'strand-reallocated'],
  returnHoldings: ['judith', () => referralAt('awaiting-treatment'), { staffId: 'imogen' }, 'strand-returned'],
  endStrand: ['imogen', () => referralAt('in-treatment'), { strandNo: 1, reason: 'completed' }, 'strand-ended'],
  recordReview: ['imogen', reviewed, { kind: 'mid-course', strandNo: 1, outcome: 'continue' }, 'review-recorded'],
  planEnding: ['imogen', lastTwo, { strandNo: 1 }, 'ending-planned'],
  requestExtension: ['imogen', () => referralAt('in-treatment'), { strandNo: 1, sessions: 2, reason: 'new-crisis' }, 'extension-requested'],
  decideExtension: ['judith', extension, { strandNo: 1, approved: true }, 'allowance-extended'],
  recordUnavailability: ['amina', received, { fromOn: '2026-04-01', toOn: '2026-04-09' }, 'unavailability-recorded'],
  removeUnavailability: ['amina', away, { periodNo: 1 }, 'unavailability-removed'],
  recordCheckIn: ['amina', () => referralAt('awaiting-allocation'), { outcome: 'well' }, 'checked-in'],
  recordOutcomeMeasure: ['amina', received, { measure: 'wsas', total: 40 }, 'outcome-measure-recorded'],
  referOnward: ['imogen', () => referralAt('in-treatment'), { to: 'social-care' }, 'referred-onward', ['onward-referral to gp', 'onward-referral to patient']],
  transferTeam: ['judith', received, { teamId: 'south-team' }, 'team-changed'],
  discharge: ['imogen', () => referralAt('in-treatment', { strands: [psychoanalysis] }), { code: '47', riskLevel: 'low', scoresUnavailable: true }, 'discharged'],
  sendDischargeSummary: ['amina', () => referralAt('in-follow-up'), {}, 'discharge-summary-sent', ['discharge-summary to gp', 'discharge-summary to patient']],
  recordFollowUpContact: ['imogen', followedUp, { outcome: 'well' }, 'followed-up'],
  withdraw: ['amina', screened, { by: 'referrer' }, 'referral-withdrawn', ['withdrawn to referrer']],
  recordDeath: ['amina', received, { diedOn: '2026-03-03' }, 'patient-died'],
  recordMovedAway: ['amina', screened, {}, 'patient-moved-away'],
  adoptPolicy: ['marcus', received, { version: 2 }, 'policy-adopted'],
};
/** Acts in which somebody may write a note for the record. */
const noted: readonly ActName[] = ['recordClinicalScreen', 'acceptAtTriage', 'askReferrerForInformation', 'recordReferrerReply', 'returnToReferrer', 'declineReturn', 'escalateToDutyClinician', 'recordDutyContact', 'amendReferral', 'decideWithoutOptIn', 'decideAfterNonAttendance', 'signNote', 'addToNote', 'recordAssessmentOutcome', 'allocateAtMdt', 'addStrand', 'requestSecondStrand', 'declineSecondStrand', 'reallocate', 'endStrand', 'recordReview', 'requestExtension', 'decideExtension', 'recordCheckIn', 'referOnward', 'discharge', 'sendDischargeSummary', 'recordFollowUpContact'];

describe('the record of an act', () => {
  test('every act has its row here', () => {
    expect(Object.keys(told).sort()).toEqual(actNames.filter((act) => act !== 'receive').sort());
  });

  test.each(Object.entries(told) as [ActName, Told][])('%s', (act, [by, at, more, event, letters]) => {
    const needsNote = act === 'signNote' || act === 'addToNote';
    const plain = at();
    const events = plain.does(by, { act, ...more, ...(needsNote && { noteId: 'the-note' }) } as Command);
    const own = plain.told(event, events);
    expect(own).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
    expect(plain.letters(events)).toEqual(letters ?? []);
    if (!noted.includes(act)) return;
    const course = at();
    expect(course.told(event, course.does(by, { act, ...more, noteId: 'the-note' } as Command))).toMatchObject([{ noteId: 'the-note' }]);
    if (!needsNote) expect('noteId' in own[0]!).toBe(false);
  });

  test('what was said is in it: reason and signpost of a return, questions asked, outcome of a contact, decision without an answer', () => {
    const said = (course: Course, by: StaffName, command: Command, event: EventType) => course.told(event, course.does(by, command))[0];
    expect(said(received(), 'ngozi', { act: 'returnToReferrer', reason: '01', signpost: 'crisis-service' }, 'returned-to-referrer')).toMatchObject({ reason: '01', signpost: 'crisis-service' });
    expect(said(received(), 'amina', { act: 'askReferrerForInformation', questions: ['risk', 'medication'] }, 'information-asked')).toMatchObject({ questions: ['risk', 'medication'], askedFrom: 'awaiting-triage' });
    expect(said(duty(), 'ngozi', { act: 'recordDutyContact', outcome: 'emergency-services-called', riskLevel: 'immediate' }, 'duty-contact-recorded')).toMatchObject({ outcome: 'emergency-services-called', riskLevel: 'immediate' });
    expect(said(after14Days(), 'ngozi', { act: 'decideWithoutOptIn', decision: 'offer-appointment' }, 'decided-without-opt-in')).toMatchObject({ decision: 'offer-appointment' });
    expect(said(referralAt('in-treatment'), 'imogen', { act: 'requestExtension', strandNo: 1, sessions: 3, reason: 'slow-engagement' }, 'extension-requested')).toMatchObject({ sessions: 3, reason: 'slow-engagement', by: 'imogen' });
  });

  test('a return by proposal keeps its note too, and a declined extension says so', () => {
    const course = received();
    expect(course.told('return-proposed', course.does('amina', { act: 'returnToReferrer', reason: '02', signpost: 'none', noteId: 'the-note' }))).toMatchObject([{ by: 'amina', noteId: 'the-note' }]);
    const declined = extension();
    expect(declined.told('extension-declined', declined.does('judith', { act: 'decideExtension', strandNo: 1, approved: false, noteId: 'the-note' }))).toMatchObject([{ noteId: 'the-note' }]);
  });

  test('every event of one act carries the act’s time', () => {
    const course = accepted();
    course.passes({ hours: 5 });
    const events = course.does('amina', { act: 'recordDeath' });
    expect(new Set(events.map(({ at }) => at))).toEqual(new Set([after(course.at, {})]));
  });
});
