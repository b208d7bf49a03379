// A service as the simulation sees it: referrals come at random, people wait at a station (assessment, a discipline) for a free slot,
// hold it for a course of sessions, and go on or leave. A slot is one appointment a week; a missed session makes the course a week
// longer unless the service counts it. Weeks everywhere. Learned from a service's own history by `learnService`.

/** The rest of the shares leaves the service. */
export interface Route { to: string; share: number }
export type CourseLength =
  /** Sessions as courses really had them, one of `counts` at random, cut at `limit`; `didNotAttend` of the booked ones are missed. */
  | { kind: 'sessions'; counts: readonly number[]; limit?: number; weeksBetween: number; didNotAttend: number; missedCounts?: boolean }
  /** Lengths as theory has them; for the comparison with it. */
  | { kind: 'exponential'; meanWeeks: number };

export interface Station {
  /** `assessment`, or the code of a discipline. */
  code: string;
  /** Courses that can run at the same time. */
  slots: number;
  /** Slots from a week on: somebody joins, leaves, is away. */
  slotsFrom?: readonly { week: number; slots: number }[];
  course: CourseLength;
  /** Before somebody joins this list: triage before an assessment, writing up and the meeting before treatment. */
  delayWeeks?: number;
  /** Rate at which those who wait leave untreated, a week. */
  leavesPerWeek?: number;
  /** Whoever begins here has been treated: their wait from referral is over. */
  treats: boolean;
  next?: readonly Route[];
}
export interface WaitingPerson { station: string; urgent: boolean; referredWeeksAgo: number; joinedWeeksAgo: number }
/** Nobody has decided yet where they go: from triage (`after` null) or after this station. */
export interface UndecidedPerson { after: string | null; urgent: boolean; referredWeeksAgo: number }
/** `referredWeeksAgo` matters only before treatment: for whoever is being assessed. */
export interface PersonInCare { station: string; weeksLeft: number; urgent?: boolean; referredWeeksAgo?: number }

export interface ServiceModel {
  referralsPerWeek: number;
  /** Share of referrals that a clinician calls urgent: they are taken before everybody else. */
  urgentShare: number;
  entry: readonly Route[];
  stations: readonly Station[];
  /** How things stand at the beginning; an empty service where nothing is said. */
  waiting?: readonly WaitingPerson[];
  undecided?: readonly UndecidedPerson[];
  inCare?: readonly PersonInCare[];
}

/** Throws RangeError, in words, for a model that no service can be: a station that does not exist, shares above 1, a negative figure. */
export function refuseModel(model: ServiceModel): void {
  const codes = model.stations.map((station) => station.code);
  if (codes.length === 0) throw new RangeError('A service has at least one station.');
  if (new Set(codes).size !== codes.length) throw new RangeError('Each station has a code of its own.');
  refuseFigure('referralsPerWeek', model.referralsPerWeek);
  refuseShare('urgentShare', model.urgentShare);
  for (const routes of [model.entry, ...model.stations.map((station) => station.next ?? [])]) refuseRoutes(routes, codes);
  for (const station of model.stations) refuseStation(station);
  for (const { station } of [...(model.waiting ?? []), ...(model.inCare ?? [])]) if (!codes.includes(station)) throw new RangeError(`There is no station "${station}".`);
  for (const { after } of model.undecided ?? []) if (after !== null && !codes.includes(after)) throw new RangeError(`There is no station "${after}".`);
}
function refuseRoutes(routes: readonly Route[], codes: readonly string[]): void {
  for (const { to, share } of routes) {
    if (!codes.includes(to)) throw new RangeError(`There is no station "${to}".`);
    refuseShare(`share of ${to}`, share);
  }
  if (routes.reduce((sum, { share }) => sum + share, 0) > 1 + 1e-9) throw new RangeError('The shares of the routes from one place are more than 1 together.');
}
function refuseStation({ code, slots, slotsFrom, course, delayWeeks = 0, leavesPerWeek = 0 }: Station): void {
  for (const one of [slots, ...(slotsFrom ?? []).flatMap((change) => [change.week, change.slots]), delayWeeks, leavesPerWeek]) refuseFigure(code, one);
  if (course.kind === 'exponential') { refusePositive(`${code}: meanWeeks`, course.meanWeeks); return; }
  if (course.counts.length === 0) throw new RangeError(`${code}: nobody knows how many sessions a course has.`);
  for (const count of course.counts) refusePositive(`${code}: sessions`, count);
  refusePositive(`${code}: weeksBetween`, course.weeksBetween);
  refuseShare(`${code}: didNotAttend`, course.didNotAttend);
  if (course.didNotAttend > 0.95) throw new RangeError(`${code}: nearly nobody attends, so no course ever ends.`);
}
function refuseFigure(name: string, figure: number): void {
  if (!(Number.isFinite(figure) && figure >= 0)) throw new RangeError(`${name} is a number, 0 or more.`);
}
function refusePositive(name: string, figure: number): void {
  if (!(Number.isFinite(figure) && figure > 0)) throw new RangeError(`${name} is a number above 0.`);
}
function refuseShare(name: string, share: number): void {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${name} lies between 0 and 1.`);
}

/** What a manager wonders about. Slots are added to (or, negative, taken from) a station; `fromWeek` 0 unless said. */
export interface Change {
  slots?: { station: string; more: number; fromWeek?: number };
  sessionLimit?: { station: string; sessions: number };
  referrals?: { factor: number };
}
/** The same service with the change made; the model itself is left as it is. Throws RangeError for a station that does not exist. */
export function changed(model: ServiceModel, { slots, sessionLimit, referrals }: Change): ServiceModel {
  for (const named of [slots, sessionLimit]) if (named && !model.stations.some((station) => station.code === named.station)) throw new RangeError(`There is no station "${named.station}".`);
  const stations = model.stations.map((station): Station => {
    const withSlots = slots?.station === station.code ? withMoreSlots(station, slots.more, slots.fromWeek ?? 0) : station;
    const { course } = withSlots;
    return sessionLimit?.station === station.code && course.kind === 'sessions' ? { ...withSlots, course: { ...course, limit: sessionLimit.sessions } } : withSlots;
  });
  return { ...model, stations, referralsPerWeek: model.referralsPerWeek * (referrals?.factor ?? 1) };
}
function withMoreSlots(station: Station, more: number, fromWeek: number): Station {
  const add = (slots: number) => Math.max(0, slots + more);
  if (fromWeek === 0) return { ...station, slots: add(station.slots), slotsFrom: station.slotsFrom?.map(({ week, slots }) => ({ week, slots: add(slots) })) };
  const steps = [...(station.slotsFrom ?? [])].sort((a, b) => a.week - b.week);
  const then = steps.findLast(({ week }) => week <= fromWeek)?.slots ?? station.slots;
  return { ...station, slotsFrom: [...steps.filter(({ week }) => week < fromWeek), { week: fromWeek, slots: add(then) }, ...steps.filter(({ week }) => week > fromWeek).map(({ week, slots }) => ({ week, slots: add(slots) }))] };
}
