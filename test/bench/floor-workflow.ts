// The floor of a telling, inside Temporal: a workflow whose one update runs one local activity, and nothing else.
import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

export interface FloorActivities { act(id: number, words: string): Promise<number> }
export const actUpdate = defineUpdate<number, [string]>('act');

export async function floorWorkflow(id: number): Promise<void> {
  const { act } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '3 seconds' });
  setHandler(actUpdate, (words) => act(id, words));
  await condition(() => false);
}
