// A record with some life in it and its audit, and somebody with every right over the database, who may do to it what they like.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { appendAnchor, auditHeads, carryOut, loadAnchorKey, loadKeys, newAnchorKeyFile, openDatabase, receiveReferral, recordView, seedStaff, verifyAudit, type AnchorKey, type AuditReport, type Database, type Witness } from '#database';
import { freshDatabase, type FreshDatabase } from '../servers/fresh-database.js';

export interface Row { chain: number; n: number }
export interface AuditedRecord {
  fresh: FreshDatabase;
  /** As the API. */
  database: Database;
  /** As a superuser. */
  superuser: pg.Client;
  anchorFile: string;
  key: AnchorKey;
  /** Signs where every chain stands now. */
  anchor(): Promise<void>;
  verify(): Promise<AuditReport>;
  /** The longest chain there is. */
  longest(): Promise<Row>;
  /** Runs statements with every trigger of the audit switched off, and on again as they were. */
  behindItsBack(...statements: string[]): Promise<void>;
  close(): Promise<void>;
}
export const amina: Witness = { staffId: 'amina', roles: ['medical-secretary'], session: 'ab'.repeat(32), requestId: 'request-1' };

export async function auditedRecord(): Promise<AuditedRecord> {
  const fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  const database = await openDatabase({ url: fresh.apiUrl, keys: loadKeys(), poolSize: 8 });
  const superuser = new pg.Client({ connectionString: fresh.ownerUrl });
  await superuser.connect();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handrail-anchors-'));
  const keyFile = path.join(folder, 'anchor-key.pem');
  fs.writeFileSync(keyFile, newAnchorKeyFile(), { mode: 0o600 });
  const key = loadAnchorKey(keyFile);
  const anchorFile = path.join(folder, 'kept-elsewhere', 'anchors.jsonl');
  return {
    fresh, database, superuser, anchorFile, key,
    anchor: async () => appendAnchor(anchorFile, key, { kind: 'anchor', at: new Date().toISOString(), heads: await auditHeads(superuser) }),
    verify: () => verifyAudit({ url: fresh.auditorUrl, anchors: { file: anchorFile, key } }),
    longest: async () => (await superuser.query<Row>('SELECT chain, max(n)::int AS n FROM audit_event GROUP BY chain ORDER BY 2 DESC, 1 LIMIT 1')).rows[0]!,
    behindItsBack: async (...statements) => {
      const off = ['ALTER TABLE audit_event DISABLE TRIGGER ALL'];
      const on = ['ALTER TABLE audit_event ENABLE TRIGGER audit_link', 'ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_no_change', 'ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_no_truncate'];
      for (const statement of [...off, ...statements, ...on]) await superuser.query(statement);
    },
    close: async () => { await superuser.end(); await database.close(); await fresh.drop(); fs.rmSync(folder, { recursive: true, force: true }); },
  };
}

export async function receive(database: Database): Promise<{ referralId: string; personId: string }> {
  const sent = { person: { givenName: 'Robin', familyName: `Merriweather${randomUUID().slice(0, 4)}`, dateOfBirth: '1984-06-17', nhsNumber: '' }, referral: { teamId: 'north-team', referrerName: 'Dr Hughes', reason: 'low', triedBefore: 'rest', risk: {}, needsHelpToday: false, urgency: 'routine' as const, source: 'gp' as const } };
  const { referralId, referral } = await receiveReferral(database, { sender: 'test', senderReference: randomUUID(), message: sent, ...sent, by: 'amina' });
  return { referralId, personId: referral.personId };
}
/** One referral received, accepted, and looked at `views` times: all on the chain of its person. */
export async function oneLookedAt(database: Database, views: number): Promise<{ referralId: string; personId: string }> {
  const one = await receive(database);
  await carryOut(database, { referralId: one.referralId, commandId: randomUUID(), by: 'callum', command: { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation', riskLevel: 'low' } });
  for (let view = 0; view < views; view += 1) await recordView(database, amina, { event: 'view', resource: 'referral', resourceId: one.referralId, fields: 'administration', outcome: 'shown', of: { referral: one.referralId } });
  return one;
}
