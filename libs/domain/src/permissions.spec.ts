import { describe, expect, test } from '@jest/globals';
import { actNames, acts, allowedActs, disciplineCodes, isOfTeam, may, mayDo, mayTreat, permissionCodes, permissions, queueCodes, queuesOf, roleCodes, type ActName, type Role, type StaffMember } from './index.js';
import type { Course } from '../../../test/builders/course.js';
import { accepted, book, cbt, received, referralAt } from '../../../test/builders/referral.js';
import { staff, type StaffName } from '../../../test/builders/staff.js';

const somebody = (role: Role, more: Partial<StaffMember> = {}): StaffMember =>
  ({ staffId: 'x', roles: [role], discipline: 'mental-health-nurse', competences: [], teamIds: ['north-team'], active: true, ...more });
const words = (allowed: readonly ActName[]) => [...allowed].sort().join(' ');

/** Written out by hand, so that a right given by mistake is seen: what each role may do to a referral at all. */
const clinical = 'addToNote allocateAtMdt coSignReturn decideAfterNonAttendance decideWithoutOptIn declineReturn discharge endStrand planEnding recordAssessmentOutcome recordClinicalScreen recordDutyContact recordFollowUpContact recordReview referOnward requestExtension requestSecondStrand signNote';
const office = 'acceptAtTriage amendReferral askReferrerForInformation bookAppointment cancelAppointment completeCatchUp dismissDuplicate escalateToDutyClinician linkToPerson markAsDuplicate recordAttendance recordCheckIn recordDeath recordMovedAway recordNhsNumber recordOptIn recordOutcomeMeasure recordReferrerReply recordUnavailability removeUnavailability returnToReferrer sendDischargeSummary unlinkFromPerson withdraw';
const meeting = 'addStrand allocateAtMdt decideExtension declineSecondStrand reallocate recordReview';
const outside = 'amendReferral escalateToDutyClinician receive recordReferrerReply withdraw';
const rights: Record<Role, string> = {
  'medical-secretary': `${office} receive`,
  'mdt-member': `${office} ${clinical} takeOnStrand`,
  'duty-clinician': `${office} ${clinical}`,
  chair: `${meeting} escalateToDutyClinician`,
  'team-lead': `${office} ${meeting} discharge receive returnHoldings transferTeam`,
  manager: 'adoptPolicy escalateToDutyClinician recordDeath transferTeam',
  administrator: 'adoptPolicy linkToPerson receive removeUnavailability returnHoldings unlinkFromPerson',
  referrer: outside, 'machine-client': outside,
  system: 'adoptPolicy returnHoldings',
  'information-governance': '', auditor: '',
};

