// Who looked at somebody's record, and who did what with it: newest first, by an index of the person, over all the years that are kept.
import type { Database } from '../database.js';

export interface Looked { at: string; staffId: string; roles: string[]; event: string; resource: string; resourceId: string | null; fields: string | null; act: string | null; outcome: string; place: string }
interface Row { at: Date; micros: string; chain: number; n: string; staff_id: string; roles: string[]; event: string; resource: string; resource_id: string | null; fields: string | null; act: string | null; outcome: string }

const micros = '(extract(epoch FROM at) * 1000000)::bigint';
const columns = `at, ${micros}::text AS micros, chain, n::text AS n, staff_id, roles, event, resource, resource_id, fields, act, outcome`;
const before = `($2::timestamptz IS NULL OR (at, chain, n) < ($2, $3::smallint, $4::bigint))`;
const newest = 'ORDER BY at DESC, chain DESC, n DESC LIMIT $5';
const text = `SELECT * FROM (
  (SELECT ${columns} FROM audit_event WHERE person_id = $1 AND ($2::timestamptz IS NULL OR at <= $2) AND ${before} ${newest})
  UNION (SELECT ${columns} FROM audit_event WHERE persons @> ARRAY[$1::uuid] AND persons <> '{}' AND ${before} ${newest})) looked ${newest}`;
const mark = /^(\d{1,17})~(\d{1,2})~(\d{1,18})$/;

/** One page; `after` is the `place` of the last row of the page before. Undefined for a place that was never given. */
export async function whoLooked(database: Database, ask: { personId: string; after?: string; limit: number }): Promise<Looked[] | undefined> {
  const [, at, chain, n] = mark.exec(ask.after ?? '') ?? [];
  if (ask.after !== undefined && at === undefined) return undefined;
  const instant = at === undefined ? null : `${new Date(Math.floor(Number(at) / 1000)).toISOString().slice(0, -1)}${at.slice(-3)}Z`;
  const rows = await database.query<Row>(text, [ask.personId, instant, chain ?? null, n ?? null, ask.limit]);
  return rows.map((row) => ({
    at: row.at.toISOString(), staffId: row.staff_id, roles: row.roles, event: row.event, resource: row.resource, resourceId: row.resource_id, fields: row.fields, act: row.act, outcome: row.outcome,
    place: `${row.micros}~${row.chain}~${row.n}`,
  }));
}
