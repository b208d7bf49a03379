// The days of a referral's course that clocks are measured between, from its events: receipt, first assessment, first treatment, end.
// A clinician records on Tuesday what happened on Monday: care counts on the day it was given, knowledge on the day it was recorded.
// So a past "as of" always gives the same figure, whatever is recorded later.
import { addDays, instantAt, isRealDay, localDay, type Discipline, type EventOf, type EventType, type Instant, type ModalityCode, type ReferralEvent, type Source, type Urgency } from '#domain';

type Day = string;
/** What was known at the end of the day `asOf` in the clinic's time zone (IANA name). */
export interface AsOf { asOf: Day; timeZone: string }

export interface StrandCourse { no: number; discipline: Discipline; modality: ModalityCode; openedOn: Day; startedOn: Day | null; endedOn: Day | null; attended: number; notAttended: number; allowance: number | null }
export interface ReferralCourse {
  referralId: string; receivedAt: Instant; receivedOn: Day; source: Source; earlierReferralId: string | null;
  /** The clinician's urgency, the referrer's until a clinician has decided. */
  urgency: Urgency;
  pathway: 'assessment' | 'allocation' | null; acceptedOn: Day | null;
  /** Attended assessments and attended sessions of treatment, in the order in which they were held. */
  assessments: Held[]; sessions: Held[];
  /** Assessments booked that the patient did not attend. */
  missedAssessments: number;
  /** The assessment has found that treatment should follow; from here on the wait is hidden. */
  treatmentFoundOn: Day | null;
  /** First answer to the person: seen, or spoken to by the duty clinician. */
  respondedAt: Instant | null;
  /** Told where else to find help, or referred there. */
  signpostedAt: Instant | null;
  endedOn: Day | null; endedBy: EventType | null;
  strands: StrandCourse[];
}
export interface Held { no: number; at: Instant; on: Day; strandNo: number | null }
/** `eventNo`: position in the referral's events, from 1. */
export interface CourseFinding { type: 'NEVER_BOOKED' | 'DATED_BEFORE_RECEIPT' | 'ORIGINAL_CLOCK_UNKNOWN'; eventNo: number }
export interface CourseAnswer { course: ReferralCourse | null; findings: CourseFinding[] }

/** The events that had been recorded by the end of the day. Throws RangeError for a day that does not exist. */
export function knownOn(events: readonly ReferralEvent[], { asOf, timeZone }: AsOf): ReferralEvent[] {
  if (!isRealDay(asOf)) throw new RangeError(`"${asOf}" is no day (YYYY-MM-DD).`);
  const end = instantAt(addDays(asOf, 1), '00:00', timeZone);
  return events.filter((event) => event.at < end);
}

interface Reading { course: ReferralCourse; findings: CourseFinding[]; zone: string; booked: Map<number, EventOf<'appointment-booked'>>; eventNo: number }
type Reader<Type extends EventType> = (reading: Reading, event: EventOf<Type>) => void;

const readers: { [Type in EventType]?: Reader<Type> } = {
  'triage-accepted': ({ course, zone }, e) => { course.urgency = e.urgency; course.pathway = e.pathway; course.acceptedOn ??= localDay(e.at, zone); },
  'appointment-booked': ({ booked }, e) => { booked.set(e.no, e); },
  'appointment-attended': (reading, e) => attended(reading, e),
  'appointment-not-attended': (reading, e) => notAttended(reading, e),
  'duty-contact-recorded': ({ course }, e) => { if (e.outcome === 'seen' || e.outcome === 'spoken-to') respond(course, e.at); },
  'assessment-completed': ({ course, zone }, e) => { if (e.outcome === 'offer-treatment' || e.outcome === 'brief-intervention') course.treatmentFoundOn ??= course.assessments.at(-1)?.on ?? localDay(e.at, zone); },
  'referred-onward': ({ course }, e) => { if (e.to !== 'none') course.signpostedAt ??= e.at; },
  'strand-opened': ({ course, zone }, e) => { course.strands.push({ no: e.no, discipline: e.discipline, modality: e.modality, openedOn: localDay(e.at, zone), startedOn: null, endedOn: null, attended: 0, notAttended: 0, allowance: e.allowance }); },
  'strand-reallocated': (reading, e) => { const strand = strandOf(reading, e.no); if (strand) strand.discipline = e.discipline; },
  'strand-ended': (reading, e) => { const strand = strandOf(reading, e.no); if (strand) strand.endedOn = localDay(e.at, reading.zone); },
  'returned-to-referrer': (reading, e) => { if (e.signpost !== 'none') reading.course.signpostedAt ??= e.at; end(reading, e); },
  'marked-as-duplicate': (reading, e) => end(reading, e),
  discharged: (reading, e) => end(reading, e),
  'referral-withdrawn': (reading, e) => end(reading, e),
  'patient-moved-away': (reading, e) => end(reading, e),
  'patient-died': (reading, e) => end(reading, e, e.diedOn),
  'referral-closed': (reading, e) => end(reading, e),
};

