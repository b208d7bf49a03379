// Every refusal that decide can give is reached here by a real act; and every code in the rules is known to the table of sentences.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { refusalSentences, type Command, type Refusal, type RefusalCode } from './index.js';
import { Course, after } from '../../../test/builders/course.js';
import { accepted, assess, book, cbt, medication, received, referralAt, screened, session } from '../../../test/builders/referral.js';

const here = import.meta.dirname;
const rules = readdirSync(here).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && file !== 'refusals.ts');
const inTheRules = (Object.keys(refusalSentences) as RefusalCode[]).filter((code) =>
  rules.some((file) => new RegExp(`(notNow|notYours|incomplete)\\('${code}'|code: '${code}'`).test(readFileSync(`${here}/${file}`, 'utf8'))));
/** Given by the record, which alone knows teams and policies. */
const givenByTheRecord: RefusalCode[] = ['no-such-team', 'no-such-policy'];

const booking = (course: Course, more: object = {}) => ({ act: 'bookAppointment', purpose: 'session', clinicianId: 'imogen', strandNo: 1, startsAt: after(course.at, { days: 3 }), minutes: 50, mechanism: 'video', ...more }) as Command;
const allocation = (strands: object[], more: object = {}) => ({ act: 'allocateAtMdt', between: false, reason: 'risk', lead: 0, strands, ...more }) as Command;
const extension = { act: 'requestExtension' as const, strandNo: 1, sessions: 2, reason: 'new-crisis' as const };
const acceptance = { act: 'acceptAtTriage' as const, urgency: 'routine' as const, triageCode: 'E' as const, pathway: 'assessment' as const };
const back = { act: 'returnToReferrer' as const, reason: '03' as const, signpost: 'none' as const };
const discharge = { act: 'discharge' as const, code: '46' as const, riskLevel: 'low' as const };
const proposed = () => { const course = received(); course.does('amina', back); return course; };
const asking = () => { const course = referralAt('in-treatment'); course.does('imogen', extension); return course; };

