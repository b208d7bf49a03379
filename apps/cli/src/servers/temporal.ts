// A Temporal development server of our own on 127.0.0.1: one process, SQLite, one history shard. Not for production.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { lastLines, pause, startProcess, type OwnProcess } from './own-process.js';
import { findTemporalBinary, TEMPORAL_CLI_VERSION } from './temporal-binary.js';

const run = promisify(execFile);

export interface TemporalOrder {
  port: number;
  logFile: string;
  binary?: string;
  /** Port of Temporal's own screens; none when left out. */
  uiPort?: number;
  /** Folder of the histories; kept in memory when left out. */
  folder?: string;
  /** Lets tests skip months. Never for people: it is a clock that lies. */
  timeSkipping?: boolean;
  /** Works when nobody is waiting: people's acts come first. */
  standsBack?: boolean;
  /** Further server settings, JSON values by key. */
  settings?: Record<string, string>;
  say?(line: string): void;
}

export interface RunningTemporal {
  address: string;
  pid: number;
  process: OwnProcess;
  stop(): Promise<void>;
}

/** Starts the server and answers when it is healthy (at most 30 seconds); throws one sentence with the log's last lines. */
export async function startTemporal(order: TemporalOrder): Promise<RunningTemporal> {
  const binary = order.binary ?? await findTemporalBinary({ say: order.say });
  if (order.folder) fs.mkdirSync(order.folder, { recursive: true });
  const server = await startProcess({ name: 'Temporal', command: binary, args: startArguments(order), logFile: order.logFile, standsBack: order.standsBack });
  const address = `127.0.0.1:${order.port}`;
  const stop = () => server.stop('SIGTERM', 10_000);
  try {
    await untilHealthy(binary, address, server, order.logFile);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { address, pid: server.pid, process: server, stop };
}

function startArguments(order: TemporalOrder): string[] {
  const settings: Record<string, string> = {
    // The queue that hands out new workflow tasks polls 20 times a second by default: with it one act would cost 50 ms of waiting.
    'history.transferProcessorMaxPollRPS': '1000',
    'frontend.namespaceRPS': '20000', 'frontend.rps': '20000',
    ...(order.timeSkipping ? skippedTime : {}), ...order.settings,
  };
  return ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(order.port), '--log-level', 'warn',
    ...(order.uiPort ? ['--ui-port', String(order.uiPort), '--ui-disable-news-fetch'] : ['--headless']),
    // An older version's file is not migrated, so the version is in its name; the record rebuilds what is lost.
    ...(order.folder ? ['--db-filename', path.join(order.folder, `temporal-${TEMPORAL_CLI_VERSION}.sqlite`)] : []),
    '--search-attribute', 'HandrailStage=Keyword', '--search-attribute', 'HandrailDueAt=Datetime',
    ...Object.entries(settings).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`])];
}

const skippedTime = {
  'frontend.WorkflowTimeSkippingEnabled': 'true',
  // Each timer on the way would cost a second.
  'history.timerProcessorMaxTimeShift': '"1ms"',
  'frontend.WorkflowTimeSkippingMaxSkipPerSession': '100000',
};

async function untilHealthy(binary: string, address: string, server: OwnProcess, logFile: string): Promise<void> {
  const patience = Date.now() + 30_000;
  while (Date.now() < patience) {
    if (server.hasEnded()) throw new Error(`Temporal ${await server.ended}: ${lastLines(logFile)}`);
    if (await isHealthy(binary, address)) return;
    await pause(100);
  }
  throw new Error(`Temporal did not become healthy within 30 seconds: ${lastLines(logFile)}`);
}

/** True when a server at the address answers and has the namespace `default`. */
export async function isHealthy(binary: string, address: string): Promise<boolean> {
  try {
    await run(binary, ['operator', 'cluster', 'health', '--address', address], { timeout: 5_000 });
    await run(binary, ['operator', 'namespace', 'describe', '-n', 'default', '--address', address], { timeout: 5_000 });
    return true;
  } catch { return false; }
}
