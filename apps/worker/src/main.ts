// The worker process: conducts referrals, sends what is to be sent, keeps the clocks. SIGTERM and SIGINT let what is under way end.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { atFirst, serveHealth } from './health.js';
import { installRuntime } from './conducting/temporal-host.js';
import { kindOf, openLog } from './log.js';
import { readSettings } from './settings.js';
import { WorkerModule } from './worker.module.js';

const log = openLog();
const health = atFirst();
const ended = new AbortController();
const toldToEnd = new Promise<void>((resolve) => { for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { ended.abort(); resolve(); }); });

async function work(): Promise<void> {
  const settings = readSettings();
  const server = settings.healthPort === undefined ? undefined : await serveHealth(health, settings.host, settings.healthPort);
  installRuntime(log);
  const failed = () => process.exit(1); // whoever keeps us running starts a fresh one; nothing is lost
  const app = await NestFactory.createApplicationContext(WorkerModule.with({ settings, health, log, failed, ended: ended.signal }), { logger: false, abortOnError: false });
  await toldToEnd;
  health.stage = 'stopping';
  log.info('ending');
  await app.close();
  server?.close();
}

work().then(() => process.exit(0), (trouble: unknown) => {
  if (ended.signal.aborted) process.exit(0); // told to end while waiting for the database
  // The settings' and Nest's own sentences are for operators and hold nothing personal.
  log.fatal(kindOf(trouble), trouble instanceof Error ? trouble.message.split('\n')[0] : 'the worker did not start');
  process.exit(1);
});
