// What only this installation knows: the key file (words at rest, histories, development tokens) and the passwords of the
// database roles. Made once, kept for ever: without the keys the words in the database cannot be read again.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { newKeysFile } from '#database';

/** Path of the key file: HANDRAIL_KEYS, else one made under the copy's folder. */
export function keyFile(folder: string, env = process.env): string {
  if (env.HANDRAIL_KEYS) {
    if (!fs.existsSync(env.HANDRAIL_KEYS)) throw new Error(`HANDRAIL_KEYS names ${env.HANDRAIL_KEYS}, which does not exist.`);
    return path.resolve(env.HANDRAIL_KEYS);
  }
  return madeOnce(path.join(folder, 'keys.json'), newKeysFile);
}

export interface RolePasswords { apiPassword: string; workerPassword: string }

/** Passwords for the roles handrail_api and handrail_worker: from the environment, else made once. */
export function rolePasswords(folder: string, env = process.env): RolePasswords {
  const word = () => randomBytes(18).toString('base64url');
  const file = madeOnce(path.join(folder, 'role-passwords.json'), () => JSON.stringify({ api: word(), worker: word() }, null, 2));
  const made = JSON.parse(fs.readFileSync(file, 'utf8')) as { api: string; worker: string };
  return { apiPassword: env.HANDRAIL_API_PASSWORD || made.api, workerPassword: env.HANDRAIL_WORKER_PASSWORD || made.worker };
}

function madeOnce(file: string, make: () => string): string {
  if (!fs.existsSync(file)) {
    const aside = `${file}.${process.pid}`;
    fs.writeFileSync(aside, make(), { mode: 0o600 });
    fs.renameSync(aside, file);
  }
  return file;
}
