// The real API with sign-in, the development issuer beside it, and a browser's cookies without a browser.
import { jest } from '@jest/globals';
import { pino } from 'pino';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { linkIdentities, loadKeys, openDatabase, seedStaff, type Database } from '#database';
import { buildApi } from '../../apps/api/src/api.js';
import { developmentClient, signInSettingsFrom, type SignInSettings } from '../../apps/api/src/signing-in/settings.js';
import { SignIn } from '../../apps/api/src/signing-in/sign-in.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { mustBeAsDescribed } from '../api/described-answers.js';
import { freshDatabase, type FreshDatabase } from '../servers/fresh-database.js';
import { Browser } from './browser.js';

jest.setTimeout(60_000);

export interface SignedInApi {
  address: string;
  issuerAddress: string;
  database: Database;
  fresh: FreshDatabase;
  signIn: SignIn;
  logged: string[];
  /** Moves the API's clock; real time goes on. */
  later(milliseconds: number): void;
  browser(): Browser;
  close(): Promise<void>;
}
/** `issuerAddress`: where people sign in. Everybody of the demonstration has an account there, by their staff id unless `subjects` says another. */
export async function signedInApi(issuerAt: number, changed: Partial<SignInSettings> & { subjects?: Record<string, string>; issuer?: string } = {}): Promise<SignedInApi & { port: number }> {
  const { subjects = {}, ...settings } = changed;
  const port = await freePort();
  const issuerAddress = settings.issuer ?? `http://127.0.0.1:${issuerAt}`;
  const fresh = await freshDatabase();
  const staff = await seedStaff(fresh.ownerUrl);
  await linkIdentities(fresh.ownerUrl, staff.map(({ staffId }) => ({ issuer: issuerAddress, subject: subjects[staffId] ?? staffId, staffId })));
  const database = await openDatabase({ url: fresh.apiUrl, keys: loadKeys(), poolSize: 10 });
  let ahead = 0;
  const usual = signInSettingsFrom({ HANDRAIL_ISSUER: issuerAddress, HANDRAIL_CLIENT_ID: developmentClient.id, HANDRAIL_CLIENT_SECRET: developmentClient.secret, HANDRAIL_SIGN_INS_PER_SECOND: '1000' }, 'development', port)!;
  const signIn = new SignIn({ ...usual, ...settings }, () => Date.now() + ahead);
  const logged: string[] = [];
  const documents = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-documents-'));
  const app = await buildApi({
    database, signIn, log: pino({ level: 'debug' }, { write: (line) => { logged.push(line); } }), telling: { tell: () => undefined, begin: () => undefined, reachable: async () => false },
    settings: { mode: 'development', documents, requestsPerSecond: 10_000 },
  } as Parameters<typeof buildApi>[0]);
  await app.listen(port, '127.0.0.1');
  const address = `http://127.0.0.1:${port}`;
  return {
    port, address, issuerAddress, database, fresh, signIn, logged, later: (milliseconds) => { ahead += milliseconds; }, browser: () => new Browser(address, mustBeAsDescribed),
    close: async () => { await app.close(); await database.close(); await fresh.drop(); fs.rmSync(documents, { recursive: true, force: true }); },
  };
}
