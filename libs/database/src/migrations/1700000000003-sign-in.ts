// Sign-in: who is who at the issuer, the sessions of people who are signed in, and the sign-ins that were used up. Of a session's
// secret only the hash is kept: who reads the database cannot take a session over.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `CREATE TABLE staff_identity (issuer text NOT NULL, subject text NOT NULL, staff_id text NOT NULL REFERENCES staff_member, added_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (issuer, subject))`,
  `CREATE TABLE session (session_id uuid PRIMARY KEY, secret_hash bytea NOT NULL, staff_id text NOT NULL REFERENCES staff_member, started_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, signed_in_at timestamptz NOT NULL, words bytea NOT NULL)`,
  `CREATE UNIQUE INDEX session_secret ON session (secret_hash)`,
  `CREATE INDEX session_staff ON session (staff_id)`,
  `CREATE TABLE sign_in_used (state_hash bytea PRIMARY KEY, at timestamptz NOT NULL)`,
  // Whoever changes what somebody may do, by whatever way, ends their sessions in the same transaction.
  `CREATE FUNCTION end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM session WHERE staff_id = NEW.staff_id; RETURN NULL; END $$`,
  `CREATE TRIGGER staff_member_sessions AFTER UPDATE ON staff_member FOR EACH ROW
     WHEN (OLD.active IS DISTINCT FROM NEW.active OR OLD.roles IS DISTINCT FROM NEW.roles OR OLD.discipline IS DISTINCT FROM NEW.discipline OR OLD.team_ids IS DISTINCT FROM NEW.team_ids)
     EXECUTE FUNCTION end_sessions()`,
  `GRANT SELECT ON staff_identity TO handrail_api`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON session TO handrail_api`,
  `GRANT SELECT, INSERT, DELETE ON sign_in_used TO handrail_api`,
];

export class SignIn1700000000003 implements MigrationInterface {
  name = 'SignIn1700000000003';
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER staff_member_sessions ON staff_member');
    await runner.query('DROP FUNCTION end_sessions()');
    for (const table of ['sign_in_used', 'session', 'staff_identity']) await runner.query(`DROP TABLE ${table}`);
  }
}
