// The relay and its sweep, independent of Temporal: every two seconds it begins conductors not begun, tells those that have not heard,
// wakes those that overslept, and starts deliveries. While Temporal is away it keeps the clocks itself; conductors hear of it afterwards.
import { setTimeout as pause } from 'node:timers/promises';
import { countBehind, isOutage, notReached, referralsBehind, referralsOverdue, timePassed, unstartedDeliveries, type Behind, type Database } from '#database';
import { beginConductor, lookAgainAt, type TemporalLink } from '#conductor';
import { deliveryWorkflow, deliveryWorkflowId } from '../../../../workflows/delivery.messages.js';
import type { Health } from '../health.js';
import { kindOf, type Log } from '../log.js';
import { atMost } from './at-most.js';
import { prepareTemporal } from './prepare-temporal.js';

const everyMs = 2_000;
const batch = 100;
/** A conductor wakes by itself; one that is a minute late has been lost or is stuck. */
const overdueMs = 60_000;
interface Parts { database: Database; link: TemporalLink; health: Health; log: Log; atOnce: number }

export class Relay {
  private readonly stopping = new AbortController();
  private going: Promise<void> | undefined;
  /** The Temporal that answered last. */
  private known: string | undefined;

  constructor(private readonly parts: Parts) {}
  start(): void { this.going ??= this.goRound(); }
  /** Ends after the turn under way. */
  async stop(): Promise<void> { this.stopping.abort(); await this.going; }

  private async goRound(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const more = await this.turnOrTrouble();
      if (!more) await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
  private async turnOrTrouble(): Promise<boolean> {
    const { health, log } = this.parts;
    try { return await this.turn(); }
    catch (trouble) {
      if (isOutage(trouble) && health.database === 'away') return false; // said once
      if (isOutage(trouble)) health.database = 'away';
      log.error(kindOf(trouble), isOutage(trouble) ? 'the database is away' : 'a turn of the relay broke off: a defect');
      return false;
    }
  }

  /** One turn. True when a batch was full, so that there is more to do at once. */
  async turn(): Promise<boolean> {
    const { database, health } = this.parts;
    await this.lookForTemporal();
    const handled = health.temporal === 'ok' ? await this.bringAlong() : await this.keepTime();
    health.behind = await countBehind(database);
    health.database = 'ok';
    return handled >= batch;
  }

  private async lookForTemporal(): Promise<void> {
    const { health, link, log } = this.parts;
    const there = await this.temporalThere();
    const now = there === undefined ? 'away' : 'ok';
    if (now !== health.temporal) log.info({ temporal: now }, 'Temporal');
    health.temporal = now;
    if (there === undefined || there === this.known) return;
    try { await prepareTemporal(link, log); this.known = there; } // one without a memory is made ready; tried again until it is
    catch (trouble) { log.warn(kindOf(trouble), 'Temporal could not be prepared'); }
  }

  private async bringAlong(): Promise<number> {
    const { database, atOnce } = this.parts;
    const behind = await referralsBehind(database, batch);
    const overdue = await referralsOverdue(database, { limit: batch, byMs: overdueMs });
    const deliveries = await unstartedDeliveries(database, batch);
    await atMost(atOnce, [...behind, ...overdue], (one) => this.tell(one));
    await atMost(atOnce, deliveries, (deliveryId) => this.startDelivery(deliveryId));
    return Math.max(behind.length, overdue.length, deliveries.length);
  }
  private async tell({ referralId, why }: Behind): Promise<void> {
    const { database, link, log } = this.parts;
    const heard = why === 'not-begun' ? await beginConductor(link, referralId) : await lookAgainAt(link, referralId);
    if (heard === 'heard' || heard === 'begun') return;
    log.warn({ referralId, why, heard }, 'a conductor was not reached');
    await notReached(database, referralId);
    if (why === 'overdue') await this.passTime(referralId);
  }
  private async startDelivery(deliveryId: string): Promise<void> {
    const { link: { client, taskQueue }, log } = this.parts;
    try {
      await client.withDeadline(Date.now() + 10_000, () => client.workflow.start(deliveryWorkflow, {
        workflowId: deliveryWorkflowId(deliveryId), args: [deliveryId], taskQueue, workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }));
    } catch (trouble) { log.warn({ deliveryId, ...kindOf(trouble) }, 'a delivery was not started'); } // its lease runs out
  }

  private async keepTime(): Promise<number> {
    const { database, atOnce } = this.parts;
    const due = await referralsOverdue(database, { limit: batch, byMs: 0, leaseSeconds: 3 });
    await atMost(atOnce, due, async ({ referralId }) => {
      await this.passTime(referralId);
      await notReached(database, referralId); // its conductor hears of it as soon as Temporal is back
    });
    return due.length;
  }
  /** Records what fell due without the conductor, which stays behind and is told later. */
  private async passTime(referralId: string): Promise<void> {
    const { database, log } = this.parts;
    try { await timePassed(database, { referralId }); }
    catch (trouble) {
      if (isOutage(trouble)) throw trouble;
      log.error({ referralId, ...kindOf(trouble) }, 'time could not pass for a referral: a defect');
    }
  }

  /** Which Temporal answers: the id that it gave our namespace, another one after it has lost its memory. Undefined while it is away. */
  private async temporalThere(): Promise<string | undefined> {
    const { connection, namespace } = this.parts.link;
    try {
      const { namespaceInfo } = await connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.describeNamespace({ namespace }));
      return namespaceInfo?.id ?? '';
    } catch { return undefined; }
  }
}
