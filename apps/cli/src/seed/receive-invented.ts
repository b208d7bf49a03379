// Receiving the made-up referrals, each on its own day: spread over the months, more in working hours than at night.
import { receiveReferral, type Database } from '#database';
import { addDays, instantAt, toInstant, type Instant, type Policy } from '#domain';
import type { Chance } from './chance.js';
import { fateOf, shown, type Fate } from './fates.js';
import { inventReferral, type InventedReferral } from './invented-people.js';
import type { Team } from './scene.js';
import { keepToOurselves } from './write-life.js';

export interface Cradle { database: Database; team: Team; luck: Chance; key: string; /** NHS numbers are counted from here. */ firstNumber: number }
export interface Newborn { no: number; referralId: string; fate: Fate; earlierReferralId?: string; /** An earlier run of the same demonstration received it. */ repeated: boolean }
const DAY_MS = 86_400_000;
interface Arrival { no: number; fate: Fate; invented: InventedReferral }

/** Yields each referral once it is on record. A duplicate is received right after the referral it repeats, before either has a life. */
export async function* receiveInvented(cradle: Cradle, referrals: number, span: { from: string; until: Instant; policy: Policy }): AsyncIterable<Newborn> {
  const arrivals = daysOf(cradle, referrals, span);
  for (let place = 0; place < arrivals.length; place += 1) {
    const first = await receive(cradle, arrivals[place]!);
    const next = arrivals[place + 1];
    const second = next?.fate.name === 'duplicate' ? await receive(cradle, next) : undefined;
    await keepToOurselves(cradle.database, [first, second].flatMap((one) => (one && !one.repeated ? [one.referralId] : [])));
    yield first;
    if (second) { yield { ...second, earlierReferralId: first.referralId }; place += 1; }
  }
}

function daysOf(cradle: Cradle, referrals: number, { from, until, policy }: { from: string; until: Instant; policy: Policy }): Arrival[] {
  const { luck } = cradle;
  const first = Date.parse(instantAt(from, '00:00', policy.calendar.timeZone));
  const special = referrals < 4 * shown.length ? [] : shown.map(({ days, fate }) => ({ receivedAt: toInstant(Math.max(first, Date.parse(until) - days * DAY_MS)), fate: fate as Fate }));
  const others = Array.from({ length: referrals - special.length }, (_, no) => ({ receivedAt: momentOf(luck.apart(-1_000_000 - no), first, Date.parse(until), policy), fate: undefined }));
  const arrivals: Arrival[] = [];
  let ordinary = 0;
  for (const [no, { receivedAt, fate: chosen }] of [...special, ...others].sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1)).entries()) {
    const fate = chosen ?? fateOf(luck.apart(1_000_000 + no), ordinary++);
    const before = arrivals.at(-1);
    const invented = inventReferral(luck.apart(2_000_000 + no), cradle.firstNumber + no, receivedAt);
    // The same person again, two working days at most after the first letter.
    const twin = fate.name === 'duplicate' && before && !before.fate.staysAt ? { person: before.invented.person, referral: { ...invented.referral, receivedAt: later(before.invented.referral.receivedAt!, luck.apart(3_000_000 + no).whole(1, 40), until) } } : invented;
    arrivals.push({ no, fate: fate.name === 'duplicate' && (!before || before.fate.name === 'duplicate' || before.fate.staysAt) ? { name: 'treated', code: '46' } : fate, invented: twin });
  }
  return arrivals;
}
const later = (at: Instant, hours: number, until: Instant): Instant => { const moved = toInstant(Date.parse(at) + hours * 3_600_000); return moved < until ? moved : at; };

function momentOf(luck: Chance, first: number, last: number, policy: Policy): Instant {
  const day = addDays(toInstant(first).slice(0, 10), luck.whole(1, Math.max(1, Math.floor((last - first) / DAY_MS) - 1)));
  const hour = luck.yes(0.85) ? luck.whole(8, 18) : luck.whole(0, 23);
  const at = instantAt(day, `${String(hour).padStart(2, '0')}:${String(luck.whole(0, 59)).padStart(2, '0')}`, policy.calendar.timeZone);
  return at < toInstant(last) ? at : toInstant(first);
}

async function receive({ database, team, luck, key }: Cradle, { no, fate, invented }: Arrival): Promise<Newborn> {
  const receipt = await receiveReferral(database, {
    sender: key, senderReference: String(no), message: invented, person: invented.person, referral: { ...invented.referral, teamId: team.teamId },
    by: team.with('medical-secretary', luck.apart(4_000_000 + no)), at: invented.referral.receivedAt!,
  });
  return { no, referralId: receipt.referralId, fate, repeated: receipt.outcome !== 'received' };
}
