import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultPolicy, localDay, type ReferralEvent } from '#domain';
import { allocate, assess, book, cbt, received, referralAt, screened, session, sign } from '../../../../test/builders/referral.js';
import { start, type Course } from '../../../../test/builders/course.js';
import { clocksOf, type Clock, type ClockQuestion } from './clocks.js';
import { courseOf } from './course.js';
import { ruleSetCodes, ruleSets, type RuleSetCode } from './rule-sets.js';

const london = 'Europe/London';
const today = (course: Course) => localDay(course.at, london);
const ask = (course: Course, ruleSet: RuleSetCode, more: Partial<ClockQuestion> = {}) =>
  clocksOf(course.events, { ruleSets: [ruleSet], asOf: today(course), timeZone: london, policy: defaultPolicy, ...more });
const clock = (course: Course, ruleSet: RuleSetCode, more: Partial<ClockQuestion> = {}): Clock => ask(course, ruleSet, more).clocks[0]!;

describe('a referral received on 4 March, assessed on the 11th, first treated on the 18th', () => {
  const course = referralAt('in-treatment');

  test.each([
    ['local-assessment', 7, 'first-assessment'], ['local-treatment', 14, 'first-treatment'], ['talking-therapies', 14, 'first-treatment'], ['community-adult', 14, 'first-treatment'],
    ['community-children', 7, 'first-assessment'], ['early-intervention', 14, 'first-treatment'], ['children-eating-disorder', 14, 'first-treatment'], ['wales-community', 7, 'first-assessment'], ['rtt-18-weeks', 14, '30'],
  ] as const)('has waited under %s for %d days, until %s', (code, daysWaited, stoppedBy) => {
    expect(clock(course, code)).toMatchObject({ ruleSet: code, startedOn: '2026-03-04', verdict: 'stopped', daysWaited, stoppedBy, counted: true });
  });
  test('runs several clocks at the same time', () => {
    const { clocks } = clocksOf(course.events, { ruleSets: ruleSetCodes, asOf: '2026-03-15', timeZone: london, policy: defaultPolicy });
    expect(clocks.map((one) => one.ruleSet)).toEqual(ruleSetCodes);
    expect(clocks.filter((one) => one.verdict === 'running').map((one) => one.ruleSet)).toEqual(['rtt-18-weeks', 'talking-therapies', 'community-adult', 'early-intervention', 'children-eating-disorder', 'local-treatment']);
    for (const one of clocks.filter(({ verdict }) => verdict === 'running')) expect(one.daysWaited).toBe(11);
  });
  test('is within the two weeks of early intervention on the last day, and would not be with one day less', () => {
    expect(clock(course, 'early-intervention').targets).toEqual([{ days: 14, hours: null, lastInTargetOn: '2026-03-18', breachAt: '2026-03-19T00:00:00.000Z', withinTarget: true, wantedPercent: 60 }]);
    expect(clock(course, 'early-intervention', { targetDays: { 'early-intervention': 13 } }).targets[0]!.withinTarget).toBe(false);
  });
  test('has two targets under talking therapies, 75 % in 6 and 95 % in 18 weeks', () => {
    expect(clock(course, 'talking-therapies').targets.map(({ days, lastInTargetOn, wantedPercent }) => [days, lastInTargetOn, wantedPercent])).toEqual([[42, '2026-04-15', 75], [126, '2026-07-08', 95]]);
  });
  test('breaches as the day after the last one in target begins, an hour earlier by the clock of Greenwich in summer', () => {
    expect(clock(course, 'rtt-18-weeks').targets[0]).toMatchObject({ lastInTargetOn: '2026-07-08', breachAt: '2026-07-08T23:00:00.000Z' });
  });
});

describe('what was known on a past day', () => {
  const course = referralAt('awaiting-assessment');
  const no = book(course, 'amina', { purpose: 'assessment', clinicianId: 'helen' });
  course.passes({ days: 9 });
  course.does('amina', { act: 'recordAttendance', appointmentNo: no, code: '5' });

  test('an assessment held on the 11th and recorded on the 13th leaves the clock running on the 12th, and stops it on the 11th', () => {
    expect(clock(course, 'local-assessment', { asOf: '2026-03-12' })).toMatchObject({ verdict: 'running', daysWaited: 8, stoppedOn: null });
    expect(clock(course, 'local-assessment', { asOf: '2026-03-13' })).toMatchObject({ verdict: 'stopped', daysWaited: 7, stoppedOn: '2026-03-11' });
  });
  test('before the receipt was recorded there is no clock', () => expect(ask(course, 'local-assessment', { asOf: '2026-03-03' })).toEqual({ clocks: [], findings: [], notInForce: [] }));
  test('the last minute of a summer evening in Greenwich is already the next day of the clinic', () => {
    const late = received({ at: '2026-06-30T23:30:00.000Z' });
    expect(clock(late, 'local-assessment', { asOf: '2026-07-01' })).toMatchObject({ startedOn: '2026-07-01', daysWaited: 0 });
  });
});

