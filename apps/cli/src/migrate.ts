// `handrail migrate`: brings the tables of DATABASE_URL (a URL of their owner) to this version and sets the passwords of the
// roles of the API, the worker and the auditor. Run it before the new API and worker are started.
import type { Command } from 'commander';
import { migrate, seedStaff } from '#database';

export function register(program: Command): void {
  program.command('migrate')
    .description('bring the database of DATABASE_URL to this version (needs HANDRAIL_API_PASSWORD and HANDRAIL_WORKER_PASSWORD)')
    .option('--demonstration', 'also write the staff of the demonstration service; what is there is left as it is')
    .action(async ({ demonstration }: { demonstration?: boolean }) => {
      await migrate(needed('DATABASE_URL'), { apiPassword: needed('HANDRAIL_API_PASSWORD'), workerPassword: needed('HANDRAIL_WORKER_PASSWORD'), auditorPassword: process.env.HANDRAIL_AUDITOR_PASSWORD || undefined });
      if (demonstration) await seedStaff(needed('DATABASE_URL'));
      console.log('The database is up to date.');
    });
}

function needed(name: string): string {
  return process.env[name] || fail(`${name} is not set: it is needed to migrate.`);
}

function fail(sentence: string): never { throw new Error(sentence); }
