// What the database itself says of how the audit is guarded: its triggers stand and are on, its functions are those of the migration, its
// tables belong to their owner, and nobody may do more than add rows. Each difference is one sentence.
import { auditOwner, functionBodies, namedColumns } from '../migrations/1700000000002-the-audit.js';

interface Asks { query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }
/** Triggers by name: pg_trigger's bits (1 each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate), and whether it fires in every session. */
const triggers = { audit_link: { bits: 7, on: 'O', calls: 'audit_link' }, audit_no_change: { bits: 27, on: 'A', calls: 'audit_refuse' }, audit_no_truncate: { bits: 34, on: 'A', calls: 'audit_refuse' } } as const;
const processes = ['handrail_api', 'handrail_worker', 'handrail_auditor'];

export async function rulesChanged(client: Asks): Promise<string[]> {
  return [...await triggersChanged(client), ...await functionsChanged(client), ...await tablesChanged(client), ...await grantsChanged(client)];
}

async function triggersChanged(client: Asks): Promise<string[]> {
  const { rows } = await client.query(`SELECT t.tgname AS name, t.tgtype::int AS bits, t.tgenabled AS "on", p.proname AS calls, t.tgqual IS NOT NULL AS conditional FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = 'public.audit_event'::regclass AND NOT t.tgisinternal`);
  const there = new Map((rows as { name: string; bits: number; on: string; calls: string; conditional: boolean }[]).map((row) => [row.name, row]));
  const changed = Object.entries(triggers).flatMap(([name, { bits, on, calls }]) => {
    const trigger = there.get(name);
    if (!trigger) return [`the trigger ${name} is missing`];
    if (trigger.on !== on) return [`the trigger ${name} is ${trigger.on === 'D' ? 'switched off' : 'not on as it should be'}`];
    return trigger.bits === bits && trigger.calls === calls && !trigger.conditional ? [] : [`the trigger ${name} is another one`];
  });
  return [...changed, ...[...there.keys()].filter((name) => !(name in triggers)).map((name) => `there is a trigger ${name} that is not ours`)];
}

async function functionsChanged(client: Asks): Promise<string[]> {
  const { rows } = await client.query(`SELECT proname AS name, prosrc AS body, pg_get_userbyid(proowner) AS owner, prosecdef AS definer, coalesce(proconfig::text, '') AS settings FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY ($1)`, [Object.keys(functionBodies)]);
  const there = rows as { name: string; body: string; owner: string; definer: boolean; settings: string }[];
  return Object.entries(functionBodies).flatMap(([name, body]) => {
    const same = there.filter((one) => one.name === name);
    if (same.length !== 1) return [`the function ${name} is ${same.length === 0 ? 'missing' : 'there more than once'}`];
    const definer = name === 'audit_link' || name === 'audit_standing';
    const pinned = name === 'audit_chain_of' || same[0]!.settings.includes('search_path=pg_catalog, pg_temp');
    return same[0]!.body === body && same[0]!.owner === auditOwner && same[0]!.definer === definer && pinned ? [] : [`the function ${name} is not the one that was made`];
  });
}

async function tablesChanged(client: Asks): Promise<string[]> {
  const { rows } = await client.query(`SELECT c.relname AS name, pg_get_userbyid(c.relowner) AS owner, EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid) AS keyed,
    (SELECT count(*)::int FROM pg_rewrite r WHERE r.ev_class = c.oid) AS rewritten FROM pg_class c WHERE c.oid IN ('public.audit_event'::regclass, 'public.audit_head'::regclass)`);
  return (rows as { name: string; owner: string; keyed: boolean; rewritten: number }[]).flatMap(({ name, owner, keyed, rewritten }) => [
    ...(owner === auditOwner ? [] : [`${name} belongs to ${owner}`]), ...(keyed ? [] : [`${name} has lost its primary key`]), ...(rewritten === 0 ? [] : [`${name} has a rule that rewrites what is asked of it`]),
  ]);
}

async function grantsChanged(client: Asks): Promise<string[]> {
  const { rows } = await client.query(`SELECT r.rolname AS role, r.rolsuper OR r.rolbypassrls AS strong, pg_has_role(r.oid, '${auditOwner}', 'MEMBER') AS member,
    has_table_privilege(r.oid, 'public.audit_event', 'UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES') OR has_table_privilege(r.oid, 'public.audit_head', 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER') AS changes,
    (SELECT coalesce(array_agg(attname::text ORDER BY attnum), '{}') FROM pg_attribute WHERE attrelid = 'public.audit_event'::regclass AND attnum > 0 AND NOT attisdropped AND has_column_privilege(r.oid, attrelid, attnum, 'INSERT')) AS named
    FROM pg_roles r WHERE r.rolname = ANY ($1)`, [processes]);
  return (rows as { role: string; strong: boolean; member: boolean; changes: boolean; named: string[] }[]).flatMap(({ role, strong, member, changes, named }) => {
    const most: readonly string[] = role === 'handrail_auditor' ? [] : namedColumns;
    return [...(strong || member ? [`${role} is stronger than it should be`] : []), ...(changes ? [`${role} may change the audit`] : []), ...(named.every((column) => most.includes(column)) ? [] : [`${role} may write columns that are the trigger's`])];
  });
}
