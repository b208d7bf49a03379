// What a service's history says of its flow: each wait for a station (assessment, or the discipline of the first strand), from joining
// its list over the first appointment to the end of the course. Days are calendar days of the clinic.
import { addDays, daysBetween, type ReferralEvent } from '#domain';
import { courseOf, type AsOf, type ReferralCourse } from '../clocks/course.js';

type Day = string;
export const assessment = 'assessment';
export interface Visit {
  station: string;
  urgent: boolean;
  referredOn: Day; joinedOn: Day;
  /** First appointment that was attended. */
  startedOn: Day | null;
  /** Left the list unseen. */
  leftOn: Day | null;
  finishedOn: Day | null;
  attended: number; missed: number;
  /** Sessions agreed; null for an assessment or an open-ended therapy. */
  allowance: number | null;
  /** Days between being ready for this list and joining it: triage, writing up, the meeting. */
  delayDays: number;
}

/** The courses that were known at the end of `asOf`, without duplicates of other referrals. */
export const coursesOf = (histories: readonly (readonly ReferralEvent[])[], when: AsOf): ReferralCourse[] =>
  histories.flatMap((events) => courseOf(events, when).course ?? []).filter((course) => course.endedBy !== 'marked-as-duplicate');

/** The waits of one referral: for its assessment, and for the first strand of treatment. Later strands run beside it and stop no clock. */
export function visitsOf(course: ReferralCourse): Visit[] {
  const visits: Visit[] = [];
  const shared = { urgent: course.urgency !== 'routine', referredOn: course.receivedOn };
  const last = course.assessments.at(-1)?.on ?? null;
  const [strand] = course.strands;
  if (course.pathway === 'assessment' && course.acceptedOn !== null) {
    const started = course.assessments[0]?.on ?? null;
    const finished = started === null ? null : course.treatmentFoundOn ?? strand?.openedOn ?? course.endedOn;
    visits.push({
      ...shared, station: assessment, joinedOn: course.acceptedOn, startedOn: started, leftOn: started === null ? course.endedOn : null, finishedOn: finished,
      attended: course.assessments.length, missed: course.missedAssessments, allowance: null, delayDays: daysBetween(course.receivedOn, course.acceptedOn),
    });
  }
  if (strand) {
    const over = strand.endedOn ?? course.endedOn;
    visits.push({
      ...shared, station: strand.discipline, joinedOn: strand.openedOn, startedOn: strand.startedOn, leftOn: strand.startedOn === null ? over : null, finishedOn: strand.startedOn === null ? null : over,
      attended: strand.attended, missed: strand.notAttended, allowance: strand.allowance, delayDays: Math.max(0, daysBetween(last ?? course.acceptedOn ?? course.receivedOn, strand.openedOn)),
    });
  }
  return visits;
}

/** A stretch of whole weeks that ends with `asOf`. */
export interface Weeks { from: Day; asOf: Day; weeks: number }
/** The whole weeks of a period, counted back from its last day. Throws RangeError when there is none. */
export function wholeWeeks(from: Day, asOf: Day): Weeks {
  const weeks = Math.floor((daysBetween(from, asOf) + 1) / 7);
  if (!(weeks >= 1)) throw new RangeError('A period of history is one whole week or more.');
  return { from: addDays(asOf, 1 - 7 * weeks), asOf, weeks };
}
export const within = (day: Day | null, { from, asOf }: Weeks): boolean => day !== null && from <= day && day <= asOf;
/** Weeks that lie between two days and in the period; `to` null: still going on. */
export function weeksWithin(start: Day, to: Day | null, { from, asOf }: Weeks): number {
  const begin = start > from ? start : from;
  const end = to === null || to > asOf ? addDays(asOf, 1) : to;
  return Math.max(0, daysBetween(begin, end)) / 7;
}

/** What happened at one list in one week. */
export interface WeekOfList { urgentJoined: number; routineJoined: number; started: number; left: number }
/** A list week by week, oldest first. */
export function weeksOfList(visits: readonly Visit[], station: string, period: Weeks): WeekOfList[] {
  const rows = Array.from({ length: period.weeks }, (): WeekOfList => ({ urgentJoined: 0, routineJoined: 0, started: 0, left: 0 }));
  const row = (day: Day | null) => (within(day, period) ? rows[Math.floor(daysBetween(period.from, day!) / 7)]! : undefined);
  for (const visit of visits.filter((one) => one.station === station)) {
    const joined = row(visit.joinedOn);
    if (joined) joined[visit.urgent ? 'urgentJoined' : 'routineJoined'] += 1;
    const started = row(visit.startedOn);
    if (started) started.started += 1;
    const left = row(visit.leftOn);
    if (left) left.left += 1;
  }
  return rows;
}