describe('the 18-week clock of a referral', () => {
  const missedFirst = () => { const course = referralAt('awaiting-assessment'); assess(course, '3'); return course; };
  const decide = (course: Course, decision: 'offer-again' | 'end-care') =>
    course.does('helen', { act: 'decideAfterNonAttendance', appointmentNo: course.referral.last.appointment, decision, riskChecked: true, vulnerabilityChecked: true, contactAttempted: true });

  test('is nullified when the first appointment is missed, and starts anew on the day the next one is agreed', () => {
    const course = missedFirst();
    expect(ask(course, 'rtt-18-weeks')).toMatchObject({ clocks: [{ verdict: 'nullified', stoppedOn: '2026-03-11', counted: false, daysWaited: null, targets: [{ withinTarget: null }] }], findings: [] });
    decide(course, 'offer-again');
    course.passes({ days: 2 });
    assess(course);
    expect(ask(course, 'rtt-18-weeks').clocks).toMatchObject([{ seq: 1, verdict: 'nullified' }, { seq: 2, verdict: 'running', startedOn: '2026-03-13', daysWaited: 7 }]);
  });
  test('runs on, with a finding, when nobody can show that the patient was told of the missed appointment', () => {
    expect(ask(missedFirst(), 'rtt-18-weeks', { toldOfAppointment: new Set() })).toMatchObject({ clocks: [{ verdict: 'running' }], findings: [{ type: 'DNA_NOT_COMMUNICATED' }] });
  });
  test('the day clocks of other rules know no nullification: they run through a missed appointment', () => {
    expect(clock(missedFirst(), 'local-treatment')).toMatchObject({ verdict: 'running', daysWaited: 7 });
  });
  const missedLater = () => {
    const course = referralAt('awaiting-assessment');
    assess(course, '5', true);
    sign(course, 'helen');
    assess(course, '3');
    decide(course, 'end-care');
    course.does('helen', { act: 'discharge', code: '16', riskLevel: 'low' });
    return course;
  };
  test('a later missed appointment ends it only through a discharge under a published rule; otherwise it runs on with a finding', () => {
    expect(ask(missedLater(), 'rtt-18-weeks', { publishedDnaPolicy: true })).toMatchObject({ clocks: [{ verdict: 'stopped', stoppedBy: '34', daysWaited: 14 }], findings: [] });
    const { clocks, findings } = ask(missedLater(), 'rtt-18-weeks');
    expect([clocks[0]!.verdict, findings]).toEqual(['running', [{ type: 'DNA_DISCHARGE_NOT_JUSTIFIED', eventNo: missedLater().events.findIndex((event) => event.type === 'discharged') + 1 }]]);
  });
  test.each([
    ['the patient withdraws', '35', (course: Course) => course.does('amina', { act: 'withdraw', by: 'patient' })],
    ['the referrer withdraws', '34', (course: Course) => course.does('amina', { act: 'withdraw', by: 'referrer' })],
    ['the patient dies', '36', (course: Course) => course.does('amina', { act: 'recordDeath', diedOn: '2026-03-09' })],
    ['the referral is returned', '34', (course: Course) => course.does('ngozi', { act: 'returnToReferrer', reason: '02', signpost: 'talking-therapies' })],
  ] as const)('stops with its own code when %s', (_what, code, act) => {
    const course = screened();
    course.passes({ days: 5 });
    act(course);
    expect(clock(course, 'rtt-18-weeks')).toMatchObject({ verdict: 'stopped', stoppedBy: code, daysWaited: 5, counted: true });
    expect(clock(course, 'talking-therapies')).toMatchObject({ verdict: 'left', daysWaited: 5, counted: false, targets: [{ withinTarget: null }, { withinTarget: null }] });
  });
  test('is not stopped a second time by what comes after treatment', () => {
    const course = referralAt('closed');
    expect(ask(course, 'rtt-18-weeks')).toMatchObject({ clocks: [{ verdict: 'stopped', stoppedBy: '30', stoppedOn: '2026-03-18' }], findings: [] });
  });
  test('the session that was held first stops it, in whichever order two were recorded', () => {
    const course = referralAt('awaiting-treatment');
    const [first, second] = [7, 8].map((days) => book(course, 'amina', { purpose: 'session', clinicianId: 'imogen', strandNo: 1, days }));
    course.passes({ days: 9 });
    for (const appointmentNo of [second!, first!]) course.does('amina', { act: 'recordAttendance', appointmentNo, code: '5' });
    expect(clock(course, 'rtt-18-weeks')).toMatchObject({ stoppedBy: '30', stoppedOn: '2026-03-18' });
    expect(clock(course, 'talking-therapies')).toMatchObject({ stoppedOn: '2026-03-18' });
  });
});

