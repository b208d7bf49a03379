// The record, offered to the conductors. They have heard of whatever these answer, and the record is told so in the same transaction.
import { ApplicationFailure } from '@temporalio/common';
import { toInstant, type Refusal } from '#domain';
import { carryOut, isOutage, ReusedCommand, timePassed, type Database, type Position as Stand } from '#database';
import type { ReferralActivities } from '../../../../workflows/referral.activities.js';
import type { Position } from '../../../../workflows/referral.messages.js';
import { kindOf, type Log } from '../log.js';

type Act = Parameters<ReferralActivities['carryOut']>[0];
type Ask = Parameters<ReferralActivities['timePassed']>[0];

export class ReferralActivity implements ReferralActivities {
  constructor(private readonly database: Database, private readonly log: Log) {}

  async carryOut({ referralId, commandId, told, at }: Act): Promise<Position> {
    const outcome = await this.carryOutOrFail({ referralId, commandId, told, at });
    if (outcome.refusal) throw refused(outcome.refusal);
    return position(outcome.carried.position);
  }
  private async carryOutOrFail({ referralId, commandId, told, at }: Act) {
    try { return await carryOut(this.database, { referralId, commandId, command: told.command, by: told.by, at: toInstant(at), conducted: true }); }
    catch (trouble) {
      if (isOutage(trouble)) throw trouble; // tried again for as long as it takes
      if (trouble instanceof ReusedCommand) throw ApplicationFailure.nonRetryable('reused-command', 'reused-command');
      // Nothing was written. Trying again would only hold up the acts and the timer behind it.
      this.log.error({ referralId, commandId, act: told.command.act, ...kindOf(trouble) }, 'an act could not be carried out: a defect');
      throw ApplicationFailure.nonRetryable('defect', 'defect');
    }
  }

  async timePassed({ referralId, at }: Ask): Promise<Position> {
    const now = await timePassed(this.database, { referralId, at: toInstant(at), conducted: true });
    if (!now) throw ApplicationFailure.nonRetryable('no-such-referral', 'no-such-referral');
    // The conductor would wake again at once, for ever.
    if (now.dueAt !== null && now.dueAt <= at) throw new Error('the passing of time did not move the due instant');
    return position(now);
  }
}
const position = ({ seq, stage, dueAt, closed }: Stand): Position => ({ seq, stage, dueAt, closed });
const refused = (refusal: Refusal) => ApplicationFailure.nonRetryable(refusal.code, refusal.code, refusal);
