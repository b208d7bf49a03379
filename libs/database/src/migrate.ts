// Migrations run as the migrator, who owns the tables, never as the api or the worker. The two login roles are made here, with the passwords given.
import type { DataSource } from 'typeorm';
import pg from 'pg';
import { asOutage, dataSourceFor } from './database.js';

const literal = (text: string) => pg.escapeLiteral(text);

/** Brings the database to the newest version; safe to repeat and to run twice at once. Throws `Outage` when it cannot be reached. */
export async function migrate(ownerUrl: string, passwords: { apiPassword: string; workerPassword: string }): Promise<void> {
  const owner = dataSourceFor(ownerUrl, { poolSize: 1, statementTimeoutMs: 300_000 });
  try {
    await owner.initialize();
    await owner.query('SET lock_timeout = 60000');
    await oneAtATime(owner, async () => {
      await loginRole(owner, 'handrail_api', passwords.apiPassword);
      await loginRole(owner, 'handrail_worker', passwords.workerPassword);
      await becomeMigrator(owner);
      await owner.runMigrations({ transaction: 'all' });
    });
  } catch (error) { throw asOutage(error); }
  finally { if (owner.isInitialized) await owner.destroy(); }
}
async function oneAtATime(owner: DataSource, work: () => Promise<void>): Promise<void> {
  await owner.query('SELECT pg_advisory_lock(4203001)');
  try { await work(); } finally { await owner.query('SELECT pg_advisory_unlock(4203001)'); }
}
/** Roles belong to the whole cluster: another database may be making them at this moment, so a collision is tried again. */
async function loginRole(owner: DataSource, role: string, password: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const known = await owner.query<unknown[]>('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      // Only a superuser may name the attributes of a role that exists; its password is enough.
      await owner.query(known.length > 0 ? `ALTER ROLE ${role} PASSWORD ${literal(password)}` : `CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD ${literal(password)}`);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 50 * attempt); });
    }
  }
}
/** A superuser (the embedded server's, a first set-up's) makes and becomes the migrator, so that no table belongs to a superuser; anybody else is the migrator themselves. */
async function becomeMigrator(owner: DataSource): Promise<void> {
  const [me] = await owner.query<{ super: boolean; exists: boolean }[]>(`SELECT rolsuper AS super, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'handrail_migrator') AS exists FROM pg_roles WHERE rolname = current_user`);
  if (!me?.super) return;
  if (!me.exists) await owner.query('CREATE ROLE handrail_migrator NOLOGIN NOSUPERUSER').catch(() => undefined);
  await owner.query('GRANT ALL ON SCHEMA public TO handrail_migrator');
  await owner.query('SET ROLE handrail_migrator');
}
/** The way back, one migration at a time. */
export async function undoLastMigration(ownerUrl: string): Promise<void> {
  const owner = dataSourceFor(ownerUrl, { poolSize: 1, statementTimeoutMs: 300_000 });
  try { await owner.initialize(); await becomeMigrator(owner); await owner.undoLastMigration({ transaction: 'all' }); }
  finally { if (owner.isInitialized) await owner.destroy(); }
}
