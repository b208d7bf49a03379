// Hosts Temporal's worker: connects as soon as Temporal answers, makes ready what it needs there, and ends with grace.
import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { dataConverter, type TemporalLink } from '#conductor';
import type { Health } from '../health.js';
import { kindOf, temporalLogger, type Log } from '../log.js';
import { concurrency, type Settings } from '../settings.js';
import { prepareTemporal } from './prepare-temporal.js';

type Activities = Record<string, (...args: never[]) => Promise<unknown>>;
interface Parts { settings: Settings; link: TemporalLink; activities: Activities; health: Health; log: Log; failed: () => void }

/** Once per process, before any connection: signals belong to the process, not to the SDK. */
export const installRuntime = (log: Log): void => void Runtime.install({
  shutdownSignals: [], logger: temporalLogger(log),
  telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
});

export class TemporalHost {
  private readonly stopping = new AbortController();
  private coming: Promise<void> | undefined;
  private worker: Worker | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {}

  /** Returns at once; the worker runs when Temporal answers, however late that is. */
  start(): void { this.coming ??= this.comeUp(); }

  private async comeUp(): Promise<void> {
    const { health, log, failed } = this.parts;
    let said = false;
    while (!this.stopping.signal.aborted && !this.worker) {
      try { this.worker = await this.connectAndCreate(); }
      catch (trouble) {
        if (!said) log.warn(kindOf(trouble), 'waiting for Temporal');
        said = true;
        await pause(1_000, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
    if (!this.worker) return;
    health.stage = 'running';
    log.info({ taskQueue: this.worker.options.taskQueue }, 'conducting');
    this.running = this.worker.run().catch((trouble: unknown) => { log.fatal(kindOf(trouble), 'the Temporal worker broke off'); failed(); });
  }

  private async connectAndCreate(): Promise<Worker> {
    const { settings, link, activities, log } = this.parts;
    const { connectionOptions, namespace, taskQueue } = settings.temporal;
    const connection = await NativeConnection.connect(connectionOptions);
    try {
      await prepareTemporal(link, log);
      return await Worker.create({
        connection, namespace, taskQueue, activities, workflowBundle: { codePath: settings.workflowBundle }, dataConverter: dataConverter(settings.keys, namespace),
        maxCachedWorkflows: settings.maxCachedWorkflows, shutdownGraceTime: '20 seconds', shutdownForceTime: '25 seconds',
        maxConcurrentActivityTaskExecutions: concurrency.activities, maxConcurrentLocalActivityExecutions: concurrency.localActivities,
        workflowTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 5, maximum: 20 }, activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 5, maximum: 20 },
      });
    } catch (trouble) {
      await connection.close();
      throw trouble;
    }
  }

  /** Takes no more work, lets what is under way end (20 s), and closes the connection. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.coming;
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    await this.worker?.options.connection?.close();
  }
}
