// The clocks of one referral under the rule sets that bind its service, folded from its events. Several may run at once; none is stored,
// because how long somebody has waited is a function of today.
import { addDays, afterHours, daysBetween, instantAt, localDay, type Instant, type Policy, type ReferralEvent } from '#domain';
import { courseOf, knownOn, type AsOf, type CourseFinding, type ReferralCourse } from './course.js';
import { rttClocks, type RttClock, type RttFindingType } from './rtt-clock.js';
import { rttEventsOf, type RttCircumstances } from './rtt-of-referral.js';
import { ruleSet, type RuleSet, type RuleSetCode, type StopRule, type WaitTarget } from './rule-sets.js';

type Day = string;
export interface ClockQuestion extends AsOf, Pick<RttCircumstances, 'publishedDnaPolicy' | 'toldOfAppointment'> {
  ruleSets: readonly RuleSetCode[];
  /** The version that the referral follows; needed by the service's own rule sets. */
  policy?: Pick<Policy, 'waits'>;
  /** Another target in days, to see what it would mean. */
  targetDays?: Partial<Record<RuleSetCode, number>>;
  /** Receipt of the referral that an internal one carries on (its own receipt where there is none): a step or a transfer never restarts a person's clock. */
  carriedFrom?: Instant;
}
/** `left`: gone before what would have stopped the clock; no longer waiting and no completed wait. `nullified`: as if never started. */
export type ClockVerdict = 'running' | 'stopped' | 'left' | 'nullified';
export interface ClockTarget { days: number | null; hours: number | null; lastInTargetOn: Day | null; breachAt: Instant; withinTarget: boolean | null; wantedPercent: number | null }
export interface Clock {
  ruleSet: RuleSetCode; seq: number;
  startedOn: Day; stoppedOn: Day | null;
  /** The RTT code, or what stopped or ended it. */
  stoppedBy: string | null;
  verdict: ClockVerdict;
  /** Calendar days to the stop, to leaving, or to `asOf`; null when nullified. */
  daysWaited: number | null;
  /** Belongs in a percentage: running among those who wait, stopped among the completed. */
  counted: boolean;
  targets: ClockTarget[];
}
export interface ClockFinding { type: CourseFinding['type'] | RttFindingType; eventNo: number }
export interface ClockAnswer { clocks: Clock[]; findings: ClockFinding[]; /** Rule sets that came into force after the receipt. */ notInForce: RuleSetCode[] }
interface Stop { on: Day; at: Instant; by: string }

/**
 * Every clock of a referral as it was known at the end of `asOf`; none before the receipt was recorded. Throws RangeError for an
 * unknown rule set, a day that does not exist, and a rule set of the service's own without its policy.
 */
export function clocksOf(events: readonly ReferralEvent[], question: ClockQuestion): ClockAnswer {
  const rows = question.ruleSets.map((code) => [code, ruleSet(code)] as const);
  const { course, findings } = courseOf(events, question);
  if (!course) return { clocks: [], findings, notInForce: [] };
  const startedAt = question.carriedFrom ?? course.receivedAt;
  const answer: ClockAnswer = { clocks: [], findings: [...findings], notInForce: [] };
  if (course.source === 'internal' && !question.carriedFrom) answer.findings.push({ type: 'ORIGINAL_CLOCK_UNKNOWN', eventNo: 1 });
  for (const [code, row] of rows) {
    const about: About = { code, row, course, question, startedAt, startedOn: localDay(startedAt, question.timeZone) };
    if (row.inForceFrom !== null && about.startedOn < row.inForceFrom) answer.notInForce.push(code);
    else if (row.stops === 'rtt') rttClocksOf(events, about, answer);
    else answer.clocks.push(plainClock(about, stopRules[row.stops](course, question.timeZone)));
  }
  return answer;
}

interface About { code: RuleSetCode; row: RuleSet; course: ReferralCourse; question: ClockQuestion; startedAt: Instant; startedOn: Day }

const firstTreatment = ({ sessions: [first] }: ReferralCourse): Stop | null => first ? { on: first.on, at: first.at, by: 'first-treatment' } : null;
const firstAssessment = ({ assessments: [first] }: ReferralCourse): Stop | null => first ? { on: first.on, at: first.at, by: 'first-assessment' } : null;
const stopAt = (at: Instant | null, by: string, zone: string): Stop | null => (at === null ? null : { on: localDay(at, zone), at, by });
const earliest = (...stops: (Stop | null)[]): Stop | null => stops.filter((stop) => stop !== null).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0] ?? null;

