// The real worker on a database and a task queue of its own, with the test run's servers and its one workflow bundle. Time can be skipped.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { openDatabase, seedStaff, type Database } from '#database';
import { connectTemporal, type TemporalLink } from '#conductor';
import { atFirst, type Health } from '../../../apps/worker/src/health.js';
import { NightlyActivity } from '../../../apps/worker/src/conducting/nightly.activity.js';
import { ReferralActivity } from '../../../apps/worker/src/conducting/referral.activity.js';
import { installRuntime, TemporalHost } from '../../../apps/worker/src/conducting/temporal-host.js';
import { openToRead } from '../../../apps/worker/src/database-when-it-answers.js';
import { DeliveryActivity } from '../../../apps/worker/src/delivery/delivery.activity.js';
import { openLog, type Log } from '../../../apps/worker/src/log.js';
import { readSettings, type Settings } from '../../../apps/worker/src/settings.js';
import { activitiesOf, WorkerModule } from '../../../apps/worker/src/worker.module.js';
import { freshDatabase, type FreshDatabase } from '../../servers/fresh-database.js';

export interface Surroundings { fresh: FreshDatabase; database: Database; link: TemporalLink; settings: Settings; printFolder: string; logged: string[]; close(): Promise<void> }
export interface RunningWorker { health: Health; stop(): Promise<void> }

/** A database with the demonstration staff, a task queue, a print folder; no worker yet. `changed` are environment variables. */
export async function surroundings(changed: Record<string, string> = {}): Promise<Surroundings> {
  const fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  const printFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-print-'));
  const settings = readSettings({
    HANDRAIL_KEYS: process.env['HANDRAIL_KEYS'], HANDRAIL_WORKFLOW_BUNDLE: process.env['HANDRAIL_WORKFLOW_BUNDLE'], TEMPORAL_ADDRESS: process.env['HANDRAIL_TEST_TEMPORAL_ADDRESS'],
    DATABASE_URL: fresh.workerUrl, HANDRAIL_PRINT_FOLDER: printFolder, HANDRAIL_TASK_QUEUE: `test-${randomUUID()}`, HANDRAIL_CACHED_WORKFLOWS: '100', ...changed,
  });
  const database = await openDatabase({ url: fresh.apiUrl, keys: settings.keys, poolSize: 10 });
  const link = await connectTemporal({ sealing: settings.keys, settings: settings.temporal });
  return {
    fresh, database, link, settings, printFolder, logged: [],
    close: async () => { await link.close(); await database.close(); await fresh.drop(); fs.rmSync(printFolder, { recursive: true, force: true }); },
  };
}

let installed = false;
function logOf({ logged }: Surroundings): Log {
  const log = openLog({ write: (line) => { logged.push(line); } });
  if (!installed) installRuntime(log);
  installed = true;
  return log;
}

/** Starts the worker and answers once it conducts. */
export async function startWorker(here: Surroundings): Promise<RunningWorker> {
  const { settings, logged } = here;
  const log = logOf(here);
  const health = atFirst();
  const ended = new AbortController();
  const app = await NestFactory.createApplicationContext(WorkerModule.with({ settings, health, log, ended: ended.signal, failed: () => { logged.push('the worker failed'); } }), { logger: false, abortOnError: false });
  await until(() => health.stage === 'running', 'the worker conducts');
  return { health, stop: async () => { ended.abort(); await app.close(); } };
}

/** Only the conductors' host, without relay and deliveries, on a database that may misbehave. */
export async function startHost(here: Surroundings, database: Database): Promise<RunningWorker> {
  const { settings, link, logged } = here;
  const log = logOf(here);
  const health = atFirst();
  const host = new TemporalHost({
    settings, link, health, log, failed: () => { logged.push('the worker failed'); },
    activities: activitiesOf(new ReferralActivity(database, log), new DeliveryActivity(database, undefined, settings.delivery), new NightlyActivity(database, () => openToRead(settings), link, log)),
  });
  host.start();
  await until(() => health.stage === 'running', 'the worker conducts');
  return { health, stop: () => host.stop() };
}

/** Waits for what is said to become true; fails with its words after `withinMs`. */
export async function until(isTrue: () => boolean | Promise<boolean>, words: string, withinMs = 20_000): Promise<void> {
  const patience = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > patience) throw new Error(`not within ${withinMs} ms: ${words}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}
