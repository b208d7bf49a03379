// A service model learned from the service's own history, so that a what-if starts from how things really went and stand. Slots are the
// courses that really ran side by side; who knows better (job plans) says so. What history does not tell is named, never invented.
import { daysBetween, type ReferralEvent } from '#domain';
import type { AsOf, ReferralCourse } from '../clocks/course.js';
import type { PersonInCare, Route, ServiceModel, Station, UndecidedPerson, WaitingPerson } from '../simulation/service-model.js';
import { assessment, coursesOf, visitsOf, weeksWithin, wholeWeeks, within, type Visit, type Weeks } from './visits.js';

export interface HistoryQuestion extends AsOf {
  /** First day of the history to learn from; whole weeks are counted back from `asOf`. */
  from: string;
  /** Slots a week per station, where the job plans are known. */
  slots?: Readonly<Record<string, number>>;
}
export interface LearnedService { model: ServiceModel; weeks: number; /** What the history could not tell, in words. */ gaps: string[] }

/** Throws RangeError when the period holds no whole week, or no referral came in it. */
export function learnService(histories: readonly (readonly ReferralEvent[])[], question: HistoryQuestion): LearnedService {
  const period = wholeWeeks(question.from, question.asOf);
  const courses = coursesOf(histories, question);
  const received = courses.filter((course) => within(course.receivedOn, period));
  if (received.length === 0) throw new RangeError('No referral was received in this period, so nothing can be learned from it.');
  const visits = courses.flatMap(visitsOf);
  const codes = [...new Set(visits.map((visit) => visit.station))].sort((a, b) => (a === assessment ? -1 : b === assessment ? 1 : a < b ? -1 : 1));
  const gaps: string[] = [];
  const learned = codes.map((code) => learnStation({ code, visits: visits.filter((visit) => visit.station === code), period, slots: question.slots?.[code], gaps }));
  const stations = learned.map((station) => (station.code === assessment ? { ...station, next: afterAssessment(courses, period) } : station));
  const model: ServiceModel = {
    referralsPerWeek: received.length / period.weeks,
    urgentShare: received.filter((course) => course.urgency !== 'routine').length / received.length,
    entry: entryOf(received), stations, ...standing(courses, visits, stations, period),
  };
  return { model, weeks: period.weeks, gaps };
}

interface Learning { code: string; visits: Visit[]; period: Weeks; slots: number | undefined; gaps: string[] }
function learnStation(learning: Learning): Station {
  const { code, visits, period, slots, gaps } = learning;
  const joined = visits.filter((visit) => within(visit.joinedOn, period));
  const waited = sum(visits.map((visit) => weeksWithin(visit.joinedOn, visit.startedOn ?? visit.leftOn, period)));
  const left = visits.filter((visit) => within(visit.leftOn, period)).length;
  const { counts, weeksBetween, didNotAttend } = sessionsOf(learning);
  const inUse = slotsInUse(code, visits, period);
  if (inUse === 0 && slots === undefined) gaps.push(`Nobody was seen in this period (${code}): without knowing its slots, nobody would be.`);
  const whole = Math.ceil(inUse - 1e-9);
  return {
    code, slots: slots ?? whole, treats: code !== assessment, delayWeeks: joined.length === 0 ? 0 : sum(joined.map((visit) => visit.delayDays)) / joined.length / 7,
    leavesPerWeek: waited === 0 ? 0 : left / waited,
    // Slots are whole; where fewer were in use on average, each was in use for part of the time, so a course takes longer by that part.
    course: { kind: 'sessions', counts, didNotAttend, weeksBetween: slots === undefined && inUse > 0 ? (weeksBetween * whole) / inUse : weeksBetween },
  };
}

/** Appointments a week for an assessment; courses at the same time for a discipline. */
function slotsInUse(code: string, visits: readonly Visit[], period: Weeks): number {
  const seen = visits.filter((visit) => visit.startedOn !== null);
  if (code === assessment) return sum(seen.filter((visit) => within(visit.startedOn, period)).map((visit) => visit.attended + visit.missed)) / period.weeks;
  return sum(seen.map((visit) => weeksWithin(visit.startedOn!, visit.finishedOn, period))) / period.weeks;
}

