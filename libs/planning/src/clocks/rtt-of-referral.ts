// The national status codes of one referral, given by what Handrail recorded. A first appointment that was missed gets code 33; whether
// it holds is for the clock to judge. After a nullified clock the day on which the next appointment is agreed starts a new one.
// Active monitoring (31, 32, 11, 91) has no event of its own, so none of these codes is given.
import { localDay, type EventOf, type EventType, type Instant, type ReferralEvent } from '#domain';
import type { RttCode, RttEvent } from './rtt-clock.js';

export interface RttCircumstances {
  timeZone: string;
  /** Day from which the clock runs, when this referral carries on an older one. */
  startsOn: string;
  /** The service has published its rule for discharge after non-attendance. False unless said: nobody can show that it has. */
  publishedDnaPolicy?: boolean;
  /** Appointments that demonstrably reached the patient; without it, those that a letter or message was asked for at booking. */
  toldOfAppointment?: ReadonlySet<number>;
}
interface Told extends RttCircumstances {
  events: RttEvent[];
  eventNo: number;
  booked: Map<number, EventOf<'appointment-booked'>>;
  lettersAsked: Set<number>;
  lastBooked?: { no: number; at: Instant };
  /** The newest clock: was care offered on it, was it nullified, was treatment given on it? */
  hadActivity: boolean; nullified: boolean; treated: boolean;
  /** A clinician decided to end the care after this appointment was missed. */
  endsAfter?: { no: number; code: string };
  missed: Map<number, string>;
  /** Booked, and nobody has said yet what became of it. */
  toCome: Set<number>;
  firstTreatmentNo?: number;
}
type Teller<Type extends EventType> = (told: Told, event: EventOf<Type>) => void;

const tellers: { [Type in EventType]?: Teller<Type> } = {
  'appointment-booked': (told, e) => {
    told.booked.set(e.no, e);
    told.toCome.add(e.no);
    told.lastBooked = { no: e.no, at: e.at };
    told.endsAfter = undefined;
    if (told.nullified) restart(told, e.at);
  },
  'message-asked': (told, e) => { if (e.letter === 'appointment' && e.to === 'patient' && told.lastBooked?.at === e.at) told.lettersAsked.add(told.lastBooked.no); },
  'appointment-attended': (told, e) => {
    const session = told.booked.get(e.no)?.purpose === 'session';
    add(told, e.no === told.firstTreatmentNo ? '30' : told.treated || session ? '90' : '20', heldAt(told, e), { attendance: e.code });
    told.toCome.delete(e.no);
    told.treated ||= session;
    told.hadActivity = true;
    told.endsAfter = undefined;
  },
  'appointment-not-attended': (told, e) => {
    told.missed.set(e.no, e.code);
    told.toCome.delete(e.no);
    const first = !told.hadActivity && !told.treated;
    const appointmentCommunicated = communicated(told, e.no);
    add(told, told.treated ? '90' : first ? '33' : '20', heldAt(told, e), { attendance: e.code, appointmentCommunicated });
    told.hadActivity = true;
    told.nullified = first && appointmentCommunicated;
    if (told.nullified && told.toCome.size > 0) restart(told, heldAt(told, e)); // the next appointment had been agreed before
  },
  'appointment-cancelled': (told, e) => { told.toCome.delete(e.no); add(told, told.treated ? '90' : '20', e.at, { attendance: e.code }); },
  'decided-after-non-attendance': (told, e) => { told.endsAfter = e.decision === 'end-care' ? { no: e.no, code: told.missed.get(e.no) ?? '3' } : undefined; },
  'returned-to-referrer': (told, e) => stop(told, '34', e.at),
  'referral-withdrawn': (told, e) => stop(told, e.by === 'patient' ? '35' : '34', e.at),
  'patient-moved-away': (told, e) => stop(told, '34', e.at),
  'patient-died': (told, e) => stop(told, '36', e.at, e.diedOn),
  discharged: (told, e) => {
    if (e.code === '17' || e.code === '49') stop(told, '36', e.at);
    else if (e.code === '14') stop(told, '35', e.at);
    else discharge(told, e.at);
  },
};

/** RTT events of a referral, `id` being the position of the event they come from (from 1). */
export function rttEventsOf(events: readonly ReferralEvent[], circumstances: RttCircumstances): RttEvent[] {
  const told: Told = { ...circumstances, events: [], eventNo: 0, booked: new Map(), lettersAsked: new Set(), hadActivity: false, nullified: false, treated: false, missed: new Map(), toCome: new Set(), firstTreatmentNo: firstTreatment(events) };
  for (const event of events) {
    told.eventNo += 1;
    if (event.type === 'referral-received') told.events.push({ id: 1, date: circumstances.startsOn, rttStatus: '10' });
    else (tellers[event.type] as Teller<typeof event.type> | undefined)?.(told, event as never);
  }
  return told.events;
}

/** The session held first, in whichever order they were recorded. */
function firstTreatment(events: readonly ReferralEvent[]): number | undefined {
  const sessions = events.filter((event): event is EventOf<'appointment-booked'> => event.type === 'appointment-booked' && event.purpose === 'session');
  const attended = new Set(events.flatMap((event) => (event.type === 'appointment-attended' ? [event.no] : [])));
  return sessions.filter((one) => attended.has(one.no)).sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.no - b.no))[0]?.no;
}
function restart(told: Told, at: Instant): void {
  add(told, '10', at);
  told.nullified = false;
  told.hadActivity = false;
}
function add(told: Told, code: RttCode, at: Instant, more: Partial<RttEvent> = {}, on?: string): void {
  const day = on ?? localDay(at, told.timeZone);
  told.events.push({ id: told.eventNo, date: day < told.startsOn ? told.startsOn : day, rttStatus: code, ...more });
}
/** Care is dated by its appointment; the record may be a day younger. */
const heldAt = (told: Told, e: { no: number; at: Instant }): Instant => told.booked.get(e.no)?.startsAt ?? e.at;
const communicated = (told: Told, no: number): boolean => (told.toldOfAppointment ?? told.lettersAsked).has(no);

/** Once treated, an end is no stop of this clock. */
function stop(told: Told, code: RttCode, at: Instant, on?: string): void {
  if (!told.treated) add(told, code, at, {}, on);
}
/** Discharged because appointments were missed: the decision was made with risk and vulnerability looked at, or it was refused. */
function discharge(told: Told, at: Instant): void {
  if (told.treated) return;
  const missed = told.endsAfter;
  add(told, '34', at, missed && { attendance: missed.code, appointmentCommunicated: communicated(told, missed.no), notContraryToBestInterests: true, underPublishedPolicy: told.publishedDnaPolicy ?? false });
}
