// `handrail COMMAND`. One file per command; a new one is imported here and put into the list.
import { Command } from 'commander';
import * as bench from './bench.js';
import * as doctor from './doctor.js';
import * as down from './down.js';
import * as identity from './identity.js';
import * as importReferrals from './import.js';
import * as migrate from './migrate.js';
import * as reconcile from './reconcile.js';
import * as referral from './referral.js';
import * as seed from './seed.js';
import * as token from './token.js';
import * as tour from './tour.js';
import * as up from './up.js';
import * as verifyAudit from './verify-audit.js';

const commands: { register(program: Command): void }[] = [up, down, doctor, bench, identity, importReferrals, migrate, reconcile, referral, seed, token, tour, verifyAudit];

const program = new Command('handrail')
  .description('Carries a mental-health referral from the GP to discharge, and never lets go of it.')
  .showHelpAfterError();
for (const command of commands) command.register(program);

try {
  await program.parseAsync();
} catch (cause) {
  // What goes wrong here is said to a person: one sentence. HANDRAIL_TRACE=1 shows where it came from.
  console.error(`handrail: ${(cause as Error).message}`);
  if (process.env.HANDRAIL_TRACE) console.error(cause);
  process.exit(1);
}