/** Sessions of the courses that ended in the period; the agreed number where none did. */
function sessionsOf({ code, visits, period, gaps }: Learning): { counts: number[]; weeksBetween: number; didNotAttend: number } {
  const ended = visits.filter((visit) => visit.startedOn !== null && within(visit.finishedOn, period));
  const booked = sum(ended.map((visit) => visit.attended + visit.missed));
  const didNotAttend = booked === 0 ? 0 : sum(ended.map((visit) => visit.missed)) / booked;
  if (code === assessment) return { counts: ended.length > 0 ? ended.map((visit) => visit.attended) : [1], weeksBetween: 1, didNotAttend };
  if (ended.length > 0) {
    const weeks = sum(ended.map((visit) => daysBetween(visit.startedOn!, visit.finishedOn!))) / 7;
    return { counts: ended.map((visit) => visit.attended), weeksBetween: Math.max(weeks / booked, 1 / 7), didNotAttend };
  }
  const agreed = visits.flatMap((visit) => visit.allowance ?? []);
  gaps.push(agreed.length > 0 ? `No course ended in this period (${code}): the agreed number of sessions stands for the real one.` : `No course ended and none has a limit (${code}): a year of weekly sessions is assumed.`);
  return { counts: agreed.length > 0 ? agreed : [52], weeksBetween: 1, didNotAttend: 0 };
}

/** Where referrals go from triage. Those that nobody has decided on say nothing yet. */
function entryOf(received: readonly ReferralCourse[]): Route[] {
  const destinations = received.flatMap((course): (string | null)[] => {
    if (course.pathway === 'assessment') return [assessment];
    const [strand] = course.strands;
    return strand ? [strand.discipline] : course.endedOn !== null ? [null] : [];
  });
  return sharesOf(destinations);
}
function afterAssessment(courses: readonly ReferralCourse[], period: Weeks): Route[] {
  const assessed = courses.filter((course) => course.pathway === 'assessment' && within(course.assessments.at(-1)?.on ?? null, period));
  return sharesOf(assessed.flatMap((course) => (course.strands[0] ? [course.strands[0].discipline] : course.endedOn !== null ? [null] : [])));
}
function sharesOf(destinations: readonly (string | null)[]): Route[] {
  const codes = [...new Set(destinations.filter((code) => code !== null))].sort();
  return codes.map((code) => ({ to: code, share: destinations.filter((one) => one === code).length / destinations.length }));
}

/** Who waits, who is undecided, who is being seen, at the end of `asOf`. */
function standing(courses: readonly ReferralCourse[], visits: readonly Visit[], stations: readonly Station[], { asOf }: Weeks): Required<Pick<ServiceModel, 'waiting' | 'undecided' | 'inCare'>> {
  const weeksAgo = (day: string) => daysBetween(day, asOf) / 7;
  const waiting = visits.filter((visit) => visit.startedOn === null && visit.leftOn === null).map(({ station, urgent, referredOn, joinedOn }): WaitingPerson => ({ station, urgent, referredWeeksAgo: weeksAgo(referredOn), joinedWeeksAgo: weeksAgo(joinedOn) }));
  const inCare = visits.filter((visit) => visit.startedOn !== null && visit.finishedOn === null).map((visit): PersonInCare => {
    const { course } = stations.find((station) => station.code === visit.station)!;
    return { station: visit.station, urgent: visit.urgent, referredWeeksAgo: weeksAgo(visit.referredOn), weeksLeft: course.kind === 'sessions' ? weeksLeft(visit, course) : 0 };
  });
  const undecided = courses.filter((course) => course.endedOn === null && course.strands.length === 0).flatMap((course): UndecidedPerson[] => {
    const atTriage = course.acceptedOn === null;
    const decidedOn = course.treatmentFoundOn !== null || course.pathway === 'allocation';
    const after = !atTriage && stations.some((station) => station.code === assessment) ? assessment : null;
    return atTriage || decidedOn ? [{ after, urgent: course.urgency !== 'routine', referredWeeksAgo: weeksAgo(course.receivedOn) }] : [];
  });
  return { waiting, undecided, inCare };
}
/** What is left of the agreed sessions, or of the usual number; at least one more. */
function weeksLeft(visit: Visit, { counts, weeksBetween }: { counts: readonly number[]; weeksBetween: number }): number {
  const usual = visit.allowance ?? sum(counts) / counts.length;
  return Math.max(1, usual - visit.attended) * weeksBetween;
}

const sum = (figures: readonly number[]): number => figures.reduce((total, one) => total + one, 0);
