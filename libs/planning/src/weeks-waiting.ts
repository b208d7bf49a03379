/**
 * Completed weeks from the first day of a clock to `asOf`, both days (`YYYY-MM-DD`) of the clinic's time zone: 0 for the
 * first seven days. Never negative: a clock that starts tomorrow has waited 0 weeks.
 */
export function weeksWaiting(clockStartDate: string, asOf: string): number {
  return Math.max(0, Math.floor((Date.parse(asOf) - Date.parse(clockStartDate)) / (7 * 86_400_000)));
}
