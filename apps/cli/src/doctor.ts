// `handrail doctor`: looks at everything `up` needs, starts a trial PostgreSQL as the user it would run as, and says in one
// table what is well and what is not.
import type { Command } from 'commander';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { copiesOnRecord, copyFor, isOurs, readRun, root } from './running/copies.js';
import { freePort } from './servers/free-port.js';
import { startPostgres } from './servers/postgres.js';
import { canReach, postgresUser } from './servers/postgres-home.js';
import { diskTrouble, portsFrom, takenPorts } from './running/preflight.js';
import { findTemporalBinary } from './servers/temporal-binary.js';

interface Finding { about: string; well: boolean; words: string }

export function register(program: Command): void {
  program.command('doctor')
    .description('check everything that "up" needs; exit code 1 when something is wrong')
    .option('--port-base <n>', 'check these ports (default 4400)', Number)
    .action(async ({ portBase }: { portBase?: number }) => {
      const copy = copyFor(portBase);
      const findings = [node(), disk(copy.folder), await ports(copy.portBase, copy.folder), await temporal(), await postgres(), ...running()];
      const width = Math.max(...findings.map(({ about }) => about.length));
      for (const { about, well, words } of findings) console.log(`${well ? 'ok   ' : 'WRONG'}  ${about.padEnd(width)}  ${words}`);
      process.exit(findings.every(({ well }) => well) ? 0 : 1);
    });
}

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const well = major > 20 || (major === 20 && minor >= 19);
  return { about: 'Node', well, words: `${process.versions.node}${well ? '' : ', but 20.19 or newer is needed'}` };
}

function disk(folder: string): Finding {
  const trouble = diskTrouble(folder);
  return { about: 'Disk', well: !trouble, words: trouble ?? `${folder} can be written and has room` };
}

async function ports(base: number, folder: string): Promise<Finding> {
  const run = readRun(folder);
  if (run && isOurs(run.pids.handrail) && run.portBase === base) return { about: 'Ports', well: true, words: `${base} to ${base + 4} are in use by the running Handrail` };
  const taken = await takenPorts(portsFrom(base), ['api', 'worker', 'postgres', 'temporal', 'temporalUi', 'issuer']);
  return { about: 'Ports', well: taken.length === 0, words: taken.join(' ') || `${base} to ${base + 4} are free` };
}

async function temporal(): Promise<Finding> {
  if (process.env.TEMPORAL_ADDRESS) return { about: 'Temporal', well: true, words: `the server at ${process.env.TEMPORAL_ADDRESS} is used` };
  try {
    const binary = await findTemporalBinary({ say: (line) => console.error(line) });
    const { stdout } = await promisify(execFile)(binary, ['--version']);
    return { about: 'Temporal', well: true, words: `${binary} (${stdout.trim()})` };
  } catch (cause) { return { about: 'Temporal', well: false, words: (cause as Error).message }; }
}

async function postgres(): Promise<Finding> {
  if (process.env.DATABASE_URL) return { about: 'PostgreSQL', well: true, words: 'the server of DATABASE_URL is used' };
  const trial = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-doctor-'));
  fs.chmodSync(trial, 0o755);
  try {
    const server = await startPostgres({ folder: path.join(trial, 'postgres'), port: await freePort(), logFile: path.join(trial, 'log'), durable: false });
    await server.stop();
    const user = postgresUser();
    const reach = canReach(path.join(root, '.handrail'), user) ? '' : '; its data lives outside this folder, which that user cannot reach';
    return { about: 'PostgreSQL', well: true, words: `starts${user ? ` as user ${user.name}` : ''}${reach}` };
  } catch (cause) {
    return { about: 'PostgreSQL', well: false, words: (cause as Error).message };
  } finally { fs.rmSync(trial, { recursive: true, force: true }); }
}

function running(): Finding[] {
  const copies = copiesOnRecord();
  if (copies.length === 0) return [{ about: 'Running', well: true, words: 'no' }];
  return copies.map(({ folder }) => {
    const run = readRun(folder);
    if (!run) return { about: 'Running', well: true, words: `${folder} is starting` };
    const dead = Object.entries(run.pids).filter(([, pid]) => !isOurs(pid)).map(([name]) => name);
    return dead.length === 0
      ? { about: 'Running', well: true, words: run.api }
      : { about: 'Running', well: false, words: `${run.api} is on record, but without ${dead.join(', ')}: run "handrail down" and start again` };
  });
}
