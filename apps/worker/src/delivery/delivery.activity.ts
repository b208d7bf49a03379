// One attempt at one delivery: still wanted? which way? sent, or why not.
import { ApplicationFailure } from '@temporalio/common';
import { markDelivered, noteDeliveryFailed, takeDelivery, type Database, type DeliveryOrder, type DeliveryStage } from '#database';
import type { DeliveryActivities } from '../../../../workflows/delivery.activities.js';
import type { Delivered } from '../../../../workflows/delivery.messages.js';
import { composeLetter, mailAddress } from './compose-letter.js';
import { MailRefused, mailTroubleCode, type Mail } from './mail.js';
import { putIntoPrintFolder } from './print-folder.js';

/** `mailTries`: after so many failed attempts by mail a letter is printed. `contact`: how patients reach the service. */
export interface DeliverySettings { printFolder: string; mailTries: number; contact?: string }

export class DeliveryActivity implements DeliveryActivities {
  constructor(private readonly database: Database, private readonly mail: Mail | undefined, private readonly settings: DeliverySettings) {}

  async deliver(deliveryId: string): Promise<Delivered> {
    const taken = await takeDelivery(this.database, deliveryId);
    if (!taken) throw ApplicationFailure.nonRetryable('no-such-delivery', 'no-such-delivery');
    if ('ended' in taken) return ended(taken.ended);
    const address = this.mail && taken.order.attempts <= this.settings.mailTries ? mailAddress(taken.order) : undefined;
    return address ? this.sendByMail(taken.order, address) : this.print(taken.order);
  }

  private async sendByMail(order: DeliveryOrder, address: string): Promise<Delivered> {
    try { await this.mail!.send(order.deliveryId, address, composeLetter(order, 'mail', this.settings.contact)); }
    catch (trouble) {
      const code = trouble instanceof MailRefused ? trouble.code : mailTroubleCode(trouble);
      await noteDeliveryFailed(this.database, order.deliveryId, code);
      if (trouble instanceof MailRefused) return this.print(order);
      throw ApplicationFailure.retryable(code, code);
    }
    await markDelivered(this.database, order.deliveryId, { stage: 'delivered', channel: 'mail' });
    return 'delivered';
  }
  private async print(order: DeliveryOrder): Promise<Delivered> {
    try { await putIntoPrintFolder(this.settings.printFolder, order.deliveryId, composeLetter(order, 'print', this.settings.contact).text); }
    catch (trouble) {
      const code = `print-${((trouble as NodeJS.ErrnoException).code ?? 'failed').toLowerCase()}`;
      await noteDeliveryFailed(this.database, order.deliveryId, code);
      throw ApplicationFailure.retryable(code, code);
    }
    await markDelivered(this.database, order.deliveryId, { stage: 'printed', channel: 'print' });
    return 'printed';
  }
}
const ended = (stage: DeliveryStage): Delivered => (stage === 'delivered' || stage === 'printed' ? stage : 'stopped');
