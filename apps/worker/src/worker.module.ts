// How the worker is put together, and the one order in which it comes up and goes down.
import { Inject, Module, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '#database';
import { connectTemporal, type TemporalLink } from '#conductor';
import { Anchoring } from './anchoring/anchoring.js';
import { NightlyActivity } from './conducting/nightly.activity.js';
import { ReferralActivity } from './conducting/referral.activity.js';
import { Relay } from './conducting/relay.js';
import { TemporalHost } from './conducting/temporal-host.js';
import { databaseWhenItAnswers, openToRead } from './database-when-it-answers.js';
import { DeliveryActivity } from './delivery/delivery.activity.js';
import { openMail, type Mail } from './delivery/mail.js';
import type { Health } from './health.js';
import type { Log } from './log.js';
import { concurrency, type Settings } from './settings.js';

/** What main.ts hands in: read before anything is built. */
export interface Given { settings: Settings; health: Health; log: Log; failed: () => void; ended: AbortSignal }
const DATABASE = Symbol('database');
const LINK = Symbol('link');
const MAIL = Symbol('mail');

@Module({})
export class WorkerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(Relay) private readonly relay: Relay, @Inject(TemporalHost) private readonly host: TemporalHost, @Inject(Anchoring) private readonly anchoring: Anchoring,
    @Inject(DATABASE) private readonly database: Database, @Inject(LINK) private readonly link: TemporalLink, @Inject(MAIL) private readonly mail: Mail | null) {}

  static with({ settings, health, log, failed, ended }: Given): DynamicModule {
    return { module: WorkerModule, providers: [
      { provide: DATABASE, useFactory: () => databaseWhenItAnswers(settings, health, log, ended) },
      { provide: LINK, useFactory: () => connectTemporal({ sealing: settings.keys, settings: settings.temporal, lazy: true }) },
      { provide: MAIL, useFactory: () => (settings.mail ? openMail(settings.mail.url, settings.mail.from) : null) },
      { provide: ReferralActivity, inject: [DATABASE], useFactory: (database: Database) => new ReferralActivity(database, log) },
      { provide: DeliveryActivity, inject: [DATABASE, MAIL], useFactory: (database: Database, mail: Mail | null) => new DeliveryActivity(database, mail ?? undefined, settings.delivery) },
      { provide: NightlyActivity, inject: [DATABASE, LINK], useFactory: (database: Database, link: TemporalLink) => new NightlyActivity(database, () => openToRead(settings), link, log) },
      { provide: Relay, inject: [DATABASE, LINK], useFactory: (database: Database, link: TemporalLink) => new Relay({ database, link, health, log, atOnce: concurrency.relay }) },
      { provide: Anchoring, inject: [DATABASE], useFactory: (database: Database) => new Anchoring({ database, anchors: settings.anchors, health, log }) },
      { provide: TemporalHost, inject: [LINK, ReferralActivity, DeliveryActivity, NightlyActivity], useFactory: (link: TemporalLink, ...parts: [ReferralActivity, DeliveryActivity, NightlyActivity]) =>
        new TemporalHost({ settings, link, activities: activitiesOf(...parts), health, log, failed }) },
    ] };
  }

  /** The relay first: it needs no Temporal. */
  onApplicationBootstrap(): void { this.relay.start(); this.host.start(); this.anchoring.start(); }

  /** Whoever uses something ends before it does. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.relay.stop(), this.host.stop()]);
    await this.anchoring.stop();
    this.mail?.close();
    await this.link.close();
    await this.database.close();
  }
}

/** The activities by the names that the workflows call. */
export const activitiesOf = (referral: ReferralActivity, delivery: DeliveryActivity, nightly: NightlyActivity) => ({
  carryOut: referral.carryOut.bind(referral), timePassed: referral.timePassed.bind(referral),
  deliver: delivery.deliver.bind(delivery),
  sweepAll: nightly.sweepAll.bind(nightly), checkTheRecord: nightly.checkTheRecord.bind(nightly),
});