const reached: Partial<Record<RefusalCode, () => Refusal>> = {
  'role-does-not-allow': () => received().refuses('edwin', { act: 'withdraw', by: 'patient' }),
  'not-your-team': () => received().refuses('leon', { act: 'escalateToDutyClinician' }),
  'has-left': () => received().refuses('gwen', { act: 'escalateToDutyClinician' }),
  'stage-does-not-allow': () => received().refuses('amina', { act: 'recordOptIn' }),
  'held-by-another': () => { const course = received(); course.claims('callum', 'clinical-screen'); return course.refuses('ngozi', { act: 'recordClinicalScreen', riskLevel: 'low', triageCode: 'E' }); },
  'no-such-task': () => received().refuses('amina', { act: 'completeCatchUp' }),
  'no-such-referral': () => new Course().refuses('amina', { act: 'withdraw', by: 'patient' }),
  'screen-first': () => received().refuses('amina', acceptance),
  'duty-contact-first': () => screened({ receive: { flags: ['emergency'] } }).refuses('amina', { act: 'recordMovedAway' }),
  'less-urgent-than-screen': () => screened({ triageCode: 'C' }).refuses('amina', acceptance),
  'signpost-instead': () => screened().refuses('amina', { ...acceptance, triageCode: 'G' }),
  'already-received': () => received().refuses('amina', { act: 'receive' } as Command),
  'return-awaits-co-sign': () => proposed().refuses('ngozi', back),
  'no-return-proposed': () => received().refuses('ngozi', { act: 'coSignReturn' }),
  'co-sign-by-another': () => { const course = received({ receive: { flags: ['emergency'] } }); course.does('ngozi', back); return course.refuses('ngozi', { act: 'coSignReturn' }); },
  'second-person-decides': () => { const course = referralAt('in-treatment', { strands: [{ ...cbt, discipline: 'clinical-psychologist', clinicianId: 'helen' }] }); course.does('helen', extension); return course.refuses('helen', { act: 'decideExtension', strandNo: 1, approved: true }); },
  'appointment-booked': () => { const course = accepted(); book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' }); return course.refuses('amina', { act: 'askReferrerForInformation', questions: ['risk'] }); },
  'no-such-appointment': () => referralAt('in-treatment').refuses('amina', { act: 'recordAttendance', appointmentNo: 9, code: '5' }),
  'appointment-is-over': () => referralAt('in-treatment').refuses('amina', { act: 'cancelAppointment', appointmentNo: 1, by: 'provider' }),
  'appointment-not-yet': () => { const course = referralAt('in-treatment'); course.does('amina', booking(course)); return course.refuses('amina', { act: 'recordAttendance', appointmentNo: 3, code: '6' }); },
  'starts-before-receipt': () => { const course = referralAt('in-treatment'); return course.refuses('amina', booking(course, { startsAt: '2026-01-01T10:00:00.000Z' })); },
  'clinician-is-booked': () => { const course = referralAt('in-treatment'); return course.refuses('amina', booking(course), { busy: true }); },
  'length-needs-reason': () => { const course = referralAt('in-treatment'); return course.refuses('amina', booking(course, { minutes: 45 })); },
  'not-a-clinician': () => { const course = referralAt('in-treatment'); return course.refuses('amina', booking(course, { clinicianId: 'amina' })); },
  'discipline-does-not-deliver': () => referralAt('awaiting-allocation').refuses('helen', allocation([{ ...cbt, discipline: 'support-worker' }])),
  'format-not-offered': () => referralAt('awaiting-allocation').refuses('helen', allocation([{ ...cbt, format: 'family' }])),
  'competence-missing': () => referralAt('awaiting-allocation').refuses('helen', allocation([{ ...medication, clinicianId: 'vera' }])),
  'sessions-out-of-range': () => referralAt('awaiting-allocation').refuses('helen', allocation([{ ...cbt, sessions: 99 }])),
  'lead-not-in-strands': () => referralAt('awaiting-allocation').refuses('helen', allocation([cbt], { lead: 1 })),
  'no-such-strand': () => referralAt('in-treatment').refuses('imogen', { act: 'endStrand', strandNo: 4, reason: 'completed' }),
  'strand-has-clinician': () => referralAt('awaiting-treatment').refuses('ines', { act: 'takeOnStrand', strandNo: 1 }),
  'strand-has-no-clinician': () => { const course = referralAt('awaiting-treatment', { strands: [{ ...cbt, clinicianId: undefined }] }); return course.refuses('amina', booking(course)); },
  'not-the-treating-clinician': () => { const course = referralAt('in-treatment'); return course.refuses('amina', booking(course, { clinicianId: 'ines' })); },
  'allowance-used-up': () => { const course = referralAt('awaiting-treatment', { strands: [{ ...cbt, sessions: 6 }] }); for (let no = 1; no <= 6; no += 1) session(course); return course.refuses('amina', booking(course)); },
  'extension-awaits-decision': () => asking().refuses('imogen', extension),
  'no-extension-requested': () => referralAt('in-treatment').refuses('judith', { act: 'decideExtension', strandNo: 1, approved: false }),
  'open-ended-has-no-allowance': () => referralAt('in-treatment', { strands: [cbt, medication] }).refuses('imogen', { ...extension, strandNo: 2 }),
  'notes-missing': () => { const course = referralAt('awaiting-treatment'); session(course, { note: false }); return course.refuses('imogen', discharge); },
  'scores-missing': () => referralAt('in-treatment').refuses('imogen', discharge),
  'code-does-not-fit': () => referralAt('in-treatment').refuses('imogen', { ...discharge, code: '50' }),
  'checks-missing': () => { const course = accepted(); assess(course, '3'); return course.refuses('helen', { act: 'decideAfterNonAttendance', appointmentNo: 1, decision: 'end-care', riskChecked: true, vulnerabilityChecked: false, contactAttempted: true }); },
  'meeting-chairs-decide': () => referralAt('awaiting-allocation').refuses('ngozi', allocation([cbt])),
  'note-already-signed': () => referralAt('in-treatment').refuses('imogen', { act: 'signNote', appointmentNo: 2, noteId: 'n' }),
  'note-not-signed': () => referralAt('in-assessment').refuses('helen', { act: 'addToNote', appointmentNo: 1, noteId: 'n' }),
  'no-such-period': () => received().refuses('amina', { act: 'removeUnavailability', periodNo: 1 }),
  'not-removable-now': () => { const course = received(); course.does('amina', { act: 'recordUnavailability', fromOn: '2026-04-01', toOn: '2026-04-02' }); return course.refuses('gareth', { act: 'removeUnavailability', periodNo: 1 }); },
  'wrong-order': () => received().refuses('amina', { act: 'recordUnavailability', fromOn: '2026-04-03', toOn: '2026-04-02' }),
  'out-of-range': () => received().refuses('amina', { act: 'recordOutcomeMeasure', measure: 'wsas', total: 50 }),
  'person-unchanged': () => received().refuses('amina', { act: 'linkToPerson', personId: 'person-1' }),
  'team-unchanged': () => received().refuses('judith', { act: 'transferTeam', teamId: 'north-team' }),
  'policy-unchanged': () => received().refuses('priya', { act: 'adoptPolicy', version: 1 }),
  'nothing-held': () => received().refuses('judith', { act: 'returnHoldings', staffId: 'helen' }),
  'not-accepted-yet': () => referralAt('awaiting-information').refuses('ngozi', discharge),
};

describe('refusals', () => {
  test('every code that the rules give has a test here, and no test is for a code that they do not give', () => {
    expect(Object.keys(reached).sort()).toEqual([...inTheRules].sort());
  });
  test('every code of the table is given by the rules or by the record', () => {
    expect([...inTheRules, ...givenByTheRecord].sort()).toEqual(Object.keys(refusalSentences).sort());
  });
  test.each(Object.keys(reached) as RefusalCode[])('"%s" answers an act that cannot be done now, in a sentence', (code) => {
    const refusal = reached[code]!();
    expect(refusal.code).toBe(code);
    expect(refusalSentences[code]).toMatch(/^[A-Z].*\.$/);
    if (refusal.kind === 'incomplete') expect(refusal.fields).not.toEqual([]);
    if (refusal.kind === 'not-now' && code !== 'already-received') expect(refusal.allowed).toContain('linkToPerson');
    if (refusal.kind !== 'not-now') expect(refusal.allowed).toBeUndefined();
  });
});
