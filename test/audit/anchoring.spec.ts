import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createPublicKey } from 'node:crypto';
import { AnchorKeeping, appendAnchor, auditDifferences, auditHeads, checkRecord, migrate, openDatabase, loadKeys, readAnchors, recordSignIn, takeDelivery, undoLastMigration, verifyAudit, whoLooked, type Database } from '#database';
import { amina, auditedRecord, oneLookedAt, receive, type AuditedRecord } from './audited-record.js';

let record: AuditedRecord;
let worker: Database;
beforeEach(async () => {
  record = await auditedRecord();
  worker = await openDatabase({ url: record.fresh.workerUrl, keys: loadKeys(), poolSize: 3 });
  await oneLookedAt(record.database, 6);
}, 60_000);
afterEach(async () => { await worker.close(); await record.close(); });
const keeper = () => new AnchorKeeping(worker, { file: record.anchorFile, key: record.key });
const rewind = async (rows: number): Promise<number> => {
  const { chain, n } = await record.longest();
  await record.behindItsBack(`DELETE FROM audit_event WHERE chain = ${chain} AND n > ${n - rows}`, `UPDATE audit_head SET (n, hash) = (SELECT n, hash FROM audit_event WHERE chain = ${chain} AND n = ${n - rows}) WHERE chain = ${chain}`);
  return chain;
};

describe('anchoring', () => {
  it('signs every chain at first, then those that have moved, then none', async () => {
    const one = keeper();
    expect((await one.turn(new Date())).anchored).toHaveLength(64);
    await receive(record.database);
    expect((await one.turn(new Date())).anchored).toHaveLength(1);
    expect((await one.turn(new Date())).anchored).toHaveLength(0);
    expect((await one.turn(new Date(), true)).anchored).toHaveLength(64);
    expect(await readAnchors(record.anchorFile, record.key)).toMatchObject({ lines: 3, wrong: [] });
    expect(await record.verify()).toMatchObject({ found: 0, anchors: 3, rowsBeyondTheLastAnchor: 0 });
  });
  it('two workers that share a file never write over each other', async () => {
    const workers = [keeper(), keeper(), keeper()];
    for (let round = 0; round < 5; round += 1) {
      await receive(record.database);
      await Promise.all(workers.map((one) => one.turn(new Date())));
    }
    const file = await readAnchors(record.anchorFile, record.key);
    expect(file).toMatchObject({ lines: 15, wrong: [] });
    expect((await record.verify()).found).toBe(0);
  });
  it('notices within a turn that rows it anchored are gone, even when the head was put back', async () => {
    const one = keeper();
    await one.turn(new Date());
    const chain = await rewind(2);
    expect((await one.turn(new Date())).lost).toEqual([chain]);
    expect(await auditDifferences(record.database, { file: record.anchorFile, key: record.key })).toEqual([]);
    expect((await record.verify()).counts).toMatchObject({ 'anchor-lost': 1 });
  });
  it('a line that a crash left unfinished spoils no line after it', async () => {
    await keeper().turn(new Date());
    fs.appendFileSync(record.anchorFile, '{"kind":"anchor","at":"20');
    await receive(record.database);
    await keeper().turn(new Date());
    expect((await readAnchors(record.anchorFile, record.key)).wrong).toEqual([{ line: 2, what: 'is not whole' }]);
  });
  it('whoever has the public half of the key alone verifies and cannot sign', async () => {
    await keeper().turn(new Date());
    const publicKey = { id: record.key.id, publicKey: createPublicKey(record.key.publicKey.export({ type: 'spki', format: 'pem' })) };
    expect((await verifyAudit({ url: record.fresh.auditorUrl, anchors: { file: record.anchorFile, key: publicKey } })).found).toBe(0);
    await expect(appendAnchor(record.anchorFile, publicKey, { kind: 'anchor', at: new Date().toISOString(), heads: [] })).rejects.toThrow('signing needs the private one');
  });
  it('a restore that is noted is no tampering; one that is not noted is', async () => {
    await keeper().turn(new Date());
    const chain = await rewind(3);
    expect((await record.verify()).findings.map(({ kind }) => kind)).toEqual(['anchor-lost']);
    await appendAnchor(record.anchorFile, record.key, { kind: 'restored', at: new Date().toISOString(), heads: await auditHeads(record.superuser), reason: 'disk lost, backup of the night' });
    expect(await record.verify()).toMatchObject({ found: 0, restores: 1 });
    await record.superuser.query(`INSERT INTO audit_event (staff_id, roles, person_id, event, resource, outcome) SELECT 'amina', '{}', person_id, 'view', 'referral', 'shown' FROM audit_event WHERE chain = ${chain} LIMIT 1`);
    await keeper().turn(new Date());
    expect((await record.verify()).found).toBe(0);
    await rewind(1);
    expect((await record.verify()).findings.map(({ kind }) => kind)).toEqual(['anchor-lost']);
  });
});

describe('the check of the record', () => {
  it('looks at the audit in its cheap form, with its anchors', async () => {
    await record.anchor();
    const anchors = { file: record.anchorFile, key: record.key };
    expect(await auditDifferences(record.database, anchors)).toEqual([]);
    const chain = await rewind(1);
    expect(await auditDifferences(record.database)).toEqual([]);
    expect((await checkRecord(record.database, undefined, anchors)).broken['audit-holds']!.ids).toEqual([expect.stringMatching(`row \\d+ of chain ${chain} is not the one that was anchored`)]);
  });
  it('asks no row in the audit of acts that were done before there was an audit', async () => {
    // As a record of the version before: everything but the audit was there.
    await undoLastMigration(record.fresh.ownerUrl);
    await undoLastMigration(record.fresh.ownerUrl);
    await migrate(record.fresh.ownerUrl, { apiPassword: 'api-in-tests', workerPassword: 'worker-in-tests', auditorPassword: 'auditor-in-tests' });
    expect((await record.superuser.query('SELECT 1 FROM referral_act')).rowCount).toBeGreaterThan(1);
    await receive(record.database);
    const { broken } = await checkRecord(record.database);
    expect([broken['acts-are-audited'], broken['audit-holds']]).toEqual([undefined, undefined]);
  });
});

