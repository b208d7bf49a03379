// How long somebody has waited against a target in days. Targets are calendar days of the clinic's time zone: the day the
// referral came is day 0, and the last day in target is inclusive, as the national dashboards count.
import { addDays, daysBetween, isRealDay, localDay, readTime, type Day } from './local-time.js';

export interface WaitingQuestion {
  /** A day, or an ISO time with its offset. */
  received: string;
  /** IANA name, `Europe/London`. */
  timeZone: string;
  targetDays: number;
  /** A day, or an ISO time with its offset; without it nothing can be said about the wait so far. */
  asOf?: string | null;
}

export interface WaitingAnswer {
  clockStartDate: Day;
  lastInTargetDate: Day;
  firstBreachDate: Day;
  daysWaited: number | null;
  withinTarget: boolean | null;
}

/** Works out the days of one clock. Throws when a time is neither a day nor a time with an offset, or the target no whole number of days. */
export function waitingTarget({ received, timeZone, targetDays, asOf }: WaitingQuestion): WaitingAnswer {
  if (!Number.isInteger(targetDays) || targetDays < 0) throw new RangeError('A target is a whole number of days, 0 or more.');
  const clockStartDate = dayOf(received, timeZone);
  const lastInTargetDate = addDays(clockStartDate, targetDays);
  const daysWaited = asOf == null ? null : daysBetween(clockStartDate, dayOf(asOf, timeZone));
  return {
    clockStartDate,
    lastInTargetDate,
    firstBreachDate: addDays(lastInTargetDate, 1),
    daysWaited,
    withinTarget: daysWaited === null ? null : daysWaited <= targetDays,
  };
}

function dayOf(text: string, timeZone: string): Day {
  if (isRealDay(text)) return text;
  const instant = readTime(text);
  if (instant === null) throw new RangeError('A time is a day (YYYY-MM-DD) or an ISO time with its offset.');
  return localDay(instant, timeZone);
}
