// The national 18-week clock (referral to treatment) from the status codes of one referral. A clock is nullified, stopped or
// running; nothing pauses it, and a stop that does not hold becomes a finding for a person to look at, never a silent change.
// Source: NHS England, RTT: How to Measure, 1.3.1 (codes); a public RTT clock algorithm; NHS Data Dictionary, Discharge After
// Patient Did Not Attend. What is decided here beyond them: a stop set aside lets the next one count, orphans are always findings.
import { daysBetween, isRealDay, type Day } from '#domain';

type Effect = 'starts' | 'continues' | 'stops' | 'outside';

/** The complete list of status codes and what each does to a clock. */
export const rttCodes = {
  '10': { words: 'first activity in the period', effect: 'starts' },
  '11': { words: 'first activity after active monitoring', effect: 'starts' },
  '12': { words: 'consultant referral for a separate condition', effect: 'starts' },
  '20': { words: 'subsequent activity', effect: 'continues' },
  '21': { words: 'transfer to another provider', effect: 'continues' },
  '30': { words: 'first treatment', effect: 'stops' },
  '31': { words: 'active monitoring, begun by the patient', effect: 'stops' },
  '32': { words: 'active monitoring, begun by the professional', effect: 'stops' },
  '33': { words: 'did not attend the first care activity', effect: 'stops' },
  '34': { words: 'decision not to treat, no further contact needed', effect: 'stops' },
  '35': { words: 'patient declined treatment', effect: 'stops' },
  '36': { words: 'died before treatment', effect: 'stops' },
  '90': { words: 'activity after treatment', effect: 'outside' },
  '91': { words: 'activity during active monitoring', effect: 'outside' },
  '92': { words: 'not yet referred, the general practitioner\'s own tests', effect: 'outside' },
  '98': { words: 'not applicable', effect: 'outside' },
  '99': { words: 'not yet known', effect: 'outside' },
} as const satisfies Record<string, { words: string; effect: Effect }>;
export type RttCode = keyof typeof rttCodes;

/** One dated status code. A missing flag means false: what nobody can show did not happen. */
export interface RttEvent {
  id: number | string;
  date: Day;
  'rttStatus': string; // the national name of the field
  attendance?: string | null;
  appointmentCommunicated?: boolean;
  notContraryToBestInterests?: boolean;
  underPublishedPolicy?: boolean;
}
export interface RttQuestion { events: readonly RttEvent[]; asOf: Day; targetDays: number }
export type RttVerdict = 'RUNNING' | 'STOPPED' | 'NULLIFIED';
/** `daysWaited` runs to the stop, or to `asOf` while running. A nullified clock leaves numerator and denominator: `counted` false. */
export interface RttClock { seq: number; start: Day; stop: Day | null; stopCode: string | null; verdict: RttVerdict; daysWaited: number | null; withinTarget: boolean | null; counted: boolean }
export type RttFindingType = 'DNA_NOT_FIRST_ACTIVITY' | 'DNA_NOT_COMMUNICATED' | 'DNA_DISCHARGE_NOT_JUSTIFIED' | 'ORPHAN_EVENT' | 'START_WHILE_RUNNING';
export interface RttFinding { type: RttFindingType; eventId: number | string }
export interface RttAnswer { clocks: RttClock[]; findings: RttFinding[] }

interface Running { start: Day; stop: Day | null; stopCode: string | null; hadActivity: boolean }

/**
 * Every clock of one referral, in the order of their starts, and what a person has to look at, in the order of the events.
 * Days are calendar days, the last day in target inclusive. Throws RangeError for a day that does not exist and for a code that
 * is none of the 17: both are wrong input, not a fact about a patient.
 */
export function rttClocks({ events, asOf, targetDays }: RttQuestion): RttAnswer {
  const clocks: Running[] = [];
  const findings: RttFinding[] = [];
  for (const event of inOrder(events)) {
    const finding = take(event, clocks);
    if (finding) findings.push({ type: finding, eventId: event.id });
  }
  return { clocks: clocks.map((clock, place) => judged(clock, place + 1, realDay(asOf), targetDays)), findings };
}

/** Lets one event act on the newest clock, or begin one; answers what is odd about it. */
function take(event: RttEvent, clocks: Running[]): RttFindingType | undefined {
  const newest = clocks.at(-1);
  const effect = effectOf(event);
  if (effect === 'starts') {
    clocks.push({ start: event.date, stop: null, stopCode: null, hadActivity: isCareActivity(event) });
    return newest && newest.stop === null && String(event.rttStatus) !== '12' ? 'START_WHILE_RUNNING' : undefined;
  }
  if (!newest) return effect === 'outside' ? undefined : 'ORPHAN_EVENT';
  const looksAtStop = effect === 'stops' && newest.stop === null; // once a stop holds, later ones change nothing
  const fault = looksAtStop ? faultOfStop(event, newest) : undefined;
  if (looksAtStop && !fault) Object.assign(newest, { stop: event.date, stopCode: String(event.rttStatus) });
  newest.hadActivity ||= isCareActivity(event);
  return fault;
}

/** Why this stop does not hold. A 33 is for the first care activity of its clock, and only when the appointment was made known. */
function faultOfStop(event: RttEvent, clock: Running): RttFindingType | undefined {
  const code = String(event.rttStatus);
  if (code === '33') return clock.hadActivity ? 'DNA_NOT_FIRST_ACTIVITY' : event.appointmentCommunicated ? undefined : 'DNA_NOT_COMMUNICATED';
  const missed = ['3', '7'].includes(String(event.attendance));
  const justified = event.appointmentCommunicated && event.notContraryToBestInterests && event.underPublishedPolicy;
  return code === '34' && missed && !justified ? 'DNA_DISCHARGE_NOT_JUSTIFIED' : undefined;
}

/** Came, came late, came too late or did not come: the care was offered. A bare code or a cancellation is none. */
const isCareActivity = (event: RttEvent): boolean => ['3', '5', '6', '7'].includes(String(event.attendance));

function effectOf(event: RttEvent): Effect {
  const code = String(event.rttStatus);
  if (!Object.hasOwn(rttCodes, code)) throw new RangeError(`"${code}" is no RTT status code.`);
  return rttCodes[code as RttCode].effect;
}

function judged({ start, stop, stopCode }: Running, seq: number, asOf: Day, targetDays: number): RttClock {
  if (stopCode === '33') return { seq, start, stop, stopCode, verdict: 'NULLIFIED', daysWaited: null, withinTarget: null, counted: false };
  const daysWaited = daysBetween(start, stop ?? asOf);
  return { seq, start, stop, stopCode, verdict: stop === null ? 'RUNNING' : 'STOPPED', daysWaited, withinTarget: daysWaited <= targetDays, counted: true };
}

/** By day, then by the id of the source: numbers by size, other ids as text. */
function inOrder(events: readonly RttEvent[]): RttEvent[] {
  for (const { date } of events) realDay(date);
  return [...events].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : byId(a.id, b.id)));
}
function byId(a: number | string, b: number | string): number {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0) : difference;
}

function realDay(day: Day): Day {
  if (!isRealDay(day)) throw new RangeError(`"${day}" is no day (YYYY-MM-DD).`);
  return day;
}
