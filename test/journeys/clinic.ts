// The whole product in one process for a journey: the real API listening, the real worker conducting, one database, one task queue.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { checkRecord, listStaff, type StaffRow } from '#database';
import { Conductors, connectTemporal } from '#conductor';
import { buildApi } from '../../apps/api/src/api.js';
import { Traveller } from '../../apps/cli/src/tour/over-http.js';
import { conductedSeq } from '../workflows/under-test/through-temporal.js';
import { startWorker, surroundings, until, type Surroundings } from '../workflows/under-test/worker-under-test.js';

export interface Clinic extends Surroundings { traveller: Traveller; staff: StaffRow[]; /** What breaks a rule of the record now; [] when nothing does. */ faults(): Promise<string[]> }

export async function openClinic(): Promise<Clinic> {
  const here = await surroundings();
  const worker = await startWorker(here);
  const conductors = new Conductors(await connectTemporal({ sealing: here.settings.keys, settings: here.settings.temporal }));
  const documents = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-documents-'));
  const telling = { tell: conductors.tell.bind(conductors), begin: conductors.begin.bind(conductors), reachable: async () => true };
  const app = await buildApi({ database: here.database, telling, log: pino({ level: 'silent' }), settings: { mode: 'development', documents, requestsPerSecond: 10_000 } });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return {
    ...here, traveller: new Traveller(`http://127.0.0.1:${port}`, here.settings.keys.token), staff: await listStaff(here.database),
    faults: async () => Object.entries((await checkRecord(here.database)).broken).map(([rule, { count, what }]) => `${rule}: ${count} ${what?.[0] ?? ''}`),
    close: async () => { await app.close(); await conductors.close(); await worker.stop(); await here.close(); fs.rmSync(documents, { recursive: true, force: true }); },
  };
}

/** Waits until the conductor has heard of the referral's last act. */
export const heardOfAll = ({ database }: Clinic, referralId: string): Promise<void> =>
  until(async () => { const { seq, conducted } = await conductedSeq(database, referralId); return seq === conducted; }, 'the conductor has heard of the last act');
