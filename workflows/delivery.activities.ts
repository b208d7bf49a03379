// What the worker must do for a delivery. Types only.
import type { Delivered } from './delivery.messages.js';

export interface DeliveryActivities {
  /** One attempt: looks whether the letter is still wanted, chooses the way, sends, records. Fails when it could not be sent. */
  deliver(deliveryId: string): Promise<Delivered>;
}
