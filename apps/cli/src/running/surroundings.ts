// The two servers the product leans on: our own embedded ones, or the real ones that DATABASE_URL and TEMPORAL_ADDRESS name.
import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import path from 'node:path';
import { keepRunning, type KeptRunning } from './kept-running.js';
import { startPostgres } from '../servers/postgres.js';
import { unreachable, type Ports } from './preflight.js';
import { startTemporal } from '../servers/temporal.js';
import { findTemporalBinary } from '../servers/temporal-binary.js';

export interface Place {
  folder: string;
  ports: Ports;
  say(line: string): void;
  /** Told when a process was replaced. */
  changed(): void;
}

export interface Server { address: string; kept?: KeptRunning }

/** PostgreSQL: `address` is the URL of the tables' owner. */
export async function databaseServer(place: Place, env = process.env): Promise<Server> {
  if (env.DATABASE_URL) {
    const url = new URL(env.DATABASE_URL);
    const trouble = await unreachable('DATABASE_URL', url.hostname, Number(url.port || 5432));
    if (trouble) throw new Error(trouble);
    return { address: env.DATABASE_URL };
  }
  const start = () => startPostgres({
    folder: path.join(place.folder, 'postgres'), port: place.ports.postgres, database: 'handrail', logFile: path.join(place.folder, 'log', 'postgres.log'),
  });
  const first = await start();
  const again = async () => (await start()).process;
  return { address: first.url, kept: keepRunning({ first: first.process, again, gentle: 'SIGINT', graceMs: 20_000, say: place.say, changed: place.changed }) };
}

/** Temporal: `address` is host:port. */
export async function temporalServer(place: Place, env = process.env): Promise<Server> {
  if (env.TEMPORAL_ADDRESS) return realTemporal(env.TEMPORAL_ADDRESS);
  const binary = await findTemporalBinary({ say: place.say });
  const start = () => startTemporal({
    standsBack: true,
    binary, port: place.ports.temporal, uiPort: place.ports.temporalUi,
    folder: path.join(place.folder, 'temporal'), logFile: path.join(place.folder, 'log', 'temporal.log'),
  });
  const first = await start();
  const again = async () => (await start()).process;
  return { address: first.address, kept: keepRunning({ first: first.process, again, gentle: 'SIGTERM', graceMs: 10_000, say: place.say, changed: place.changed }) };
}

// The conductor writes two search attributes; a server that does not know them would stall it.
async function realTemporal(address: string): Promise<Server> {
  const [host, port] = address.split(':');
  const trouble = await unreachable('TEMPORAL_ADDRESS', host!, Number(port ?? 7233));
  if (trouble) throw new Error(trouble);
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = await Connection.connect(connectionOptions);
  const KEYWORD = 2, DATETIME = 6;
  await connection.operatorService
    .addSearchAttributes({ namespace: namespace ?? 'default', searchAttributes: { HandrailStage: KEYWORD, HandrailDueAt: DATETIME } })
    .catch((cause: Error) => { if (!/already exist/i.test(cause.message)) throw new Error(`Temporal at ${address} did not take our search attributes: ${cause.message}`); });
  await connection.close();
  return { address };
}
