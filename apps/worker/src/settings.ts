// What the worker is told by its environment, read once at the start. Each missing or wrong value is one clear sentence.
import { loadAnchorKey, loadKeys, type Keys } from '#database';
import { temporalSettings, type TemporalSettings } from '#conductor';
import type { AnchorSettings } from './anchoring/anchoring.js';
import type { DeliverySettings } from './delivery/delivery.activity.js';

export interface Settings {
  databaseUrl: string; keys: Keys; temporal: TemporalSettings; workflowBundle: string;
  host: string; healthPort: number | undefined;
  delivery: DeliverySettings; mail: { url: string; from: string } | undefined;
  maxCachedWorkflows: number;
  /** Where the audit is anchored. */
  anchors: AnchorSettings | undefined;
}
/** How many activities may run at once; the pool of connections holds all of them and the relay. */
export const concurrency = { activities: 8, localActivities: 16, relay: 8, poolSize: 34 };

export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const needed = (name: string) => { const value = env[name]; if (!value) throw new Error(`${name} must be set for the worker.`); return value; };
  const mailUrl = env['SMTP_URL'];
  return {
    databaseUrl: needed('DATABASE_URL'), keys: loadKeys(env['HANDRAIL_KEYS']), temporal: temporalSettings(env), workflowBundle: needed('HANDRAIL_WORKFLOW_BUNDLE'),
    host: env['HOST'] || '127.0.0.1', healthPort: env['HANDRAIL_WORKER_PORT'] ? wholeNumber('HANDRAIL_WORKER_PORT', env['HANDRAIL_WORKER_PORT'], 0, 65_535) : undefined,
    delivery: { printFolder: needed('HANDRAIL_PRINT_FOLDER'), mailTries: wholeNumber('HANDRAIL_MAIL_TRIES', env['HANDRAIL_MAIL_TRIES'] || '5', 0, 1_000), contact: env['HANDRAIL_CONTACT'] || undefined },
    mail: mailUrl ? { url: mailUrl, from: env['MAIL_FROM'] || missing('MAIL_FROM must be set when SMTP_URL is.') } : undefined,
    maxCachedWorkflows: wholeNumber('HANDRAIL_CACHED_WORKFLOWS', env['HANDRAIL_CACHED_WORKFLOWS'] || '600', 0, 100_000),
    anchors: anchorsFrom(env),
  };
}
function anchorsFrom(env: NodeJS.ProcessEnv): AnchorSettings | undefined {
  const [file, key] = [env['HANDRAIL_ANCHORS'], env['HANDRAIL_ANCHOR_KEY']];
  if (file && key) {
    const loaded = loadAnchorKey(key);
    return loaded.privateKey ? { file, key: loaded } : missing('HANDRAIL_ANCHOR_KEY must name the private key for the worker.');
  }
  if (file || key || env['HANDRAIL_MODE'] === 'production') missing('HANDRAIL_ANCHORS and HANDRAIL_ANCHOR_KEY must both be set for the worker, in production always.');
  return undefined;
}
function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new Error(`${name} must be a whole number from ${least} to ${most}.`);
  return value;
}
function missing(sentence: string): never { throw new Error(sentence); }
