// What only this installation knows: the key file (words at rest, histories, development tokens) and the passwords of the
// database roles. Made once, kept for ever: without the keys the words in the database cannot be read again.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { newAnchorKeyFile, newKeysFile, type RolePasswords } from '#database';

/** Path of the key file: HANDRAIL_KEYS, else one made under the copy's folder. */
export function keyFile(folder: string, env = process.env): string {
  if (env.HANDRAIL_KEYS) {
    if (!fs.existsSync(env.HANDRAIL_KEYS)) throw new Error(`HANDRAIL_KEYS names ${env.HANDRAIL_KEYS}, which does not exist.`);
    return path.resolve(env.HANDRAIL_KEYS);
  }
  return madeOnce(path.join(folder, 'keys.json'), newKeysFile);
}

/** Path of the key that signs the audit's anchors: HANDRAIL_ANCHOR_KEY, else one made under the copy's folder. */
export const anchorKeyFile = (folder: string, env = process.env): string => (env.HANDRAIL_ANCHOR_KEY ? path.resolve(env.HANDRAIL_ANCHOR_KEY) : madeOnce(path.join(folder, 'anchor-key.pem'), newAnchorKeyFile));

/** Passwords for the roles handrail_api, handrail_worker and handrail_auditor: from the environment, else made once. */
export function rolePasswords(folder: string, env = process.env): Required<RolePasswords> {
  const word = () => randomBytes(18).toString('base64url');
  const file = madeOnce(path.join(folder, 'role-passwords.json'), () => JSON.stringify({ api: word(), worker: word() }, null, 2));
  const made = JSON.parse(fs.readFileSync(file, 'utf8')) as { api: string; worker: string };
  // The auditor came later than the other two: a folder that knows those gets a file more.
  const auditor = fs.readFileSync(madeOnce(path.join(folder, 'auditor-password'), word), 'utf8');
  return { apiPassword: env.HANDRAIL_API_PASSWORD || made.api, workerPassword: env.HANDRAIL_WORKER_PASSWORD || made.worker, auditorPassword: env.HANDRAIL_AUDITOR_PASSWORD || auditor };
}

function madeOnce(file: string, make: () => string): string {
  if (!fs.existsSync(file)) {
    const aside = `${file}.${process.pid}`;
    fs.writeFileSync(aside, make(), { mode: 0o600 });
    fs.renameSync(aside, file);
  }
  return file;
}
