// Nothing stays with nobody: what a person who leaves held goes back to the queues, referral by referral, each as an act of the record.
import type { LeaveTaken } from '#contracts';
import { carryOut, referralsHeldBy, releaseAllClaims, type StaffRow } from '#database';
import { idFrom } from '../arriving/idempotency-key.js';
import type { Surroundings } from '../surroundings.js';

/** Safe to repeat: a referral on which nothing is held any more says so. */
export async function returnWhatIsHeld(surroundings: Surroundings, ask: { staffId: string; by: StaffRow; key: string }): Promise<Pick<LeaveTaken, 'referrals' | 'claimsReleased'>> {
  const { database } = surroundings;
  const referrals: LeaveTaken['referrals'] = [];
  for (const referralId of await referralsHeldBy(database, ask.staffId)) referrals.push(await returnOne(surroundings, referralId, ask));
  return { referrals, claimsReleased: await releaseAllClaims(database, ask.staffId, ask.by) };
}

/** By whoever ends the access; on a referral of a team that is not theirs, by Handrail itself. */
async function returnOne({ database, telling, log }: Surroundings, referralId: string, { staffId, by, key }: { staffId: string; by: StaffRow; key: string }): Promise<LeaveTaken['referrals'][number]> {
  const command = { act: 'returnHoldings', staffId } as const;
  for (const actor of [by.staffId, 'system']) {
    const commandId = idFrom(database.keys.token, 'leave', actor, referralId, staffId, key);
    const { carried, refusal } = await carryOut(database, { referralId, commandId, command, by: actor, session: by.session });
    if (carried) {
      telling.tell(referralId, { commandId, by: actor, command });
      return { referralId, outcome: 'returned' };
    }
    if (refusal.code === 'nothing-held') return { referralId, outcome: 'nothing-held' };
    if (refusal.code !== 'not-your-team') {
      log.error({ referralId, staffId, code: refusal.code }, 'not returned');
      return { referralId, outcome: 'not-returned', code: refusal.code };
    }
  }
  return { referralId, outcome: 'not-returned', code: 'not-your-team' };
}
