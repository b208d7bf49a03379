// The night's work: bring every conductor up to the record, then read the record against itself. Begun by a Temporal schedule.
import { proxyActivities } from '@temporalio/workflow';
import type { Differences, NightlyActivities } from './nightly.activities.js';

const { sweepAll, checkTheRecord } = proxyActivities<NightlyActivities>({
  startToCloseTimeout: '1 hour', heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1 minute', maximumInterval: '15 minutes', maximumAttempts: 10 },
});

export async function nightly(): Promise<{ swept: number; differences: Differences }> {
  const swept = await sweepAll();
  return { swept, differences: await checkTheRecord() };
}
