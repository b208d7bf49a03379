// `handrail token --as NAME`: a short-lived token of a member of staff, alone on standard output, until sign-in exists.
import { developmentToken } from '#contracts';
import { listStaff, loadKeys, openDatabase, type StaffRow } from '#database';
import type { Command } from 'commander';
import { SignJWT } from 'jose';
import { readRun } from './running/copies.js';

export function register(program: Command): void {
  program.command('token')
    .description('print a development token of a member of staff, good for twelve hours')
    .requiredOption('--as <name>', 'name or id of a member of staff; the beginning is enough when it names one person')
    .action(async ({ as }: { as: string }) => { process.stdout.write(`${await tokenFor(as)}\n`); });
}

/** Finds the person and signs. Throws one sentence when nobody, or more than one person, is meant. */
async function tokenFor(name: string): Promise<string> {
  const run = process.env.DATABASE_URL && process.env.HANDRAIL_KEYS ? undefined : readRun();
  const url = process.env.DATABASE_URL || run?.apiDatabase;
  if (!url) throw new Error('Handrail is not running here; start it with `npm start`, or set DATABASE_URL and HANDRAIL_KEYS.');
  const keys = loadKeys(process.env.HANDRAIL_KEYS || run?.keys);
  const database = await openDatabase({ url, keys, poolSize: 1 });
  try { return await signDevelopmentToken(keys.token, staffMeant(await listStaff(database), name).staffId); } finally { await database.close(); }
}

/** The one person a name means: the whole name or id, else a beginning of either, whatever the case and the accents. */
export function staffMeant(staff: readonly StaffRow[], name: string): StaffRow {
  const plain = (text: string) => text.normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase().trim();
  const words = plain(name);
  const whole = staff.filter((one) => plain(one.staffId) === words || plain(one.name) === words);
  const meant = whole.length > 0 ? whole : staff.filter((one) => words !== '' && [one.staffId, one.name, ...one.name.split(/\s+/)].some((text) => plain(text).startsWith(words)));
  if (meant.length === 1) return meant[0]!;
  const named = (some: readonly StaffRow[]) => some.map((one) => `"${one.name}"`).join(', ');
  throw new Error(meant.length === 0 ? `Nobody here is called "${name}". These work here: ${named(staff)}.` : `"${name}" could be ${named(meant)}.`);
}

/** A token for one member of staff. `key`: the key file's `token`. */
export const signDevelopmentToken = (key: Uint8Array, staffId: string, { lifetime = developmentToken.lifetime as string, audience = developmentToken.audience as string } = {}): Promise<string> =>
  new SignJWT({}).setProtectedHeader({ alg: developmentToken.algorithm, typ: developmentToken.type }).setSubject(staffId).setIssuer(developmentToken.issuer)
    .setAudience(audience).setIssuedAt().setNotBefore('0s').setExpirationTime(lifetime).sign(key);
