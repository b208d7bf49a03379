// What the worker must do for the conductor: both ask the record, and both tell it that the conductor has heard. Types only.
import type { Position, Told } from './referral.messages.js';

export interface ReferralActivities {
  /** Does the act, or finds it done under the same command id. A refusal is a non-retryable failure whose type is the refusal's code. */
  carryOut(act: { referralId: string; commandId: string; told: Told; at: number }): Promise<Position>;
  /** Records what has fallen due by `at` (epoch milliseconds) and answers where the referral stands. */
  timePassed(ask: { referralId: string; at: number }): Promise<Position>;
}
