// A copy of the product is a state folder with its own data and ports: `.handrail` of the clone, or `.handrail/N` for a
// second copy beside it on port base N. Which copy runs is written in its run.json, for people and for the other commands.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const DEFAULT_PORT_BASE = 4400;

/** The clone: dist/apps/cli/src/running/copies.js lies five folders down. */
export const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** What `.handrail/run.json` says. */
export interface RunRecord {
  /** Base address of the API, without a closing slash. */
  api: string;
  /** host:port of Temporal. */
  temporal: string;
  temporalUi?: string;
  /** Where people sign in. */
  issuer?: string;
  /** PostgreSQL as the owner of the tables; the other two as the roles of the API and of the worker. */
  database: string;
  apiDatabase: string;
  workerDatabase: string;
  /** The processes we started, by name: handrail, api, worker, and postgres and temporal when they are ours. */
  pids: Record<string, number>;
  /** Path of the key file. */
  keys: string;
  portBase: number;
  /** Folders of documents and of letters waiting for the printer. */
  documents: string;
  print: string;
  /** Of the audit: the database as its reader, the file of anchors, the key that signs them. */
  auditDatabase: string;
  anchors: string;
  anchorKey: string;
}

export interface Copy { folder: string; portBase: number }

export const stateFolder = (env = process.env) => path.resolve(env.HANDRAIL_HOME || path.join(root, '.handrail'));

/** The copy that `up` with this port base means. A base other than the running one's is a second copy with data of its own. */
export function copyFor(portBase: number | undefined, env = process.env): Copy {
  const first = stateFolder(env);
  if (portBase === undefined) return { folder: first, portBase: DEFAULT_PORT_BASE };
  const own = path.join(first, String(portBase));
  const running = readRun(first);
  const beside = fs.existsSync(own) || (running && running.portBase !== portBase && isOurs(running.pids.handrail));
  return { folder: beside ? own : first, portBase };
}

/** The process that has taken the copy, whether it still lives or not. */
export function holderOf(folder: string): number | undefined {
  const lock = path.join(folder, 'lock');
  return fs.existsSync(lock) ? Number(readQuietly(lock)) : undefined;
}

/** Every copy of this clone that runs, is starting, or was killed. */
export function copiesOnRecord(env = process.env): Copy[] {
  const first = stateFolder(env);
  const second = fs.existsSync(first) ? fs.readdirSync(first).filter((name) => /^\d+$/.test(name)).map((name) => path.join(first, name)) : [];
  return [first, ...second].flatMap((folder) => {
    const run = readRun(folder);
    return run || isOurs(holderOf(folder)) ? [{ folder, portBase: run?.portBase ?? (Number(path.basename(folder)) || DEFAULT_PORT_BASE) }] : [];
  });
}

export function readRun(folder = stateFolder()): RunRecord | undefined {
  const file = path.join(folder, 'run.json');
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) as RunRecord : undefined;
}

/** Written aside and renamed, readable by us alone: it holds database passwords. */
export function writeRun(folder: string, run: RunRecord): void {
  const aside = path.join(folder, `run.json.${process.pid}`);
  fs.writeFileSync(aside, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(aside, path.join(folder, 'run.json'));
}

export const forgetRun = (folder: string) => fs.rmSync(path.join(folder, 'run.json'), { force: true });

/** True when the process is alive and is one of ours, not a stranger that was given the number later. */
export function isOurs(pid: number | undefined): boolean {
  return pid !== undefined && /handrail|start\.mjs|apps\/(cli|api|worker|issuer)|postgres|temporal/.test(commandLine(pid));
}

function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (fs.existsSync('/proc/self/cmdline')) return fs.existsSync(file) ? readQuietly(file).replaceAll('\0', ' ') : '';
  try { process.kill(pid, 0); return 'handrail'; } catch { return ''; } // no /proc (macOS): alive is the best we know
}

function readQuietly(file: string): string {
  try { return fs.readFileSync(file, 'utf8'); } catch { return ''; } // it ended between the two looks
}
