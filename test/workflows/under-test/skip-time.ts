// Lets months pass for one workflow. The only place that knows how the server is asked; nothing else may.
import { randomUUID } from 'node:crypto';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import type { TemporalLink } from '#conductor';

const completed = 2;
const failed = 3;

/** Moves the workflow's clock forward by `ms`, firing every timer on the way in turn. Answers its time afterwards, epoch milliseconds. */
export async function skipTime({ connection: { workflowService }, namespace }: TemporalLink, workflowId: string, ms: number): Promise<number> {
  const id = randomUUID();
  const workflowExecution = { workflowId };
  await workflowService.updateWorkflowExecutionOptions({
    namespace, workflowExecution, updateMask: { paths: ['time_skipping_config'] },
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration: msToTs(ms) } } },
  });
  for (;;) {
    const polled = await workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id });
    const result = Number(polled.fastForwardPollingResult);
    if (result === completed) return timeOf({ connection: { workflowService }, namespace } as TemporalLink, workflowId);
    if (result === failed) throw new Error(`time could not be skipped: ${String((polled as { failedReason?: string }).failedReason)}`);
  }
}

/** What time it is for the workflow. */
export async function timeOf({ connection: { workflowService }, namespace }: TemporalLink, workflowId: string): Promise<number> {
  const described = await workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
  const { currentTime } = (described.workflowExtendedInfo as { timeSkippingInfo?: { currentTime?: Parameters<typeof tsToMs>[0] } })?.timeSkippingInfo ?? {};
  return currentTime ? tsToMs(currentTime) : Date.now();
}
