// `handrail identity --as NAME --subject SUB`: says which account at the issuer is which member of staff. A user is (issuer, subject),
// never an e-mail. The API's own role may not do this.
import type { Command } from 'commander';
import { linkIdentities } from '#database';
import { readRun } from './running/copies.js';
import { staffNamed, withTheRecord } from './the-record.js';

export function register(program: Command): void {
  program.command('identity')
    .description('link an account of the issuer (its "sub") to a member of staff, who can then sign in; DATABASE_URL of the tables\' owner')
    .requiredOption('--as <name>', 'name or id of the member of staff')
    .requiredOption('--subject <sub>', 'the account, as the issuer calls it; a refused sign-in is in the log of the API with it')
    .option('--issuer <address>', 'address of the issuer (default: HANDRAIL_ISSUER, or that of the running copy)')
    .action(async ({ as, subject, issuer }: { as: string; subject: string; issuer?: string }) => {
      const run = readRun();
      const where = issuer || process.env.HANDRAIL_ISSUER || run?.issuer;
      const owner = process.env.DATABASE_URL || run?.database;
      if (!where || !owner) throw new Error('Nothing runs here: give --issuer, and DATABASE_URL of the owner of the tables.');
      const { staffId, name } = await withTheRecord(1, (database) => staffNamed(database, as));
      await linkIdentities(owner, [{ issuer: where, subject, staffId }]);
      console.log(`${subject} at ${where} is ${name}.`);
    });
}
