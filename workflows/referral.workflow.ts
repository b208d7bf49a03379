// The conductor of one referral, for the whole of its life. It knows no clinical rule: it hears of acts one at a time, keeps the one
// timer that the record asks for, and remembers only the position the record last answered with. Its input is the referral's id.
import { ActivityFailure, ApplicationFailure, defineSearchAttributeKey } from '@temporalio/common';
import { allHandlersFinished, condition, continueAsNew, currentUpdateInfo, defineUpdate, proxyActivities, proxyLocalActivities,
  setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { conductedActs, lookAgain, type Position, type Told } from './referral.messages.js';
import type { ReferralActivities } from './referral.activities.js';

// A local activity costs one workflow task; the regular one goes on for as long as the database is away.
const atOnce = proxyLocalActivities<ReferralActivities>({ startToCloseTimeout: '3 seconds', retry: { maximumAttempts: 2, initialInterval: '100 ms' } });
const asLongAsItTakes = proxyActivities<ReferralActivities>({ startToCloseTimeout: '10 seconds', retry: { initialInterval: '500 ms', maximumInterval: '15 seconds' } });
type Step = (activities: ReferralActivities) => Promise<Position>;
const quiet = '30 seconds';
const stageShown = defineSearchAttributeKey('HandrailStage', 'KEYWORD');
const dueAtShown = defineSearchAttributeKey('HandrailDueAt', 'DATETIME');

export async function referral(referralId: string): Promise<void> {
  let position: Position | undefined;
  let waiting = 0;
  let line: Promise<unknown> = Promise.resolve();
  const inTurn = async (step: Step): Promise<Position> => {
    waiting++;
    const mine = line.then(() => record(step));
    line = mine.catch(() => undefined);
    try {
      const now = await mine;
      if (now.stage !== position?.stage) showToOperators(now);
      return (position = now);
    } finally { waiting--; }
  };
  const ask: Step = (activities) => activities.timePassed({ referralId, at: Date.now() });

  for (const act of conductedActs) {
    setHandler(defineUpdate<Position, [Told]>(act), (told) => {
      const commandId = currentUpdateInfo()!.id;
      return inTurn((activities) => activities.carryOut({ referralId, commandId, told, at: Date.now() }));
    });
  }
  setHandler(defineUpdate<Position>(lookAgain), () => inTurn(ask));

  while (!position?.closed) {
    if (waiting > 0) await condition(() => waiting === 0);
    else if (!position) await inTurn(ask); // begun, or begun again: ask the record
    else {
      const { seq, dueAt }: Position = position;
      const stirred = () => waiting > 0 || position?.seq !== seq;
      if (workflowInfo().continueAsNewSuggested) {
        if (await condition(stirred, quiet)) continue;
        await condition(allHandlersFinished);
        if (waiting === 0) await continueAsNew<typeof referral>(referralId);
      } else if (dueAt === null) await condition(stirred);
      else if (!(await condition(stirred, Math.max(dueAt - Date.now(), 1)))) await inTurn(ask);
    }
  }
  await condition(allHandlersFinished);
}

async function record(step: Step): Promise<Position> {
  try { return await step(atOnce); } catch (trouble) { rethrowRefusal(trouble); }
  try { return await step(asLongAsItTakes); } catch (trouble) { rethrowRefusal(trouble); throw trouble; }
}

/** A refusal leaves bare, whichever way it came, so that callers find its code in one place. */
function rethrowRefusal(trouble: unknown): void {
  const cause = trouble instanceof ActivityFailure ? trouble.cause : trouble;
  if (cause instanceof ApplicationFailure && cause.nonRetryable) {
    throw ApplicationFailure.nonRetryable(cause.message, cause.type, ...(cause.details ?? []));
  }
}

/** For an operator's search only, once per stage; nothing of Handrail reads it. */
function showToOperators({ stage, dueAt }: Position): void {
  upsertSearchAttributes([
    { key: stageShown, value: stage },
    { key: dueAtShown, value: dueAt === null ? null : new Date(dueAt) },
  ]);
}