describe('which clock a referral has', () => {
  test('a duplicate has none that counts: the earlier referral carries it', () => {
    const course = screened();
    course.does('ngozi', { act: 'markAsDuplicate', duplicateOf: 'referral-0' });
    for (const code of ruleSetCodes) expect(clock(course, code)).toMatchObject({ verdict: 'nullified', counted: false, daysWaited: null });
  });
  test('a step or transfer carries its original clock on; where that is unknown, somebody is to look', () => {
    const course = received({ receive: { source: 'internal', earlierReferralId: 'referral-0' } });
    expect(ask(course, 'local-treatment')).toMatchObject({ clocks: [{ startedOn: '2026-03-04' }], findings: [{ type: 'ORIGINAL_CLOCK_UNKNOWN', eventNo: 1 }] });
    for (const code of ['local-treatment', 'rtt-18-weeks'] as const) {
      expect(ask(course, code, { carriedFrom: '2026-01-12T09:00:00.000Z' })).toMatchObject({ clocks: [{ startedOn: '2026-01-12', daysWaited: 51 }], findings: [] });
    }
  });
  test('a rule that came into force after the receipt does not bind the referral', () => {
    const course = received({ receive: { receivedAt: '2023-11-30T10:00:00.000Z', imported: true, source: 'import' } });
    expect(ask(course, 'community-adult')).toMatchObject({ clocks: [], notInForce: ['community-adult'] });
    expect(ask(course, 'talking-therapies').clocks).toHaveLength(1);
  });
  test('urgency chooses the target: a week for an urgent eating disorder, 48 hours for Wales', () => {
    const course = screened({ triageCode: 'D' });
    course.does('amina', { act: 'acceptAtTriage', urgency: 'urgent', triageCode: 'D', pathway: 'assessment' });
    expect(clock(course, 'children-eating-disorder').targets[0]).toMatchObject({ days: 7, lastInTargetOn: '2026-03-11' });
    expect(clock(course, 'wales-community').targets[0]).toMatchObject({ hours: 48, breachAt: '2026-03-06T10:00:00.000Z' });
  });
  test('an emergency is answered by the duty clinician who speaks to the patient within four hours, not by one who could not reach them', () => {
    const emergency = (hours: number, outcome: 'spoken-to' | 'not-reached') => {
      const course = received({ receive: { flags: ['emergency'] } });
      course.passes({ hours });
      course.does('ngozi', { act: 'recordDutyContact', outcome, riskLevel: 'low' });
      course.passes({ hours: 2 });
      return clock(course, 'wales-community');
    };
    expect(emergency(4, 'spoken-to')).toMatchObject({ verdict: 'stopped', stoppedBy: 'response', targets: [{ hours: 4, withinTarget: true }] });
    expect(emergency(5, 'spoken-to').targets[0]!.withinTarget).toBe(false);
    expect(emergency(1, 'not-reached').verdict).toBe('running');
  });
  test('allocated straight away, the first session alone stops the clock for community care; otherwise it needs an assessment', () => {
    const course = screened();
    course.does('amina', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation' });
    allocate(course, [cbt]);
    session(course);
    expect(clock(course, 'community-adult')).toMatchObject({ verdict: 'stopped', daysWaited: 7 });
  });
  test('being told where else to find help is help for a child', () => {
    const course = screened();
    course.passes({ days: 3 });
    course.does('ngozi', { act: 'returnToReferrer', reason: '02', signpost: 'voluntary-sector' });
    expect(clock(course, 'community-children')).toMatchObject({ verdict: 'stopped', stoppedBy: 'signposted', daysWaited: 3 });
    expect(clock(course, 'community-adult')).toMatchObject({ verdict: 'left' });
  });
  test('an unknown rule set, a day that does not exist and a promise without its policy are refused in words', () => {
    const course = received();
    expect(() => ask(course, 'rtt-2030' as never)).toThrow('no rule set; there are rtt-18-weeks');
    expect(() => ask(course, 'rtt-18-weeks', { asOf: '2026-02-30' })).toThrow('no day');
    expect(() => ask(course, 'local-treatment', { policy: undefined })).toThrow('needs the service\'s policy');
  });
  test('an outcome without its booking is a finding, never dropped in silence', () => {
    const course = received();
    const stray = { type: 'appointment-attended', no: 9, code: '5', counts: false, at: course.at } as ReferralEvent;
    expect(courseOf([...course.events, stray], { asOf: today(course), timeZone: london }).findings).toEqual([{ type: 'NEVER_BOOKED', eventNo: course.events.length + 1 }]);
  });
  test('each row names its source, the day it holds from and a target', () => {
    for (const code of ruleSetCodes) {
      const row = ruleSets[code];
      expect(row.source.length).toBeGreaterThan(10);
      expect(row.inForceFrom === null).toBe('policy' in row.targets);
    }
  });
});

describe('whatever happens to a referral', () => {
  const walk = fc.record({ missed: fc.array(fc.boolean(), { maxLength: 2 }), pauses: fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }), sessions: fc.nat(3), ending: fc.constantFrom('withdraw', 'moved', 'none') });
  const played = ({ missed, pauses, sessions, ending }: { missed: boolean[]; pauses: number[]; sessions: number; ending: string }): Course => {
    const course = referralAt('awaiting-assessment');
    course.passes({ days: pauses[0] });
    for (const was of missed) {
      assess(course, was ? '3' : '5', !was);
      if (was) course.does('helen', { act: 'decideAfterNonAttendance', appointmentNo: course.referral.last.appointment, decision: 'offer-again', riskChecked: true, vulnerabilityChecked: true, contactAttempted: true });
      else sign(course, 'helen');
    }
    course.passes({ days: pauses[1] });
    assess(course);
    course.does('helen', { act: 'recordAssessmentOutcome', outcome: 'offer-treatment', riskLevel: 'low', modalities: ['cbt'], disciplines: ['psychotherapist'] });
    course.passes({ days: pauses[2] });
    allocate(course);
    for (let held = 0; held < sessions; held += 1) session(course);
    course.passes({ days: pauses[3] });
    if (ending === 'withdraw') course.does('amina', { act: 'withdraw', by: 'patient' });
    if (ending === 'moved') course.does('amina', { act: 'recordMovedAway' });
    return course;
  };
  const question = (asOf: string): ClockQuestion => ({ ruleSets: ruleSetCodes, asOf, timeZone: london, policy: defaultPolicy, publishedDnaPolicy: true });
  const dayAfter = (days: number) => localDay(new Date(Date.parse(start) + days * 86_400_000).toISOString(), london);

  test('a past day gives the same clocks whatever was recorded afterwards', () => {
    fc.assert(fc.property(walk, fc.nat(120), (choices, days) => {
      const { events } = played(choices);
      const asOf = dayAfter(days);
      const then = events.filter((event) => localDay(event.at, london) <= asOf);
      expect(clocksOf(events, question(asOf))).toEqual(clocksOf(then, question(asOf)));
    }), { numRuns: 60 });
  });
  test('a clock that runs is a day older tomorrow, one that stopped is not, and none ever runs again', () => {
    fc.assert(fc.property(walk, (choices) => {
      const { events } = played(choices);
      const last = localDay(events.at(-1)!.at, london);
      const [today, later] = [0, 40].map((more) => clocksOf(events, question(localDay(new Date(Date.parse(last) + (more * 24 + 12) * 3_600_000).toISOString(), london))).clocks);
      for (const [place, one] of today!.entries()) {
        expect(later![place]!.verdict).toBe(one.verdict);
        expect(later![place]!.daysWaited).toBe(one.daysWaited === null ? null : one.daysWaited + (one.verdict === 'running' ? 40 : 0));
      }
    }), { numRuns: 60 });
  });
  test('nobody who has left is still waiting', () => {
    fc.assert(fc.property(walk.map((choices) => ({ ...choices, ending: 'withdraw' })), (choices) => {
      const { events } = played(choices);
      expect(clocksOf(events, question('2026-12-31')).clocks.filter((one) => one.verdict === 'running')).toEqual([]);
    }), { numRuns: 60 });
  });
});
