// What each service promises, by version. A version never changes once written, so it is remembered for the life of the process.
import type { Policy } from '#domain';
import type { Database } from './database.js';

/** Whoever can ask the database: the pool, or the one connection of a transaction (which must not wait for a second one). */
export interface Asks { query(text: string, values: readonly unknown[]): Promise<{ policy: Policy }[] | { rows: { policy: Policy }[] }> }

const remembered = new WeakMap<object, Map<string, Policy>>();
/** The policy of a version; undefined when the service has no such version. */
export async function policyOf(database: Pick<Database, 'dataSource'>, asks: Asks, serviceId: string, version: number): Promise<Policy | undefined> {
  const known = remembered.get(database.dataSource) ?? new Map<string, Policy>();
  remembered.set(database.dataSource, known);
  const name = `${serviceId}/${version}`;
  if (!known.has(name)) {
    const answer = await asks.query('SELECT policy FROM service_policy WHERE service_id = $1 AND version = $2', [serviceId, version]);
    const [row] = Array.isArray(answer) ? answer : answer.rows;
    if (row) known.set(name, row.policy);
  }
  return known.get(name);
}
/** In SQL: the policy in force today for new referrals of the team `$1`, the newest whose start has come. */
export const policyInForce = `(SELECT p.policy FROM service_policy p JOIN team t USING (service_id) WHERE t.team_id = $1 AND p.starts_on <= current_date ORDER BY p.starts_on DESC, p.version DESC LIMIT 1)`;
/** The policy in force today for new referrals of a team. */
export async function currentPolicy(database: Pick<Database, 'query'>, teamId: string): Promise<Policy | undefined> {
  const [row] = await database.query<{ policy: Policy | null }>(`SELECT ${policyInForce} AS policy`, [teamId]);
  return row?.policy ?? undefined;
}
