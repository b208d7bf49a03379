// The worker's log: one JSON line each, ids and codes only. Messages of the SDK are let through, but of what comes with them only the
// names listed here: failures and payloads may quote what a person wrote.
import { pino, type Logger } from 'pino';
import type { Logger as TemporalLogger, LogLevel, LogMetadata } from '@temporalio/worker';

export type Log = Logger;
export const openLog = (destination?: { write(line: string): void }): Log =>
  pino({ base: { process: 'worker' }, timestamp: pino.stdTimeFunctions.isoTime, level: process.env['HANDRAIL_LOG_LEVEL'] || 'info' }, destination as never);

const known = ['workflowId', 'runId', 'workflowType', 'activityType', 'activityId', 'taskQueue', 'attempt', 'namespace', 'state'];
const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** What a trouble may show of itself: its kind and, when it has one, its code. */
export function kindOf(trouble: unknown): { kind: string; code?: string } {
  const { name, code, type } = trouble as { name?: string; code?: unknown; type?: unknown };
  const shown = [code, type].find((one) => typeof one === 'string' || typeof one === 'number');
  return { kind: name ?? typeof trouble, ...(shown !== undefined && { code: String(shown) }) };
}

/** The SDK's log as ours. */
export function temporalLogger(log: Log): TemporalLogger {
  const write = (level: LogLevel, message: string, more: LogMetadata = {}) => {
    const shown = Object.fromEntries(known.filter((name) => more[name] !== undefined).map((name) => [name, more[name]]));
    const { error } = more;
    log[levels[level]]({ ...shown, ...(error !== undefined && kindOf(error)) }, message.split('\n')[0]!.slice(0, 200));
  };
  return {
    log: write,
    trace: (message, more) => write('TRACE', message, more), debug: (message, more) => write('DEBUG', message, more), info: (message, more) => write('INFO', message, more),
    warn: (message, more) => write('WARN', message, more), error: (message, more) => write('ERROR', message, more),
  };
}
