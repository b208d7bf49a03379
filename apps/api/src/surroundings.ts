// What the API leans on: the record, the telling of conductors, its settings and its log. Made once by main.ts, or by a test.
import type { Database } from '#database';
import type { Command } from '#domain';
import type { Logger } from 'pino';
import type { Route } from './arriving/route-table.js';
import type { SignIn } from './signing-in/sign-in.js';

export interface Settings {
  mode: 'development' | 'production';
  /** Folder of documents by content hash. */
  documents: string;
  /** Requests a second that one person or system may make; twice as many in a burst. Kept in this process only. */
  requestsPerSecond: number;
}
/** Telling the conductors of a committed act, in the background; never awaited. */
export interface Telling {
  tell(referralId: string, told: { commandId: string; by: string; command: Command }): void;
  begin(referralId: string): void;
  /** Does Temporal answer now? Bounded; never throws. */
  reachable(): Promise<boolean>;
}
export interface Surroundings {
  database: Database;
  telling: Telling;
  settings: Settings;
  /** Left out: nobody signs in here, only tokens count. */
  signIn?: SignIn;
  log: Logger;
  routes: readonly Route[];
}
export const SURROUNDINGS = Symbol('surroundings');

const DEFAULT_REQUESTS_PER_SECOND = 1_000;
/** Settings from the environment. Throws one sentence for a value that is none. */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
  const mode = env.HANDRAIL_MODE || 'development';
  if (mode !== 'development' && mode !== 'production') throw new Error('HANDRAIL_MODE is development or production.');
  if (!env.HANDRAIL_DOCUMENTS) throw new Error('HANDRAIL_DOCUMENTS must name the folder of documents.');
  const requestsPerSecond = Number(env.HANDRAIL_REQUESTS_PER_SECOND || DEFAULT_REQUESTS_PER_SECOND);
  if (!Number.isFinite(requestsPerSecond) || requestsPerSecond < 1) throw new Error('HANDRAIL_REQUESTS_PER_SECOND must be a number of at least 1.');
  return { mode, documents: env.HANDRAIL_DOCUMENTS, requestsPerSecond };
}
