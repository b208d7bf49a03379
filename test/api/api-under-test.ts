// The real API on a database of its own, listening on a free port, asked with real fetch. Conductors are noted, not told: no spec here
// needs Temporal, and the API must not either.
import { loadKeys, openDatabase, seedStaff, type Database } from '#database';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { pino } from 'pino';
import { buildApi } from '../../apps/api/src/api.js';
import type { Settings } from '../../apps/api/src/surroundings.js';
import { signDevelopmentToken } from '../../apps/cli/src/token.js';
import { mustBeAsDescribed } from './described-answers.js';
import { freshDatabase, type FreshDatabase } from '../servers/fresh-database.js';

jest.setTimeout(60_000); // the machine may be busy with other specs

export interface Answered { status: number; body: any; headers: Headers; text: string }
export interface Question { as?: string; token?: string; key?: string; body?: unknown; raw?: string | Buffer | ReadableStream; headers?: Record<string, string> }
export interface ApiUnderTest {
  address: string;
  database: Database;
  fresh: FreshDatabase;
  /** What conductors were told, newest last. */
  told: { referralId: string; commandId?: string; act?: string }[];
  /** What Express itself routes: METHOD path. */
  routed: string[];
  /** Every line the API logged. */
  logged: string[];
  ask(method: string, path: string, question?: Question): Promise<Answered>;
  tokenOf(staffId: string): Promise<string>;
  /** Files in the folder of documents that have not got their place. */
  arriving(): string[];
  close(): Promise<void>;
}

/** `through`: another way to the database than the straight one. */
export async function apiUnderTest(changed: Partial<Settings> = {}, through: (url: string) => string | Promise<string> = (url) => url): Promise<ApiUnderTest> {
  const fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  const database = await openDatabase({ url: await through(fresh.apiUrl), keys: loadKeys(), poolSize: 10 });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-documents-'));
  const told: ApiUnderTest['told'] = [];
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => { logged.push(line); } });
  const telling = { tell: (referralId: string, said: { commandId: string; command: { act: string } }) => { told.push({ referralId, commandId: said.commandId, act: said.command.act }); }, begin: (referralId: string) => { told.push({ referralId }); }, reachable: async () => false };
  const app = await buildApi({ database, telling, log, settings: { mode: 'development', documents: folder, requestsPerSecond: 10_000, ...changed } });
  await app.listen(0, '127.0.0.1');
  const address = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
  return {
    address, database, fresh, told, logged, routed: routedBy(app.getHttpAdapter().getInstance() as never), ask: asker(address, database),
    tokenOf: (staffId) => signDevelopmentToken(database.keys.token, staffId),
    arriving: () => { const place = path.join(folder, 'arriving'); return fs.existsSync(place) ? fs.readdirSync(place) : []; },
    close: async () => { await app.close(); await database.close(); await fresh.drop(); fs.rmSync(folder, { recursive: true, force: true }); },
  };
}

interface Layer { route?: { path: string; methods: Record<string, boolean> } }
const routedBy = (express: { router: { stack: Layer[] } }): string[] =>
  express.router.stack.flatMap(({ route }) => (route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : []));

const tokens = new Map<string, Promise<string>>();
let keysGiven = 0;
const asker = (address: string, database: Database) => async (method: string, route: string, question: Question = {}): Promise<Answered> => {
  const { as, token, key, body, raw, headers = {} } = question;
  const signed = token ?? (as && await (tokens.get(as) ?? tokens.set(as, signDevelopmentToken(database.keys.token, as)).get(as)!));
  const answer = await fetch(`${address}${route}`, {
    method, body: (raw ?? (body === undefined ? undefined : JSON.stringify(body))) as never, redirect: 'manual',
    headers: {
      ...(signed && { authorization: `Bearer ${signed}` }), ...(method === 'POST' && key !== '' && { 'idempotency-key': key ?? `key-of-test-${process.pid}-${keysGiven += 1}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }), ...headers,
    },
    ...(raw instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
  const text = await answer.text();
  const [mediaType = ''] = (answer.headers.get('content-type') ?? '').split(';');
  const said = /json/.test(mediaType) && text !== '' ? JSON.parse(text) : undefined;
  if (said !== undefined) mustBeAsDescribed(method, route, { status: answer.status, mediaType, body: said });
  return { status: answer.status, headers: answer.headers, text, body: said };
};

let sent = 0;
/** A made-up referral; each with another person unless told. */
export const aReferral = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  referrerName: 'Dr Made Up', givenName: `Given${sent += 1}`, familyName: `Family${sent}`, dateOfBirth: '1990-02-28', postcode: `LS${sent % 90} 1AA`,
  reason: 'Low for months; sleeps badly.', triedBefore: 'Sertraline', urgency: 'routine', ...more,
});
/** Receives a referral and answers its receipt. */
export async function receive(api: ApiUnderTest, more: Record<string, unknown> = {}, as = 'amina'): Promise<{ referralId: string; reference: string; flags: string[]; allowedActs: string[] }> {
  const answer = await api.ask('POST', '/api/referrals', { as, body: aReferral(more) });
  if (answer.status !== 201) throw new Error(`not received: ${answer.text}`);
  return answer.body;
}
/** Carries an act out and answers what it answered; throws when it is refused. */
export async function act(api: ApiUnderTest, referralId: string, name: string, as: string, body: Record<string, unknown> = {}): Promise<any> {
  const answer = await api.ask('POST', `/api/referrals/${referralId}/acts/${name}`, { as, body });
  if (answer.status !== 200) throw new Error(`${name} was refused: ${answer.status} ${answer.text}`);
  return answer.body;
}
