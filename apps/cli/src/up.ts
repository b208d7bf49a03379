// `handrail up`: the whole product on this machine, for trying, developing and demonstrating.
import type { Command } from 'commander';
import fs from 'node:fs';
import path from 'node:path';
import { addresses } from './running/addresses.js';
import { copyFor, forgetRun, type Copy } from './running/copies.js';
import { detached, tellOfFailure, tellParent } from './running/detached.js';
import { stopCopy, takeCopy } from './running/leftovers.js';
import { diskTrouble, portsFrom, takenPorts, type Ports } from './running/preflight.js';
import { bringsIssuer } from './running/development-issuer.js';
import { startProduct, type Product } from './running/product.js';
import { postgresPlaces } from './servers/postgres-home.js';

interface Options { detach?: boolean; fresh?: boolean; portBase?: number }

export function register(program: Command): void {
  program.command('up')
    .description('start everything: PostgreSQL, Temporal, tables, demonstration staff, API and worker')
    .option('--detach', 'give the terminal back once everything is healthy; stop with "handrail down"')
    .option('--fresh', 'delete this copy\'s data first (never that of a DATABASE_URL)')
    .option('--port-base <n>', 'first of five ports (default 4400); another base beside a running copy is a second copy', portBase)
    .action(async (options: Options) => {
      const copy = copyFor(options.portBase);
      if (options.detach) await detached(copy, process.argv.slice(2).filter((word) => word !== '--detach'));
      else await stayUp(copy, options).catch(tellOfFailure);
    });
}

async function stayUp(copy: Copy, options: Options): Promise<void> {
  const giveBack = takeCopy(copy);
  let product: Product | undefined;
  const ended = new Promise<void>((resolve) => onEnding(resolve));
  let givenUp = false;
  void ended.then(() => { givenUp = true; });
  try {
    await prepare(copy, options);
    product = await startProduct({ copy, say, givenUp: () => givenUp });
    tellParent({ ready: addresses(product.run, product.staff) });
    await ended;
    say('Stopping ...');
  } finally {
    await product?.stop();
    forgetRun(copy.folder);
    giveBack();
  }
  process.exit(0); // libraries may hold timers; nothing of ours runs any more
}

/** Everything that can be found wrong before a process is started. */
async function prepare(copy: Copy, options: Options): Promise<void> {
  const trouble = diskTrouble(copy.folder);
  if (trouble) throw new Error(trouble);
  await stopCopy({ ...copy }); // children of an `up` that was killed
  if (options.fresh) deleteWhatIsOurs(copy.folder);
  const taken = await takenPorts(portsFrom(copy.portBase), neededPorts());
  if (taken.length > 0) throw new Error(taken.join('\n'));
}

function neededPorts(): (keyof Ports)[] {
  return ['api', 'worker', ...(process.env.DATABASE_URL ? [] : ['postgres'] as const), ...(process.env.TEMPORAL_ADDRESS ? [] : ['temporal', 'temporalUi'] as const), ...(bringsIssuer() ? ['issuer'] as const : [])];
}

// Keys are kept: they may have sealed words in a database that is not ours to delete.
function deleteWhatIsOurs(folder: string): void {
  const inFolder = (name: string) => path.join(folder, name);
  const own = [
    ...(process.env.DATABASE_URL ? [] : [...postgresPlaces(inFolder('postgres')), inFolder('documents'), inFolder('print'), inFolder('anchors')]),
    ...(process.env.TEMPORAL_ADDRESS ? [] : [inFolder('temporal')]),
  ];
  for (const place of own) fs.rmSync(place, { recursive: true, force: true });
}

// A hang-up ends us as well, unless we were started with nohup (the signal is then ignored, and a listener would undo that).
function onEnding(resolve: () => void): void {
  const ignored = fs.existsSync('/proc/self/status') && /^SigIgn:\s*\S*[13579bdf]$/m.test(fs.readFileSync('/proc/self/status', 'utf8'));
  for (const signal of ['SIGINT', 'SIGTERM', ...(ignored ? [] : ['SIGHUP'])] as NodeJS.Signals[]) process.on(signal, resolve);
  // npm runs us in a shell and hands signals to the shell alone, which dies of them: its death is then our signal.
  const parent = process.ppid;
  const underNpm = process.env.npm_lifecycle_event && !process.env.HANDRAIL_DETACHED;
  if (underNpm) setInterval(() => { if (process.ppid !== parent) resolve(); }, 500).unref();
}

function say(line: string): void { tellParent({ say: line }); }

function portBase(text: string): number {
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1024 || base > 65_531) throw new Error(`--port-base ${text}: give a whole number from 1024 to 65531.`);
  return base;
}
