// Chases one letter or message until it has arrived or is no longer wanted, for ever if need be. Which way it goes, and whether it is
// still wanted, the activity asks the record at each attempt.
import { proxyActivities } from '@temporalio/workflow';
import type { DeliveryActivities } from './delivery.activities.js';
import type { Delivered } from './delivery.messages.js';

const { deliver } = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 3, maximumInterval: '10 minutes' },
});

export async function delivery(deliveryId: string): Promise<Delivered> {
  return deliver(deliveryId);
}