describe('what the processes may do to the audit', () => {
  const refused = async (database: Database, text: string) => {
    const { cause, message } = await database.query(text).then(() => ({ cause: undefined, message: `${text} was not refused` }), (error: Error & { cause?: Error }) => error);
    expect((cause as Error | undefined)?.message ?? message).toMatch(/permission denied|must be owner/);
  };
  it('is to add rows, naming neither their number nor their hashes nor the time', async () => {
    for (const database of [record.database, worker]) {
      for (const text of ['UPDATE audit_event SET outcome = $$x$$', 'DELETE FROM audit_event', 'TRUNCATE audit_event', 'ALTER TABLE audit_event DISABLE TRIGGER audit_link', 'UPDATE audit_head SET n = 0', 'DELETE FROM audit_head', 'SET ROLE aud_owner', 'SET session_replication_role = replica',
        ...['chain', 'n', 'at', 'previous', 'hash'].map((column) => `INSERT INTO audit_event (staff_id, roles, event, resource, outcome, ${column}) SELECT 'x', '{}', 'view', 'referral', 'shown', ${column} FROM audit_event LIMIT 1`)]) await refused(database, text);
    }
    await refused(record.database, 'SELECT * FROM audit_head');
    expect((await record.verify()).counts['rules-changed']).toBe(0);
  });
  it('for the auditor it is to read, and nothing else in the database', async () => {
    const auditor = await openDatabase({ url: record.fresh.auditorUrl, keys: loadKeys(), poolSize: 1 });
    try {
      expect((await auditor.query('SELECT 1 FROM audit_event')).length).toBeGreaterThan(5);
      for (const text of [`INSERT INTO audit_event (staff_id, roles, event, resource, outcome) VALUES ('x', '{}', 'view', 'referral', 'shown')`, 'SELECT 1 FROM referral', 'SELECT 1 FROM person', 'SELECT 1 FROM clinical_note', 'SELECT 1 FROM staff_member']) await refused(auditor, text);
    } finally { await auditor.close(); }
  });
});

describe('who looked', () => {
  it('shows act and view, and a sign-in of nobody belongs to nobody', async () => {
    const { personId, referralId } = await oneLookedAt(record.database, 2);
    await recordSignIn(record.database, undefined, { act: 'sign-in', outcome: 'token-wrong' });
    await recordSignIn(record.database, amina, { act: 'sign-out', outcome: 'done' });
    const looked = (await whoLooked(record.database, { personId, limit: 10 }))!;
    expect(looked.map(({ event, act, staffId, resourceId }) => [event, act, staffId, resourceId])).toEqual([['view', null, 'amina', referralId], ['view', null, 'amina', referralId], ['act', 'acceptAtTriage', 'callum', referralId], ['act', 'receive', 'amina', referralId]]);
    expect((await record.superuser.query(`SELECT staff_id, outcome FROM audit_event WHERE event = 'sign-in' ORDER BY at`)).rows).toEqual([{ staff_id: 'nobody', outcome: 'token-wrong' }, { staff_id: 'amina', outcome: 'done' }]);
  });
});

describe('what leaves the service', () => {
  it('is taken down before a letter is read: one row for each attempt, with the letter and to whom', async () => {
    const { personId } = await receive(record.database);
    const { rows: [delivery] } = await record.superuser.query<{ id: string }>('SELECT delivery_id AS id FROM delivery JOIN referral USING (referral_id) WHERE person_id = $1 LIMIT 1', [personId]);
    for (let attempt = 0; attempt < 2; attempt += 1) expect(await takeDelivery(worker, delivery!.id)).toHaveProperty('order');
    const { rows } = await record.superuser.query(`SELECT staff_id, resource, act, outcome FROM audit_event WHERE event = 'export' AND resource_id = $1 AND person_id = $2`, [delivery!.id, personId]);
    expect(rows).toEqual(Array.from({ length: 2 }, () => ({ staff_id: 'system', resource: 'letter', act: expect.stringMatching(/^[a-z-]+ to [a-z-]+$/), outcome: 'sending' })));
  });
});

describe('handrail verify-audit', () => {
  const run = (...words: string[]) => new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, DATABASE_URL: record.fresh.auditorUrl, HANDRAIL_ANCHORS: record.anchorFile, HANDRAIL_ANCHOR_KEY: path.join(path.dirname(path.dirname(record.anchorFile)), 'anchor-key.pem') };
    const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'verify-audit', ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { err += text; });
    child.once('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
  it('says what it verified, and ends with 1 once anything was tampered with', async () => {
    await record.anchor();
    const well = await run();
    expect([well.code, well.err]).toEqual([0, '']);
    expect(JSON.parse(well.out)).toMatchObject({ rows: 8, forks: 0, gaps: 0, found: 0, findings: [] });
    const chain = await rewind(2);
    const ill = await run();
    expect(ill.code).toBe(1);
    expect(JSON.parse(ill.out).findings).toMatchObject([{ kind: 'anchor-lost', chain }]);
    expect((await run('--without-anchors')).code).toBe(0);
    expect((await run('--note-restore', 'backup of the night put back')).code).toBe(0);
  });
});
