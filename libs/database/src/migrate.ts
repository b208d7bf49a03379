// Migrations run as the migrator, who owns the tables, never as the api or the worker. The login roles are made here, with the passwords
// given, and the role that owns the audit, as which nobody can sign in.
import type { DataSource } from 'typeorm';
import pg from 'pg';
import { asOutage, dataSourceFor } from './database.js';
import { auditOwner } from './migrations/1700000000002-the-audit.js';

const literal = (text: string) => pg.escapeLiteral(text);

/** `auditorPassword` left out: nobody can sign in as the auditor by password. */
export interface RolePasswords { apiPassword: string; workerPassword: string; auditorPassword?: string }

/** Brings the database to the newest version; safe to repeat and to run twice at once. Throws `Outage` when it cannot be reached. */
export async function migrate(ownerUrl: string, passwords: RolePasswords): Promise<void> {
  const owner = dataSourceFor(ownerUrl, { poolSize: 1, statementTimeoutMs: 300_000 });
  try {
    await owner.initialize();
    await owner.query('SET lock_timeout = 60000');
    await oneAtATime(owner, async () => {
      await loginRole(owner, 'handrail_api', passwords.apiPassword);
      await loginRole(owner, 'handrail_worker', passwords.workerPassword);
      await loginRole(owner, 'handrail_auditor', passwords.auditorPassword);
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
const loginRole = (owner: DataSource, role: string, password: string | undefined): Promise<void> => again(async () => {
  // Only a superuser may name the attributes of a role that exists; its password is enough.
  const secret = password === undefined ? undefined : `PASSWORD ${literal(password)}`;
  if (!(await roleIsThere(owner, role))) await owner.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS ${secret ?? ''}`);
  else if (secret) await owner.query(`ALTER ROLE ${role} ${secret}`);
});
/** The audit belongs to a role of its own; whoever migrates is its member, to hand the tables over. */
const auditOwnerRole = (owner: DataSource, migrator: string): Promise<void> => again(async () => {
  if (!(await roleIsThere(owner, auditOwner))) await owner.query(`CREATE ROLE ${auditOwner} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`);
  await owner.query(`GRANT CREATE, USAGE ON SCHEMA public TO ${auditOwner}`);
  const [member] = await owner.query<{ already: boolean }[]>(`SELECT pg_has_role(${literal(migrator)}, '${auditOwner}', 'USAGE') AND NOT rolsuper AS already FROM pg_roles WHERE rolname = ${literal(migrator)}`);
  if (!member?.already) await owner.query(`GRANT ${auditOwner} TO ${pg.escapeIdentifier(migrator)}`);
});
const roleIsThere = async (owner: DataSource, role: string): Promise<boolean> => (await owner.query<unknown[]>('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])).length > 0;
async function again(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try { return await work(); } catch (error) {
      if (attempt === 5) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 50 * attempt); });
    }
  }
}
/** A superuser (the embedded server's, a first set-up's) makes and becomes the migrator, so that no table belongs to a superuser; anybody else is the migrator themselves. */
async function becomeMigrator(owner: DataSource): Promise<void> {
  const [me] = await owner.query<{ name: string; super: boolean }[]>('SELECT rolname AS name, rolsuper AS super FROM pg_roles WHERE rolname = current_user');
  if (!me?.super) return auditOwnerRole(owner, me!.name);
  await again(async () => { if (!(await roleIsThere(owner, 'handrail_migrator'))) await owner.query('CREATE ROLE handrail_migrator NOLOGIN NOSUPERUSER'); });
  await auditOwnerRole(owner, 'handrail_migrator');
  await owner.query('GRANT ALL ON SCHEMA public TO handrail_migrator');
  await owner.query('SET ROLE handrail_migrator');
}
/** The way back, one migration at a time. */
export async function undoLastMigration(ownerUrl: string): Promise<void> {
  const owner = dataSourceFor(ownerUrl, { poolSize: 1, statementTimeoutMs: 300_000 });
  try { await owner.initialize(); await becomeMigrator(owner); await owner.undoLastMigration({ transaction: 'all' }); }
  finally { if (owner.isInitialized) await owner.destroy(); }
}
