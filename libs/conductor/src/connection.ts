// The connection to Temporal, described by the same variables and file as Temporal's own command line (envconfig); nothing home-made.
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { defaultTaskQueue } from '../../../workflows/referral.messages.js';
import { dataConverter, type SealingKeys } from './payload-codec.js';

export type TemporalSettings = ReturnType<typeof temporalSettings>;
export interface TemporalLink { client: Client; connection: Connection; namespace: string; taskQueue: string; close(): Promise<void> }

export const taskQueueOf = (env: NodeJS.ProcessEnv = process.env): string => env['HANDRAIL_TASK_QUEUE'] || defaultTaskQueue;

/** Address, TLS and namespace. Throws one sentence when a production process would speak in clear over a network. */
export function temporalSettings(env: NodeJS.ProcessEnv = process.env) {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars: definedOnly(env) });
  const { address = '127.0.0.1:7233' } = connectionOptions;
  if (env['HANDRAIL_MODE'] === 'production' && !connectionOptions.tls && !connectionOptions.apiKey && !isNear(address) && env['TEMPORAL_ALLOW_CLEAR'] !== 'yes') {
    throw new Error(`In production the connection to Temporal at ${address} needs TLS (TEMPORAL_TLS and its certificates); TEMPORAL_ALLOW_CLEAR=yes allows a private network.`);
  }
  return { connectionOptions: { ...connectionOptions, address }, namespace, taskQueue: taskQueueOf(env) };
}
const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> => Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));
const isNear = (address: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):/.test(address);

/** A client that seals what it sends. `lazy` (for the API) answers at once and connects at the first call, so that a process starts while Temporal is away. */
export async function connectTemporal(options: { sealing: SealingKeys; lazy?: boolean; settings?: TemporalSettings; env?: NodeJS.ProcessEnv }): Promise<TemporalLink> {
  const { connectionOptions, namespace, taskQueue } = options.settings ?? temporalSettings(options.env);
  const { address, tls, apiKey, metadata } = connectionOptions;
  const forClients = { address, tls, metadata, ...(apiKey && { apiKey }) } as ConnectionOptions;
  const connection = options.lazy ? Connection.lazy(forClients) : await Connection.connect(forClients);
  const client = new Client({ connection, namespace, dataConverter: dataConverter(options.sealing, namespace) });
  return { client, connection, namespace, taskQueue, close: () => connection.close() };
}
