import { describe, expect, it, beforeAll, afterAll } from '@jest/globals';
import pg from 'pg';
import { dataSourceFor, migrate, undoLastMigration } from '#database';
import { freshDatabase } from '../servers/fresh-database.js';

type Fresh = Awaited<ReturnType<typeof freshDatabase>>;
let fresh: Fresh;
beforeAll(async () => { fresh = await freshDatabase(); }, 60_000);
afterAll(async () => { await fresh.drop(); });
const asked = async <Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return (await client.query<Row>(text, values)).rows; } finally { await client.end(); }
};
const shape = (url: string) => asked(url, `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT IN ('migrations', 'typeorm_metadata') ORDER BY 1, 2`);

describe('migrations', () => {
  it('leave nothing between the row classes and the tables', async () => {
    const owner = dataSourceFor(fresh.ownerUrl, { poolSize: 1 });
    await owner.initialize();
    try {
      const drift = await owner.driver.createSchemaBuilder().log();
      // Foreign keys stand in the migrations alone: rows are read by id, never by relation.
      expect(drift.upQueries.map((one) => one.query).filter((text) => !/DROP CONSTRAINT "\w+_fkey"/.test(text))).toEqual([]);
    } finally { await owner.destroy(); }
  });
  it('can be undone and done again, giving the same tables', async () => {
    const before = await shape(fresh.ownerUrl);
    expect(before.length).toBeGreaterThan(100);
    const { migrations } = dataSourceFor(fresh.ownerUrl).options;
    for (let left = (migrations as unknown[]).length; left > 0; left--) await undoLastMigration(fresh.ownerUrl);
    expect(await shape(fresh.ownerUrl)).toEqual([]);
    await migrate(fresh.ownerUrl, { apiPassword: 'api-in-tests', workerPassword: 'worker-in-tests' });
    expect(await shape(fresh.ownerUrl)).toEqual(before);
  });
  it('leave the tables to the migrator and the audit to its own role; the api, the worker and the auditor own nothing and are no superusers', async () => {
    const owners = await asked<{ owner: string; audit: boolean }>(fresh.ownerUrl, `SELECT DISTINCT tableowner AS owner, tablename LIKE 'audit\\_%' AS audit FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
    expect(owners).toEqual([{ owner: 'aud_owner', audit: true }, { owner: 'handrail_migrator', audit: false }]);
    expect(await asked(fresh.ownerUrl, `SELECT 1 FROM pg_roles WHERE rolname = 'aud_owner' AND (rolcanlogin OR rolsuper OR rolbypassrls)`)).toEqual([]);
    const roles = await asked<{ rolname: string }>(fresh.ownerUrl, `SELECT rolname FROM pg_roles WHERE rolname LIKE 'handrail_%' AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole)`);
    expect(roles).toEqual([]);
  });
  it('may be started twice at once', async () => {
    const passwords = { apiPassword: 'api-in-tests', workerPassword: 'worker-in-tests' };
    await Promise.all([migrate(fresh.ownerUrl, passwords), migrate(fresh.ownerUrl, passwords)]);
  });
});
