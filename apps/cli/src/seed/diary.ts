// The clinicians' diaries of a made-up service: seven appointments a day, nobody in two places at once.
import { addDays, instantAt, isWorkingDay, localDay, toInstant, type Instant, type WorkingCalendar } from '#domain';

const hours = ['09:00', '10:00', '11:00', '12:00', '14:00', '15:00', '16:00'];
const LONGEST_LOOK_DAYS = 90;

export class Diary {
  private readonly taken = new Set<string>();
  private readonly full = new Set<string>();
  /** `booked`: appointments that are in the record already. */
  constructor(private readonly calendar: WorkingCalendar, booked: readonly { clinicianId: string; startsAt: Instant; endsAt: Instant }[] = []) {
    for (const one of booked) {
      for (let at = Date.parse(one.startsAt) - 3_600_000; at < Date.parse(one.endsAt); at += 60_000) this.taken.add(`${one.clinicianId} ${at}`);
    }
  }

  /** The clinician's first free time of so many minutes on or after the day `from` days after `at`, taken from then on; undefined when a quarter of a year is full. */
  take(clinicianId: string, at: Instant, from: number, minutes: number): Instant | undefined {
    const first = localDay(at, this.calendar.timeZone);
    for (let days = from; days < from + LONGEST_LOOK_DAYS; days += 1) {
      const day = addDays(first, days);
      if (this.full.has(`${clinicianId} ${day}`) || !isWorkingDay(day, this.calendar)) continue;
      const starts = hours.map((hour) => Date.parse(instantAt(day, hour, this.calendar.timeZone)));
      for (const start of starts) {
        const places = starts.filter((one) => one >= start && one < start + minutes * 60_000).map((one) => `${clinicianId} ${one}`);
        if (start <= Date.parse(at) || places.some((place) => this.taken.has(place))) continue;
        for (const place of places) this.taken.add(place);
        return toInstant(start);
      }
      if (starts.every((start) => this.taken.has(`${clinicianId} ${start}`))) this.full.add(`${clinicianId} ${day}`);
    }
    return undefined;
  }
}