describe('who may do what', () => {
  test.each(roleCodes)('%s: exactly these acts', (role) => {
    const granted = actNames.filter((act) => may(somebody(role), act) === undefined);
    expect(words(granted)).toBe(words(rights[role].split(' ').filter(Boolean) as ActName[]));
  });
  test('every act is somebody’s, and nothing is done by somebody who has left', () => {
    for (const act of actNames) {
      expect(acts[act].roles.length).toBeGreaterThan(0);
      for (const role of roleCodes) expect(may(somebody(role, { active: false }), act)).toMatchObject({ kind: 'not-yours', code: 'has-left' });
    }
  });
  test('no secretary, manager or administrator judges risk, signs a note, co-signs a return or decides on a non-attendance', () => {
    for (const act of ['recordClinicalScreen', 'recordDutyContact', 'signNote', 'addToNote', 'coSignReturn', 'declineReturn', 'decideAfterNonAttendance', 'decideWithoutOptIn', 'recordAssessmentOutcome'] as const) {
      for (const role of ['medical-secretary', 'manager', 'administrator', 'referrer', 'machine-client', 'system', 'team-lead', 'chair'] as const) expect(may(somebody(role), act)?.code).toBe('role-does-not-allow');
    }
  });
  test('a clinician’s role without a discipline makes nobody a clinician', () => {
    for (const role of ['mdt-member', 'duty-clinician'] as const) {
      expect(may(somebody(role, { discipline: undefined }), 'recordClinicalScreen')?.code).toBe('role-does-not-allow');
      expect(mayTreat(somebody(role, { discipline: undefined }), 'north-team')).toBe(false);
    }
  });
  test('another team’s referral is not touched; referrers, connected systems and administrators are bound to no team', () => {
    const { referral } = received();
    expect(may(staff.leon, 'escalateToDutyClinician', referral)).toMatchObject({ kind: 'not-yours', code: 'not-your-team' });
    expect(allowedActs(referral, staff.leon)).toEqual([]);
    for (const person of [staff.drHughes, staff.gpSystem, staff.priya]) expect(isOfTeam(person, 'north-team')).toBe(true);
  });
  test('several roles add up: a chair who treats has the rights of both', () => {
    expect(may(staff.helen, 'signNote')).toBeUndefined();
    expect(may(staff.helen, 'decideExtension')).toBeUndefined();
    expect(may(staff.ngozi, 'decideExtension')?.code).toBe('role-does-not-allow');
  });
  const always = 'linkToPerson unlinkFromPerson escalateToDutyClinician recordNhsNumber amendReferral recordUnavailability recordOutcomeMeasure withdraw recordDeath recordMovedAway';
  test.each([
    ['a secretary at triage', () => received(), 'amina', 'acceptAtTriage askReferrerForInformation returnToReferrer markAsDuplicate'],
    ['a clinician at triage', () => received(), 'ngozi', 'acceptAtTriage askReferrerForInformation returnToReferrer markAsDuplicate recordClinicalScreen'],
    ['another clinician, of a proposed return', () => { const course = received(); course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'moderate', triageCode: 'D' }); course.does('ngozi', { act: 'returnToReferrer', reason: '02', signpost: 'none' }); return course; }, 'callum', 'coSignReturn declineReturn'],
    ['the therapist in treatment', () => referralAt('in-treatment'), 'imogen', 'bookAppointment addToNote discharge endStrand recordCheckIn referOnward requestExtension requestSecondStrand'],
    ['a therapist of the discipline that is waited for', () => referralAt('awaiting-treatment', { strands: [{ ...cbt, clinicianId: undefined }] }), 'ines', 'bookAppointment addToNote discharge endStrand recordCheckIn referOnward requestSecondStrand takeOnStrand'],
    ['a secretary with an appointment booked', () => { const course = accepted(); book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' }); return course; }, 'amina', 'bookAppointment cancelAppointment recordAttendance recordCheckIn markAsDuplicate'],
    ['the assessor with a note to write', () => referralAt('in-assessment'), 'beth', 'bookAppointment signNote recordAssessmentOutcome recordCheckIn referOnward'],
    ['anybody of the office in follow-up', () => referralAt('in-follow-up'), 'amina', 'sendDischargeSummary'],
  ] as [string, () => Course, StaffName, string][])('%s is offered what makes sense now, and nothing else', (_who, at, name, offered) => {
    const { referral } = at();
    expect(words(allowedActs(referral, staff[name]))).toBe(words(`${always} ${offered}`.split(' ') as ActName[]));
  });
  test('nobody decides their own request for more sessions, or co-signs their own return; what is closed is only linked and added to', () => {
    const course = referralAt('in-treatment', { strands: [{ ...cbt, discipline: 'clinical-psychologist', clinicianId: 'helen' }] });
    expect(allowedActs(course.referral, staff.judith)).not.toContain('decideExtension');
    course.does('helen', { act: 'requestExtension', strandNo: 1, sessions: 2, reason: 'complex-needs' });
    expect(allowedActs(course.referral, staff.judith)).toContain('decideExtension');
    expect(allowedActs(course.referral, staff.helen)).not.toContain('decideExtension');
    expect(allowedActs(referralAt('closed').referral, staff.imogen)).toEqual(['linkToPerson', 'unlinkFromPerson', 'addToNote']);
  });
});

describe('what may be seen and held', () => {
  test.each(permissionCodes)('%s is given to exactly its roles, and to nobody who has left', (permission) => {
    const granted = roleCodes.filter((role) => mayDo(somebody(role), permission));
    expect([...granted].sort()).toEqual([...permissions[permission].roles].sort());
    expect(roleCodes.filter((role) => mayDo(somebody(role, { active: false }), permission))).toEqual([]);
  });
  test('secretaries, managers, referrers and administrators read no clinical notes', () => {
    expect(roleCodes.filter((role) => mayDo(somebody(role), 'note.view')).sort()).toEqual(['chair', 'duty-clinician', 'mdt-member', 'team-lead']);
  });
  test('every queue has somebody who may take work from it, and a secretary never from a clinician’s', () => {
    const people = Object.values(staff) as StaffMember[];
    for (const queue of queueCodes) expect(people.filter((person) => queuesOf(person).includes(queue))).not.toHaveLength(0);
    expect(queuesOf(staff.amina)).toEqual(['medical-secretaries']);
    for (const discipline of disciplineCodes) {
      for (const person of people.filter((one) => queuesOf(one).includes(discipline))) expect(person.discipline).toBe(discipline);
    }
    expect(queuesOf(staff.gwen)).toEqual([]);
  });
});