/** The course as it was known at the end of a day; null when the referral had not been received by then. What cannot be placed is a finding, never dropped. */
export function courseOf(events: readonly ReferralEvent[], when: AsOf): CourseAnswer {
  const [received, ...rest] = knownOn(events, when);
  if (received?.type !== 'referral-received') return { course: null, findings: [] };
  const reading: Reading = { course: begin(received, when.timeZone), findings: [], zone: when.timeZone, booked: new Map(), eventNo: 1 };
  for (const event of rest) {
    reading.eventNo += 1;
    (readers[event.type] as Reader<typeof event.type> | undefined)?.(reading, event as never);
  }
  const { course, findings } = reading;
  for (const held of [course.assessments, course.sessions]) held.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.no - b.no));
  for (const strand of course.strands) strand.startedOn = course.sessions.find((one) => one.strandNo === strand.no)?.on ?? null;
  return { course, findings };
}

function begin(e: EventOf<'referral-received'>, zone: string): ReferralCourse {
  return {
    referralId: e.referralId, receivedAt: e.receivedAt, receivedOn: localDay(e.receivedAt, zone), source: e.source, earlierReferralId: e.earlierReferralId ?? null,
    urgency: e.flags.includes('emergency') ? 'emergency' : e.referrerUrgency, pathway: null, acceptedOn: null,
    assessments: [], sessions: [], missedAssessments: 0, treatmentFoundOn: null, respondedAt: null, signpostedAt: null, endedOn: null, endedBy: null, strands: [],
  };
}

/** When the appointment of this outcome was held; a finding and undefined when it was never booked. */
function whenHeld({ booked, findings, eventNo }: Reading, e: { no: number }): EventOf<'appointment-booked'> | undefined {
  const appointment = booked.get(e.no);
  if (!appointment) findings.push({ type: 'NEVER_BOOKED', eventNo });
  return appointment;
}
const strandOf = ({ course }: Reading, no: number | undefined): StrandCourse | undefined => course.strands.find((strand) => strand.no === no);

function attended(reading: Reading, e: EventOf<'appointment-attended'>): void {
  const appointment = whenHeld(reading, e);
  if (!appointment) return;
  const { course, zone } = reading;
  const on = notBeforeReceipt(reading, localDay(appointment.startsAt, zone));
  const held = { no: e.no, at: appointment.startsAt, on, strandNo: appointment.strandNo ?? null };
  if (appointment.purpose === 'session') course.sessions.push(held);
  else course.assessments.push(held);
  const strand = strandOf(reading, appointment.strandNo);
  if (strand) strand.attended += 1;
  respond(course, appointment.startsAt);
}
function notAttended(reading: Reading, e: EventOf<'appointment-not-attended'>): void {
  const appointment = whenHeld(reading, e);
  if (appointment?.purpose === 'assessment') reading.course.missedAssessments += 1;
  const strand = strandOf(reading, appointment?.strandNo);
  if (strand) strand.notAttended += 1;
}
function respond(course: ReferralCourse, at: Instant): void {
  if (course.respondedAt === null || at < course.respondedAt) course.respondedAt = at;
}
/** A day before the receipt is a slip of the pen: the clock takes the day of receipt, and somebody looks at it. */
function notBeforeReceipt({ course, findings, eventNo }: Reading, day: Day): Day {
  if (day >= course.receivedOn) return day;
  findings.push({ type: 'DATED_BEFORE_RECEIPT', eventNo });
  return course.receivedOn;
}
function end(reading: Reading, e: { type: EventType; at: Instant }, on?: Day): void {
  const { course, zone } = reading;
  if (course.endedOn !== null) return;
  course.endedOn = notBeforeReceipt(reading, on ?? localDay(e.at, zone));
  course.endedBy = e.type;
}
