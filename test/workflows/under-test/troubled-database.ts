// A real database seen through a bad connection: what was committed is not heard of, or nothing gets through for a while.
import { Outage, type Database } from '#database';

export interface TroubledDatabase extends Database {
  /** So many of the next transactions are committed, and then the connection breaks before the reply. */
  loseReplies(count: number): void;
  cut(): void;
  mend(): void;
  /** Replies lost so far. */
  readonly lost: number;
}

export function troubled(database: Database): TroubledDatabase {
  let toLose = 0;
  let lost = 0;
  let isCut = false;
  const guard = () => { if (isCut) throw new Outage(new Error('cut')); };
  return {
    ...database,
    get lost() { return lost; },
    loseReplies(count) { toLose = count; }, cut() { isCut = true; }, mend() { isCut = false; },
    query: async (text, values) => { guard(); return database.query(text, values); },
    withClient: async (work) => {
      guard();
      const result = await database.withClient(work);
      if (toLose > 0) { toLose--; lost++; throw new Outage(new Error('the reply was lost')); }
      return result;
    },
  };
}
