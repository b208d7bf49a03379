// `handrail seed --referrals N --months M --seed S`: the plausible life of a service over the last M months, through the same rules as
// everybody's. The same numbers on the same day give the same lives. The worker begins the conductors from the record.
import { InvalidArgumentError, type Command } from 'commander';
import { currentPolicy, listStaff, type Database } from '#database';
import { addDays, fold, instantAt, isRealDay, localDay, toInstant, type Instant, type Policy, type Referral, type ReferralEvent } from '#domain';
import { inOrder } from './import/in-order.js';
import { progress } from './progress.js';
import { chance } from './seed/chance.js';
import { Diary } from './seed/diary.js';
import { receiveInvented, type Cradle } from './seed/receive-invented.js';
import { live, type LifeStep } from './seed/life.js';
import { isWhole, Team } from './seed/scene.js';
import { claimSome, handOver, writeLife } from './seed/write-life.js';
import { withTheRecord } from './the-record.js';

export interface SeedOptions { referrals: number; months: number; seed: number; until?: string }
const AT_ONCE = 4;
const whole = (least: number, most: number) => (text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  return number;
};

export function register(program: Command): void {
  program.command('seed')
    .description('fill the record with the made-up life of a service')
    .option('--referrals <n>', 'how many referrals', whole(1, 1_000_000), 300)
    .option('--months <m>', 'over how many months up to today', whole(1, 240), 12)
    .option('--seed <s>', 'another number, other lives', whole(0, 2_147_483_647), 1)
    .option('--until <day>', 'the last day of these lives (YYYY-MM-DD); left out: today', (day) => { if (!isRealDay(day)) throw new InvalidArgumentError('It is a day, YYYY-MM-DD.'); return day; })
    .action((options: SeedOptions) => withTheRecord(AT_ONCE + 2, async (database) => {
      const { written, leftAlone, repeated } = await seed(database, options);
      console.log(`${written} referrals have their lives${repeated > 0 ? `, ${repeated} had them already` : ''}${leftAlone > 0 ? `; ${leftAlone} were taken over by somebody else on the way and stand as they were then` : ''}.`);
    }));
}

/** Receives `referrals` made-up referrals, each on its day, and lives each to `until`. Throws one sentence when no team is whole. */
export async function seed(database: Database, options: SeedOptions): Promise<{ written: number; repeated: number; leftAlone: number }> {
  const { team, policy } = await wholeTeam(database);
  const zone = policy.calendar.timeZone;
  const today = localDay(toInstant(Date.now()), zone);
  const last = options.until ?? today;
  if (last > today) throw new Error('The last day of a demonstration is today or earlier.');
  const until = instantAt(last, '00:00', zone);
  const cradle: Cradle = { database, team, luck: chance(options.seed), key: `demonstration/${options.seed}/${options.referrals}/${options.months}/${last}`, firstNumber: (options.seed % 997) * 1_003 };
  const counts = { written: 0, repeated: 0, leftAlone: 0 };
  const staff = await listStaff(database);
  const bar = progress('Made-up lives', options.referrals);
  try {
    await inOrder(lives(cradle, options.referrals, { from: addDays(last, -Math.round(options.months * 30.4)), until, policy }), AT_ONCE, () => [], async (life) => {
      const referral = await writeLife(database, life);
      if (referral && referral.stage !== 'closed' && !life.repeated) await claimSome(database, referral, staff, cradle.luck.apart(-life.no));
      await handOver(database, life.referralId, until);
      counts[life.repeated ? 'repeated' : referral || life.steps.every((step) => !step.deed) ? 'written' : 'leftAlone'] += 1;
      bar.step();
    });
  } finally { bar.end(); }
  return counts;
}

async function wholeTeam(database: Database): Promise<{ team: Team; policy: Policy }> {
  const staff = (await listStaff(database)).filter((one) => one.active);
  const teams = await database.query<{ team_id: string }>('SELECT team_id FROM team ORDER BY team_id');
  for (const { team_id } of teams) {
    const own = staff.filter((one) => one.teamIds.includes(team_id));
    const policy = await currentPolicy(database, team_id);
    if (policy && isWhole(own)) return { team: new Team(team_id, own), policy };
  }
  throw new Error('No team here has a secretary, a duty clinician, a chair, a team lead and three clinicians: a made-up life needs them.');
}

/** One after the other, in the order of their days, so that the same numbers always give the same lives. */
async function* lives(cradle: Cradle, referrals: number, span: { from: string; until: Instant; policy: Policy }): AsyncIterable<{ referralId: string; personId: string; key: string; no: number; steps: LifeStep[]; repeated: boolean }> {
  const { database, team, luck } = cradle;
  const booked = await database.query<{ clinicianId: string; startsAt: Date; endsAt: Date }>(`SELECT clinician_id AS "clinicianId", starts_at AS "startsAt", ends_at AS "endsAt" FROM appointment
    WHERE outcome = 'booked' AND referral_id NOT IN (SELECT referral_id FROM intake WHERE sender = $1)`, [cradle.key]);
  const diary = new Diary(span.policy.calendar, booked.map((one) => ({ ...one, startsAt: one.startsAt.toISOString(), endsAt: one.endsAt.toISOString() })));
  for await (const { no, referralId, fate, earlierReferralId, repeated } of receiveInvented(cradle, referrals, span)) {
    const referral = await atBirth(database, referralId);
    const steps = live({ referral, luck: luck.apart(no), fate, team, diary, policy: span.policy, until: span.until, earlierReferralId });
    yield { referralId, personId: referral.personId, key: `${cradle.key}/${no}`, no: cradle.firstNumber + no, steps, repeated };
  }
}

/** The referral as its receipt left it, whatever has been done with it since: a repeated run lives the same life again and finds it done. */
async function atBirth(database: Database, referralId: string): Promise<Referral> {
  const events = await database.query<{ at: Date; event: ReferralEvent }>(`SELECT e.at, e.event FROM referral_event e JOIN referral_act a USING (command_id) WHERE e.referral_id = $1 AND a.act = 'receive' ORDER BY e.seq`, [referralId]);
  return fold(events.map(({ at, event }) => ({ ...event, at: at.toISOString() })))!;
}
