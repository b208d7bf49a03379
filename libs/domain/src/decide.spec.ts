import { describe, expect, test } from '@jest/globals';
import { actNames, acts, allowedActs, decide, defaultPolicy, fold, nextDeadline, nextStep, stageCodes, type Command, type Stage } from './index.js';
import { received, referralAt, screened } from '../../../test/builders/referral.js';
import { start } from '../../../test/builders/course.js';
import { staff, staffNames } from '../../../test/builders/staff.js';

describe('who does an act', () => {
  test('a task that somebody has claimed is completed by them alone; the other is told who holds it', () => {
    const course = received();
    course.claims('callum', 'clinical-screen');
    const screen = { act: 'recordClinicalScreen' as const, riskLevel: 'low' as const, triageCode: 'E' as const };
    expect(course.refuses('ngozi', screen)).toMatchObject({ kind: 'not-now', code: 'held-by-another', heldBy: 'callum' });
    course.does('callum', screen);
  });
  test('what was given to a clinician with the appointment a secretary may record for them; what another took over from them, only that other', () => {
    const course = referralAt('awaiting-treatment');
    course.does('amina', { act: 'bookAppointment', purpose: 'session', clinicianId: 'imogen', strandNo: 1, startsAt: '2026-03-18T10:00:00.000Z', minutes: 50, mechanism: 'video' });
    course.until('2026-03-18T11:00:00.000Z');
    const attended = { act: 'recordAttendance' as const, appointmentNo: 2, code: '5' as const };
    expect(course.tries('amina', attended).refusal).toBeUndefined();
    course.claims('gareth', 'record-attendance');
    expect(course.refuses('amina', attended)).toMatchObject({ code: 'held-by-another', heldBy: 'gareth' });
  });
  test('a claim never stands in the way of an ending, a leaver’s return or a reallocation', () => {
    const course = referralAt('awaiting-treatment');
    course.claims('gareth', 'book-session');
    expect(course.tries('judith', { act: 'returnHoldings', staffId: 'imogen' }).refusal).toBeUndefined();
    expect(course.tries('judith', { act: 'reallocate', strandNo: 1, clinicianId: 'ines', reason: 'continuity' }).refusal).toBeUndefined();
    expect(course.tries('amina', { act: 'recordDeath' }).refusal).toBeUndefined();
    course.does('imogen', { act: 'endStrand', strandNo: 1, reason: 'patient-ended' });
    course.claims('ines', 'complete-discharge');
    expect(course.tries('ngozi', { act: 'discharge', code: '14', riskLevel: 'low' }).refusal).toBeUndefined();
  });
  test('nor of an emergency: who holds a contact for tomorrow does not keep anybody from calling now', () => {
    const course = received();
    course.does('ngozi', { act: 'recordClinicalScreen', riskLevel: 'high', triageCode: 'C' });
    course.claims('callum', 'duty-contact');
    expect(course.tries('amina', { act: 'escalateToDutyClinician' }).refusal).toBeUndefined();
  });
  test('an act is not dated before the last event of the referral', () => {
    const course = received();
    const decision = decide(course.referral, { act: 'escalateToDutyClinician' }, { at: '2020-01-01T00:00:00.000Z', actor: staff.amina, policy: defaultPolicy, holders: {}, people: staff });
    expect(new Set(decision.events?.map(({ at }) => at))).toEqual(new Set([start]));
  });
  test('a refusal leaves nothing behind', () => {
    const course = screened();
    const before = JSON.stringify(course.referral);
    course.refuses('amina', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'A', pathway: 'assessment' });
    expect(JSON.stringify(course.referral)).toBe(before);
  });
});

describe('the stages', () => {
  test.each(stageCodes)('%s: whose it is, what is next and by when is known, unless it is closed; and its history tells it again', (stage) => {
    const { referral, events } = referralAt(stage);
    expect(nextStep(referral) !== undefined).toBe(stage !== 'closed');
    expect(nextDeadline(referral) !== undefined).toBe(stage !== 'closed');
    expect(fold(events)).toStrictEqual(referral);
    expect(fold(JSON.parse(JSON.stringify(events)))).toStrictEqual(JSON.parse(JSON.stringify(referral)));
  });
  test.each(stageCodes)('%s: an act of another stage is refused, with what is possible now', (stage) => {
    const course = referralAt(stage);
    for (const act of actNames.filter((one) => one !== 'receive' && !(acts[one].stages as readonly Stage[]).includes(stage))) {
      const by = staffNames.find((name) => (acts[act].roles as readonly string[]).some((role) => (staff[name].roles as readonly string[]).includes(role)))!;
      const refusal = course.refuses(by, { act } as Command);
      expect([act, refusal.code]).toEqual([act, 'stage-does-not-allow']);
      expect(refusal.allowed).toEqual(allowedActs(course.referral, staff[by]));
    }
  });
  test('a history begins with its receipt, and has one', () => {
    const { events } = received();
    expect(() => fold(events.slice(1))).toThrow('before referral-received');
    expect(() => fold([...events, events[0]!])).toThrow('received once');
  });
});
