// What the worker must do once a night. Types only.

/** Counts per rule of the record that was found broken; all zero when the record is whole. */
export type Differences = Record<string, number>;

export interface NightlyActivities {
  /** Wakes, tells or begins again every conductor that is behind; answers how many. */
  sweepAll(): Promise<number>;
  /** Reads the whole record against itself and reports what does not agree, by rule. */
  checkTheRecord(): Promise<Differences>;
}
