// What is said to one conductor, and how it was heard. Nothing here throws: whoever was not heard for certain is found again by the sweep,
// because the record knows what its conductor last heard of.
import { isGrpcServiceError, ServiceError, WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError,
  WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError, type WorkflowStartOptions } from '@temporalio/client';
import { ApplicationFailure, type Workflow } from '@temporalio/common';
import type { Command } from '#domain';
import { lookAgain, referralWorkflow, referralWorkflowId, workflowTaskTimeout, type Position, type Told } from '../../../workflows/referral.messages.js';
import type { TemporalLink } from './connection.js';

/** An act that the record holds under this command id. */
export interface Telling { commandId: string; by: string; command: Command }
/** `begun`: there was no conductor, now there is. `two-minds`: it refused what the record had accepted, which must never be. */
export type Heard = 'heard' | 'begun' | 'away' | 'not-for-certain' | 'two-minds';
type Client = Pick<TemporalLink, 'client' | 'taskQueue'>;
const patienceMs = 10_000;

const startOptions = (taskQueue: string, referralId: string) => ({
  workflowId: referralWorkflowId(referralId), args: [referralId], taskQueue, workflowTaskTimeout, workflowIdConflictPolicy: 'USE_EXISTING',
} satisfies WorkflowStartOptions);

/** Begins the conductor of a referral; one that runs is left as it is. `again`: also one that has ended, as a rebuild from the record needs; else that is left too. */
export async function beginConductor({ client, taskQueue }: Client, referralId: string, { again = false } = {}): Promise<Heard> {
  return listen(client, async () => {
    try { await client.workflow.start(referralWorkflow, { ...startOptions(taskQueue, referralId), workflowIdReusePolicy: again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE' }); }
    catch (trouble) { if (!(trouble instanceof WorkflowExecutionAlreadyStartedError)) throw trouble; }
    return 'begun';
  });
}

/** Tells the conductor of an act; begins it from the record when it is lost or not there yet. */
export async function tellConductor({ client, taskQueue }: Client, referralId: string, { commandId, by, command }: Telling): Promise<Heard> {
  const update = { args: [{ by, command }] as [Told], updateId: commandId };
  return listen(client, async () => {
    try {
      await client.workflow.getHandle(referralWorkflowId(referralId)).executeUpdate<Position, [Told]>(command.act, update);
      return 'heard';
    } catch (trouble) { if (!(trouble instanceof WorkflowNotFoundError)) throw trouble; }
    await client.workflow.executeUpdateWithStart<Workflow, Position, [Told]>(command.act, { ...update, startWorkflowOperation: beginAgain(taskQueue, referralId) });
    return 'begun';
  });
}

/** Has the conductor ask the record where it stands; begins it from the record when it is lost. */
export async function lookAgainAt({ client, taskQueue }: Client, referralId: string): Promise<Heard> {
  return listen(client, async () => {
    await client.workflow.executeUpdateWithStart(lookAgain, { startWorkflowOperation: beginAgain(taskQueue, referralId) });
    return 'heard';
  });
}
const beginAgain = (taskQueue: string, referralId: string) =>
  new WithStartWorkflowOperation(referralWorkflow, { ...startOptions(taskQueue, referralId), workflowIdReusePolicy: 'ALLOW_DUPLICATE' });

async function listen(client: TemporalLink['client'], say: () => Promise<Heard>): Promise<Heard> {
  try { return await client.withDeadline(Date.now() + patienceMs, say); } catch (trouble) { return understand(trouble); }
}

// The SDK's own types of failure say that the act may or may not have been heard; any other type is a code of ours.
const unsure = new Set(['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow', 'CanceledFailure', '']);
function understand(trouble: unknown): Heard {
  if (trouble instanceof WorkflowUpdateFailedError && trouble.cause instanceof ApplicationFailure) {
    return unsure.has(trouble.cause.type ?? '') ? 'not-for-certain' : 'two-minds';
  }
  const code = trouble instanceof ServiceError && isGrpcServiceError(trouble.cause) ? trouble.cause.code : undefined;
  return code === unavailable || code === deadlineExceeded || trouble instanceof WorkflowUpdateRPCTimeoutOrCancelledError ? 'away' : 'not-for-certain';
}
const deadlineExceeded = 4;
const unavailable = 14;
