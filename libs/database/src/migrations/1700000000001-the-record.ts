// The record: acts and events (append-only), the current rows of referrals, tasks, appointments, strands and deliveries, people,
// sealed words, staff, services and their policies. Codes are text, checked by the tables of the domain.
// An act refers to its referral by a foreign key; the rows of the act do not each do so again: they are written by the same statement
// with the same id, nobody may delete a referral, and a check for each row costs more than the row.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  `CREATE TABLE service (service_id text PRIMARY KEY, name text NOT NULL)`,
  `CREATE TABLE team (team_id text PRIMARY KEY, service_id text NOT NULL REFERENCES service, name text NOT NULL, site text NOT NULL)`,
  `CREATE TABLE service_policy (service_id text NOT NULL REFERENCES service, version integer NOT NULL, starts_on date NOT NULL, policy jsonb NOT NULL, PRIMARY KEY (service_id, version))`,
  `CREATE TABLE staff_member (staff_id text PRIMARY KEY, name text NOT NULL, roles text[] NOT NULL, discipline text, competences text[] NOT NULL DEFAULT '{}', team_ids text[] NOT NULL DEFAULT '{}', active boolean NOT NULL DEFAULT true, left_at timestamptz)`,
  `CREATE TABLE person (person_id uuid PRIMARY KEY, given_name text, family_name text NOT NULL, date_of_birth date NOT NULL, sex text, ethnicity text, phone text, email text, postcode text, address text, interpreter_language text, safe_to_leave_voicemail boolean, gp_ods text,
     nhs_number bytea, nhs_number_index bytea, nhs_number_as_sent bytea, given_key text NOT NULL DEFAULT '', family_key text NOT NULL DEFAULT '', family_sound text NOT NULL DEFAULT '', postcode_key text NOT NULL DEFAULT '', version integer NOT NULL DEFAULT 1, recorded_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE person_change (person_id uuid NOT NULL REFERENCES person, version integer NOT NULL, changed_by text NOT NULL, changed_at timestamptz NOT NULL DEFAULT now(), former jsonb NOT NULL, PRIMARY KEY (person_id, version))`,
  `CREATE TABLE referral (referral_id uuid PRIMARY KEY, reference text NOT NULL UNIQUE, person_id uuid NOT NULL REFERENCES person, team_id text NOT NULL REFERENCES team, stage text NOT NULL, seq integer NOT NULL, conducted_seq integer NOT NULL DEFAULT 0, due_at timestamptz, received_at timestamptz NOT NULL, stage_since timestamptz NOT NULL, closed_at timestamptz, ending text,
     source text NOT NULL, referrer_name text NOT NULL, referrer_ods text, referrer_email text, preferred_modality text, referrer_urgency text NOT NULL, urgency text, triage_code text, risk_level text, flags text[] NOT NULL DEFAULT '{}', lead_clinician text, policy_version integer NOT NULL, state jsonb NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(), changed_at timestamptz NOT NULL DEFAULT now(), told_at timestamptz)`,
  `CREATE TABLE referral_act (command_id text PRIMARY KEY, referral_id uuid NOT NULL REFERENCES referral, act text NOT NULL, command_hash bytea NOT NULL, actor text NOT NULL, at timestamptz NOT NULL, first_seq integer NOT NULL, last_seq integer NOT NULL, recorded_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  `CREATE TABLE referral_event (referral_id uuid NOT NULL, seq integer NOT NULL, command_id text NOT NULL, type text NOT NULL, at timestamptz NOT NULL, event jsonb NOT NULL, PRIMARY KEY (referral_id, seq))`,
  `CREATE TABLE task (task_id uuid PRIMARY KEY, referral_id uuid NOT NULL, no integer NOT NULL, team_id text NOT NULL, task text NOT NULL, queue text NOT NULL, state text NOT NULL DEFAULT 'open', raised_at timestamptz NOT NULL, due_at timestamptz NOT NULL, level integer NOT NULL DEFAULT 0, assigned_to text, strand_no integer, appointment_no integer,
     claimed_by text, claimed_at timestamptz, follow_up_on date, closed_at timestamptz, closed_by text, version integer NOT NULL DEFAULT 1, CONSTRAINT task_number UNIQUE (referral_id, no), CONSTRAINT task_state CHECK (state IN ('open', 'done', 'no-longer-needed')))`,
  `CREATE TABLE task_comment (comment_id uuid PRIMARY KEY, task_id uuid NOT NULL REFERENCES task, written_by text NOT NULL, written_at timestamptz NOT NULL DEFAULT now(), words bytea NOT NULL)`,
  `CREATE TABLE appointment (referral_id uuid NOT NULL, no integer NOT NULL, purpose text NOT NULL, clinician_id text NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, outcome text NOT NULL, code text, counts boolean, strand_no integer, note_id uuid, PRIMARY KEY (referral_id, no))`,
  `CREATE TABLE strand (referral_id uuid NOT NULL, no integer NOT NULL, stage text NOT NULL, discipline text NOT NULL, modality text NOT NULL, format text NOT NULL, allowance integer, used integer NOT NULL, attended integer NOT NULL, clinician_id text, started_at timestamptz, ended_at timestamptz, PRIMARY KEY (referral_id, no))`,
  `CREATE TABLE delivery (delivery_id uuid PRIMARY KEY, referral_id uuid NOT NULL, no integer NOT NULL, letter text NOT NULL, addressee text NOT NULL, stage text NOT NULL DEFAULT 'waiting', asked_at timestamptz NOT NULL, begun_at timestamptz, attempts integer NOT NULL DEFAULT 0, last_code text, channel text, delivered_at timestamptz, CONSTRAINT delivery_number UNIQUE (referral_id, no), CONSTRAINT delivery_stage CHECK (stage IN ('waiting', 'sending', 'delivered', 'printed', 'stopped', 'failed')))`,
  `CREATE TABLE clinical_note (note_id uuid PRIMARY KEY, referral_id uuid NOT NULL, command_id text NOT NULL, kind text NOT NULL, author text NOT NULL, written_at timestamptz NOT NULL DEFAULT now(), words bytea NOT NULL)`,
  `CREATE TABLE document (document_id uuid PRIMARY KEY, referral_id uuid NOT NULL REFERENCES referral, name bytea NOT NULL, media_type text NOT NULL, bytes integer NOT NULL, sha256 bytea NOT NULL, attached_by text NOT NULL, attached_at timestamptz NOT NULL DEFAULT now())`,
  `CREATE TABLE intake (sender text NOT NULL, sender_reference text NOT NULL, message_hash bytea NOT NULL, message bytea NOT NULL, referral_id uuid NOT NULL, received_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (sender, sender_reference))`,
  `CREATE TABLE idempotency (key text NOT NULL, caller text NOT NULL, route text NOT NULL, body_hash bytea NOT NULL, status integer, response jsonb, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (key, caller, route))`,
  `CREATE SEQUENCE referral_reference`,
  // The state is rewritten by every act: kept in the row, uncompressed, as long as a page holds it.
  `ALTER TABLE referral SET (toast_tuple_target = 8160, fillfactor = 70)`,
];
const indexes = [
  `CREATE INDEX task_queue ON task (queue, team_id, due_at, task_id) WHERE state = 'open'`,
  `CREATE INDEX task_available ON task (queue, team_id, due_at, task_id) WHERE state = 'open' AND claimed_by IS NULL`,
  `CREATE INDEX task_open ON task (referral_id) WHERE state = 'open'`,
  `CREATE INDEX task_mine ON task (claimed_by, queue, due_at, task_id) WHERE state = 'open' AND claimed_by IS NOT NULL`,
  `CREATE INDEX referral_behind ON referral (changed_at) WHERE conducted_seq < seq`,
  `CREATE INDEX referral_due ON referral (due_at) WHERE due_at IS NOT NULL`,
  `CREATE INDEX referral_person ON referral (person_id)`,
  `CREATE INDEX referral_lead ON referral (lead_clinician) WHERE closed_at IS NULL`,
  `CREATE INDEX act_referral ON referral_act (referral_id, first_seq)`,
  `CREATE INDEX person_nhs_number ON person (nhs_number_index) WHERE nhs_number_index IS NOT NULL`,
  `CREATE INDEX person_postcode ON person (postcode_key, date_of_birth) WHERE postcode_key <> ''`,
  `CREATE INDEX person_family ON person (lower(family_name) text_pattern_ops)`,
  `CREATE INDEX person_given ON person (lower(given_name) text_pattern_ops)`,
  `CREATE INDEX appointment_booked ON appointment (clinician_id, starts_at) WHERE outcome = 'booked'`,
  `CREATE INDEX strand_clinician ON strand (clinician_id) WHERE stage <> 'ended'`,
  `CREATE INDEX delivery_unsent ON delivery (asked_at) WHERE stage IN ('waiting', 'sending')`,
  `CREATE INDEX note_referral ON clinical_note (referral_id, written_at)`,
  `CREATE INDEX document_referral ON document (referral_id)`,
  `CREATE INDEX comment_task ON task_comment (task_id, written_at)`,
  `CREATE INDEX intake_referral ON intake (referral_id)`,
];
const appendOnly = ['referral_act', 'referral_event', 'clinical_note', 'intake', 'person_change', 'task_comment'];
const guards = [
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$`,
  ...appendOnly.flatMap((table) => [
    `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ]),
];
/** What the two processes may do; nothing else is granted, and nothing of the record may be deleted by either. */
const grants = ['handrail_api', 'handrail_worker'].flatMap((role) => [
  `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
  `GRANT INSERT ON person, referral, referral_act, referral_event, task, task_comment, appointment, strand, delivery, clinical_note, intake, idempotency, person_change TO ${role}`,
  `GRANT UPDATE ON person, referral, task, appointment, strand, delivery, idempotency TO ${role}`,
  `GRANT USAGE ON SEQUENCE referral_reference TO ${role}`,
]).concat([
  `GRANT INSERT ON document TO handrail_api`,
  `GRANT DELETE ON idempotency TO handrail_api, handrail_worker`,
  `GRANT INSERT, UPDATE ON staff_member, service_policy TO handrail_api`,
]);

export class TheRecord1700000000001 implements MigrationInterface {
  name = 'TheRecord1700000000001';
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...indexes, ...guards, ...grants]) await runner.query(statement);
  }
  async down(runner: QueryRunner): Promise<void> {
    for (const role of ['handrail_api', 'handrail_worker']) {
      await runner.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`);
      await runner.query(`REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${role}`);
    }
    const names = tables.filter((text) => text.startsWith('CREATE TABLE')).map((text) => text.split(' ')[2]!).reverse();
    for (const name of names) await runner.query(`DROP TABLE ${name} CASCADE`);
    await runner.query('DROP SEQUENCE referral_reference');
    await runner.query('DROP FUNCTION refuse_change()');
  }
}
