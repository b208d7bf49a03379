// The API process: reads its environment, opens the record, listens. SIGTERM lets what is under way finish.
import { Conductors, connectTemporal, type TemporalLink } from '#conductor';
import { forgetOldSessions, loadKeys, openDatabase, type Database } from '#database';
import { destination, pino } from 'pino';
import { buildApi } from './api.js';
import { forgetOldAnswers } from './arriving/idempotency.store.js';
import { refuseDevelopmentSignIn, refuseUnsafeProduction } from './production.js';
import { signInSettingsFrom } from './signing-in/settings.js';
import { SignIn } from './signing-in/sign-in.js';
import { settingsFrom, type Telling } from './surroundings.js';

const AN_HOUR_MS = 3_600_000;
const POOL = 10;
const PATIENCE_MS = 1_000;
/** A line a request, each with a system call of its own, would cost more than the statement it tells of: lines wait a quarter of a second for each other. */
const logFile = destination({ dest: 1, sync: true, minLength: 4_096, periodicFlush: 250 });
const log = pino({ base: { part: 'api' }, level: process.env.HANDRAIL_LOG_LEVEL || 'info' }, logFile);
process.on('exit', () => logFile.flushSync());

async function start(): Promise<void> {
  const settings = settingsFrom(process.env);
  const keys = loadKeys();
  const url = process.env.DATABASE_URL || fail('DATABASE_URL is not set.');
  const port = Number(process.env.PORT || 4400);
  const database = await openDatabase({ url, keys, poolSize: POOL });
  const signInSettings = signInSettingsFrom(process.env, settings.mode, port);
  const signIn = signInSettings && new SignIn(signInSettings);
  if (settings.mode === 'production') {
    await refuseUnsafeProduction(database, process.env);
    await refuseDevelopmentSignIn(database, signIn!);
  }
  const link = await connectTemporal({ sealing: keys, lazy: true });
  const conductors = new Conductors(link, (referralId, heard) => { if (heard === 'two-minds') log.error({ referralId, heard }, 'conductor'); });
  const telling: Telling = { tell: (id, told) => conductors.tell(id, told), begin: (id) => conductors.begin(id), reachable: () => reachable(link) };
  const app = await buildApi({ database, telling, settings, signIn, log });
  await app.listen(port, process.env.HOST || '127.0.0.1');
  const forgetting = setInterval(() => void forgetWhatIsOld(database, signIn).catch(() => undefined), AN_HOUR_MS).unref();
  log.info({ port, mode: settings.mode }, 'listening');
  const stop = async () => { clearInterval(forgetting); await app.close(); await conductors.close(); await database.close(); };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().then(() => process.exit(0)));
}
async function forgetWhatIsOld(database: Database, signIn: SignIn | undefined): Promise<void> {
  await forgetOldAnswers(database);
  if (!signIn) return;
  const before = (milliseconds: number) => new Date(signIn.now() - milliseconds);
  await forgetOldSessions(database, { seenAt: before(signIn.settings.idleMs), startedAt: before(signIn.settings.absoluteMs), usedAt: before(AN_HOUR_MS) });
}
const reachable = (link: TemporalLink): Promise<boolean> =>
  link.connection.withDeadline(Date.now() + PATIENCE_MS, () => link.connection.workflowService.getSystemInfo({})).then(() => true, () => false);
function fail(sentence: string): never { throw new Error(sentence); }

process.on('unhandledRejection', (cause) => log.error({ name: (cause as Error)?.name, code: (cause as { code?: string })?.code }, 'unhandled'));
start().catch((cause: Error) => {
  log.fatal({ name: cause.name }, 'not started');
  console.error(`The API did not start: ${cause.message}`);
  process.exit(1);
});