const stopRules: Readonly<Record<Exclude<StopRule, 'rtt'>, (course: ReferralCourse, zone: string) => Stop | null>> = {
  'first-treatment': firstTreatment,
  // Whoever was allocated without an assessment here was assessed elsewhere.
  'assessed-and-treated': (course) => (course.pathway === 'assessment' && course.assessments.length === 0 ? null : firstTreatment(course)),
  helped: (course, zone) => earliest(firstAssessment(course), firstTreatment(course), stopAt(course.signpostedAt, 'signposted', zone)),
  assessed: (course) => earliest(firstAssessment(course), firstTreatment(course)),
  responded: (course, zone) => earliest(firstAssessment(course), firstTreatment(course), stopAt(course.respondedAt, 'response', zone)),
};

function plainClock(about: About, stop: Stop | null): Clock {
  const { code, course, question, startedOn } = about;
  const nullified = course.endedBy === 'marked-as-duplicate'; // the earlier referral carries the clock
  const left = !stop && course.endedOn !== null;
  const verdict: ClockVerdict = nullified ? 'nullified' : stop ? 'stopped' : left ? 'left' : 'running';
  const stoppedOn = stop?.on ?? course.endedOn;
  const end: Ended = { on: stoppedOn ?? question.asOf, at: stop?.at ?? instantAt(addDays(question.asOf, 1), '00:00', question.timeZone) };
  return {
    ruleSet: code, seq: 1, startedOn, stoppedOn, stoppedBy: nullified ? course.endedBy : stop?.by ?? course.endedBy, verdict,
    daysWaited: nullified ? null : daysBetween(startedOn, end.on), counted: verdict === 'running' || verdict === 'stopped',
    targets: targetsOf(about).map((target) => judged(target, about, verdict === 'running' || verdict === 'stopped' ? end : null)),
  };
}

interface Ended { on: Day; at: Instant }
function targetsOf({ code, row, course, question }: About): readonly WaitTarget[] {
  const other = question.targetDays?.[code];
  if (other !== undefined) return [{ days: other, wanted: [] }];
  if (!('policy' in row.targets)) return row.targets[course.urgency];
  if (!question.policy) throw new RangeError(`${code} needs the service's policy.`);
  return [{ days: question.policy.waits[row.targets.policy], wanted: [] }];
}
/** `end` null: nothing to judge. Days are compared as days, hours as instants. */
function judged({ days, hours, wanted }: WaitTarget, { startedAt, startedOn, question: { timeZone, asOf } }: About, end: Ended | null): ClockTarget {
  const lastInTargetOn = days === undefined ? null : addDays(startedOn, days);
  const breachAt = lastInTargetOn === null ? afterHours(startedAt, hours!) : instantAt(addDays(lastInTargetOn, 1), '00:00', timeZone);
  const withinTarget = end === null ? null : lastInTargetOn === null ? end.at <= breachAt : end.on <= lastInTargetOn;
  return { days: days ?? null, hours: hours ?? null, lastInTargetOn, breachAt, withinTarget, wantedPercent: wanted.findLast(({ from }) => from <= asOf)?.percent ?? null };
}

/** The 18-week clocks: their own stops, their own nullification; a duplicate's clock is the earlier referral's. */
function rttClocksOf(events: readonly ReferralEvent[], about: About, answer: ClockAnswer): void {
  const { course, question, startedOn } = about;
  const { clocks, findings } = rttClocks({ events: rttEventsOf(knownOn(events, question), { ...question, startsOn: startedOn }), asOf: question.asOf, targetDays: 0 });
  if (course.endedBy === 'marked-as-duplicate') { answer.clocks.push(plainClock(about, null)); return; }
  answer.clocks.push(...clocks.map((clock) => fromRtt(clock, about)));
  answer.findings.push(...findings.map(({ type, eventId }) => ({ type, eventNo: Number(eventId) })));
}
function fromRtt({ seq, start, stop, stopCode, verdict, daysWaited, counted }: RttClock, about: About): Clock {
  const mine = { ...about, startedOn: start };
  const on = stop ?? about.question.asOf;
  return {
    ruleSet: about.code, seq, startedOn: start, stoppedOn: stop, stoppedBy: stopCode, verdict: verdict.toLowerCase() as ClockVerdict, daysWaited, counted,
    targets: targetsOf(about).map((target) => judged(target, mine, counted ? { on, at: about.startedAt } : null)),
  };
}
