// The night's work as activities: every open referral has a conductor, and the record agrees with itself.
import { Context } from '@temporalio/activity';
import { checkRecord, openReferralsAfter, type CheckReport, type Database } from '#database';
import { beginConductor, type TemporalLink } from '#conductor';
import type { Differences, NightlyActivities } from '../../../../workflows/nightly.activities.js';
import type { Log } from '../log.js';
import { concurrency } from '../settings.js';
import { atMost } from './at-most.js';

const page = 200;
const atOnce = concurrency.relay;

export class NightlyActivity implements NightlyActivities {
  /** `openToRead`: a connection on which one statement may take minutes. */
  constructor(private readonly database: Database, private readonly openToRead: () => Promise<Database>, private readonly link: TemporalLink, private readonly log: Log) {}

  /** Starting what runs changes nothing, so nobody has to know which conductors were lost. Goes on where a worker left off. */
  async sweepAll(): Promise<number> {
    const context = Context.current();
    let { after, swept } = (context.info.heartbeatDetails ?? { swept: 0 }) as { after?: string; swept: number };
    for (;;) {
      const ids = await openReferralsAfter(this.database, after, page);
      await atMost(atOnce, ids, async (referralId) => {
        const heard = await beginConductor(this.link, referralId, { again: true });
        if (heard !== 'begun') throw new Error(`a conductor was not begun: ${heard}`); // the activity is tried again from this page
      });
      swept += ids.length;
      after = ids.at(-1);
      if (ids.length < page) return swept;
      context.heartbeat({ after, swept });
    }
  }

  /** Counts only; the ids of what broke a rule go to the log, for whoever mends it. */
  async checkTheRecord(): Promise<Differences> {
    const database = await this.openToRead();
    try { return this.tell(await checkRecord(database, beat())); } finally { await database.close(); }
  }
  private tell({ broken, referrals, events, differences }: CheckReport): Differences {
    for (const [rule, { count, ids }] of Object.entries(broken)) this.log.error({ rule, count, ids: ids.slice(0, 20) }, 'the record does not agree with itself');
    this.log.info({ referrals, events, differences }, 'the record was checked');
    return Object.fromEntries(Object.entries(broken).map(([rule, { count }]) => [rule, count]));
  }
}
function beat(): (more: number) => void {
  const context = Context.current();
  let read = 0;
  return (more) => { read += more; context.heartbeat(read); };
}
