// A database of its own for each spec, copied from a template that was migrated once: a copy takes a fraction of a second.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '#database';

const passwords = { apiPassword: 'api-in-tests', workerPassword: 'worker-in-tests', auditorPassword: 'auditor-in-tests' };
const ONE_AT_A_TIME = 7_204_331; // advisory lock: two Jest workers make the template once

export interface FreshDatabase {
  ownerUrl: string;
  /** As role handrail_api. */
  apiUrl: string;
  /** As role handrail_worker. */
  workerUrl: string;
  /** As role handrail_auditor, who reads the audit and nothing else. */
  auditorUrl: string;
  drop(): Promise<void>;
}

/** Creates the database; call `drop` in afterAll, after closing every pool on it. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `handrail_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await asSuperuser(async (client) => {
    const template = await migratedTemplate(client);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const ownerUrl = urlOf(name);
  return {
    ownerUrl,
    apiUrl: urlOf(name, 'handrail_api', passwords.apiPassword),
    workerUrl: urlOf(name, 'handrail_worker', passwords.workerPassword),
    auditorUrl: urlOf(name, 'handrail_auditor', passwords.auditorPassword),
    drop: () => asSuperuser(async (client) => { await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`); }),
  };
}

// The name carries the content of libs/database, so a server kept between runs never serves yesterday's tables.
async function migratedTemplate(client: pg.Client): Promise<string> {
  const template = `handrail_template_${contentOfDatabaseRoom()}`;
  await client.query('SELECT pg_advisory_lock($1)', [ONE_AT_A_TIME]);
  try {
    if ((await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])).rowCount) return template;
    const making = `${template}_making`;
    await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${making}`);
    await migrate(urlOf(making), passwords);
    await client.query(`ALTER DATABASE ${making} RENAME TO ${template}`);
    return template;
  } finally { await client.query('SELECT pg_advisory_unlock($1)', [ONE_AT_A_TIME]); }
}

function contentOfDatabaseRoom(): string {
  const folder = path.resolve('libs/database/src');
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(fs.readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

function urlOf(database: string, user?: string, password?: string): string {
  const server = process.env.HANDRAIL_TEST_DATABASE_URL;
  if (!server) throw new Error('HANDRAIL_TEST_DATABASE_URL is not set: this spec belongs in a Jest project with the test servers.');
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (user) Object.assign(url, { username: user, password });
  return url.href;
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env.HANDRAIL_TEST_DATABASE_URL });
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
}
