// The audit: who saw or did what, in 64 chains of hashes. A row is numbered and linked by a trigger that runs as the owner of the audit,
// under a lock of its chain's head; the processes may add rows, naming what was seen or done, and nothing else. What is here is read by
// the verifier too (audit/catalogue.ts): it holds the functions of a database against these texts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export const auditOwner = 'aud_owner';
export const chainCount = 64;
/** The columns that whoever adds a row may name. The chain, the number, the time and the hashes are the trigger's alone. */
export const namedColumns = ['staff_id', 'roles', 'team_id', 'person_id', 'event', 'resource', 'resource_id', 'fields', 'act', 'request_id', 'session_hash', 'outcome', 'persons'] as const;

const tables = [
  `CREATE TABLE audit_head (chain smallint PRIMARY KEY, n bigint NOT NULL, hash bytea NOT NULL, begun_at timestamptz NOT NULL DEFAULT now()) WITH (fillfactor = 10)`,
  `CREATE TABLE audit_event (chain smallint NOT NULL, n bigint NOT NULL, at timestamptz NOT NULL,
     staff_id text NOT NULL, roles text[] NOT NULL, team_id text, person_id uuid, event text NOT NULL, resource text NOT NULL, resource_id text, fields text, act text, request_id text, session_hash bytea, outcome text NOT NULL, persons uuid[] NOT NULL DEFAULT '{}',
     previous bytea NOT NULL, hash bytea NOT NULL, PRIMARY KEY (chain, n), CONSTRAINT audit_chain CHECK (chain BETWEEN 0 AND 63))`,
  `INSERT INTO audit_head (chain, n, hash) SELECT chain, 0, sha256(convert_to('handrail audit chain ' || chain, 'UTF8')) FROM generate_series(0, ${chainCount - 1}) chain`,
  `CREATE INDEX audit_person ON audit_event (person_id, at) WHERE person_id IS NOT NULL`,
  `CREATE INDEX audit_persons ON audit_event USING gin (persons) WHERE persons <> '{}'`,
];

/** What of a row goes into its hash, after the hash before: every column but the hashes, as one JSON array. `row` names the row. */
export const canonical = (row: string): string => `jsonb_build_array(${row}.chain, ${row}.n, (extract(epoch FROM ${row}.at) * 1000000)::bigint, ${row}.staff_id, ${row}.roles, ${row}.team_id, ${row}.person_id, ${row}.event, ${row}.resource, ${row}.resource_id, ${row}.fields, ${row}.act, ${row}.request_id, encode(${row}.session_hash, 'hex'), ${row}.outcome, ${row}.persons)::text`;
/** What the first row of a chain follows. */
export const beginningOf = (chain: number): string => `handrail audit chain ${chain}`;

/** Bodies of the functions, as PostgreSQL keeps them. */
export const functionBodies = {
  audit_chain_of: ` SELECT (get_byte(sha256(convert_to(who, 'UTF8')), 0) & ${chainCount - 1})::smallint `,
  audit_link: `
DECLARE head public.audit_head;
BEGIN
  NEW.chain := public.audit_chain_of(coalesce(NEW.person_id::text, NEW.staff_id));
  SELECT * INTO STRICT head FROM public.audit_head WHERE chain = NEW.chain FOR UPDATE;
  NEW.n := head.n + 1;
  NEW.at := clock_timestamp();
  NEW.previous := head.hash;
  NEW.hash := sha256(head.hash || convert_to(${canonical('NEW')}, 'UTF8'));
  UPDATE public.audit_head SET n = NEW.n, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END `,
  audit_refuse: ` BEGIN RAISE EXCEPTION 'the audit is never changed' USING ERRCODE = 'restrict_violation'; END `,
  audit_standing: `
  SELECT h.chain, h.begun_at, h.n, coalesce(e.n, 0), CASE WHEN h.n = 0 THEN e.n IS NULL ELSE e.n = h.n AND e.hash = h.hash END
  FROM public.audit_head h LEFT JOIN LATERAL (SELECT n, hash FROM public.audit_event WHERE chain = h.chain ORDER BY n DESC LIMIT 1) e ON true ORDER BY h.chain `,
} as const;
const pinned = 'SET search_path = pg_catalog, pg_temp';
const functions = [
  `CREATE FUNCTION audit_chain_of(who text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$${functionBodies.audit_chain_of}$$`,
  `CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${pinned} AS $$${functionBodies.audit_link}$$`,
  `CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql ${pinned} AS $$${functionBodies.audit_refuse}$$`,
  // How each chain stands, without showing the heads: begun when, the head's number, the last row's, and whether they agree.
  `CREATE FUNCTION audit_standing() RETURNS TABLE (chain smallint, begun_at timestamptz, head bigint, last bigint, agree boolean) LANGUAGE sql STABLE SECURITY DEFINER ${pinned} AS $$${functionBodies.audit_standing}$$`,
];
const triggers = [
  `CREATE TRIGGER audit_link BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_link()`,
  `CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse()`,
  `CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`,
  // Also in a session that says it only replays what another server did.
  `ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_no_change`,
  `ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_no_truncate`,
];
const processes = 'handrail_api, handrail_worker';
const readers = `${processes}, handrail_auditor`;
const grants = [
  `GRANT INSERT (${namedColumns.join(', ')}) ON audit_event TO ${processes}`,
  `GRANT SELECT ON audit_event TO ${readers}`,
  `GRANT SELECT ON audit_head TO handrail_worker, handrail_auditor`,
  `REVOKE ALL ON FUNCTION audit_link(), audit_refuse(), audit_standing() FROM PUBLIC`,
  `GRANT EXECUTE ON FUNCTION audit_standing() TO ${readers}`,
];
const signatures = ['audit_chain_of(text)', 'audit_link()', 'audit_refuse()', 'audit_standing()'];
const owners = [
  ...['audit_head', 'audit_event'].map((table) => `ALTER TABLE ${table} OWNER TO ${auditOwner}`),
  ...signatures.map((signature) => `ALTER FUNCTION ${signature} OWNER TO ${auditOwner}`),
];

export class TheAudit1700000000002 implements MigrationInterface {
  name = 'TheAudit1700000000002';
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...functions, ...triggers, ...grants, ...owners]) await runner.query(statement);
  }
  /** The whole audit goes: for a trial of the way back, never for a record in use. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_event, audit_head');
    await runner.query(`DROP FUNCTION ${signatures.join(', ')}`);
  }
}
