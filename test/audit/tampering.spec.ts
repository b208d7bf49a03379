import fs from 'node:fs';
import { verifyAudit } from '#database';
import { auditedRecord, oneLookedAt, receive, type AuditedRecord } from './audited-record.js';

let record: AuditedRecord;
beforeEach(async () => {
  record = await auditedRecord();
  await oneLookedAt(record.database, 8);
  for (let other = 0; other < 5; other += 1) await receive(record.database);
  await record.anchor();
}, 60_000);
afterEach(() => record.close());
const found = async () => (await record.verify()).findings.map(({ kind, chain, n }) => `${kind} ${chain}/${n}`);

describe('tampering with the audit', () => {
  it('is not found where there was none', async () => {
    const report = await record.verify();
    expect(report).toMatchObject({ rows: 15, found: 0, findings: [], forks: 0, gaps: 0, anchors: 1, rowsBeyondTheLastAnchor: 0 });
    expect(report.rowsPerSecond).toBeGreaterThan(0);
  });

  it('1. a row that was edited is named, and no other', async () => {
    const { chain } = await record.longest();
    await record.behindItsBack(`UPDATE audit_event SET staff_id = 'somebody-else' WHERE chain = ${chain} AND n = 4`);
    expect(await found()).toEqual([`edited ${chain}/4`]);
  });
  it('1. a row cannot be edited by a superuser who says that they only replay another server', async () => {
    const { chain } = await record.longest();
    await record.superuser.query('SET session_replication_role = replica');
    for (const change of ['UPDATE audit_event SET outcome = $$x$$', 'DELETE FROM audit_event', 'TRUNCATE audit_event']) await expect(record.superuser.query(change)).rejects.toThrow('the audit is never changed');
    await record.superuser.query(`ALTER TABLE audit_event DISABLE TRIGGER ALL; UPDATE audit_event SET roles = '{}' WHERE chain = ${chain} AND n = 2`);
    expect((await record.verify()).findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['edited', 'rules-changed']));
  });
  it('1. an edited row whose hash was made anew is not the one that the next row follows', async () => {
    const { chain } = await record.longest();
    await record.behindItsBack(`UPDATE audit_event SET staff_id = 'somebody-else' WHERE chain = ${chain} AND n = 4`, rehash(chain, 4));
    expect(await found()).toEqual([`broken-link ${chain}/5`]);
  });
  it('1. a chain that was made anew from the edited row on, head and all, is not the one that was anchored', async () => {
    const { chain, n } = await record.longest();
    const anew = Array.from({ length: n - 4 }, (_, more) => [`UPDATE audit_event SET previous = (SELECT hash FROM audit_event WHERE chain = ${chain} AND n = ${4 + more}) WHERE chain = ${chain} AND n = ${5 + more}`, rehash(chain, 5 + more)]).flat();
    await record.behindItsBack(`UPDATE audit_event SET staff_id = 'somebody-else' WHERE chain = ${chain} AND n = 4`, rehash(chain, 4), ...anew, `UPDATE audit_head SET hash = (SELECT hash FROM audit_event WHERE chain = ${chain} AND n = ${n}) WHERE chain = ${chain}`);
    expect(await found()).toEqual([`anchor-differs ${chain}/${n}`]);
  });
  it('2. a row that was deleted in the middle leaves a gap', async () => {
    const { chain } = await record.longest();
    await record.behindItsBack(`DELETE FROM audit_event WHERE chain = ${chain} AND n = 5`);
    expect(await found()).toEqual([`gap ${chain}/5`]);
  });
  it('3. a tail that was deleted is missed by the head and by the anchor', async () => {
    const { chain, n } = await record.longest();
    await record.behindItsBack(`DELETE FROM audit_event WHERE chain = ${chain} AND n > ${n - 3}`);
    expect(await found()).toEqual([`not-the-head ${chain}/${n - 3}`, `anchor-lost ${chain}/${n}`]);
  });
  it('4. a row that was put in between does not fit its neighbours', async () => {
    const { chain, n } = await record.longest();
    await record.behindItsBack(
      ...Array.from({ length: n - 4 }, (_, more) => `UPDATE audit_event SET n = n + 1 WHERE chain = ${chain} AND n = ${n - more}`),
      `INSERT INTO audit_event SELECT chain, 5, at, 'put-in-between', roles, team_id, person_id, event, resource, resource_id, fields, act, request_id, session_hash, outcome, persons, previous, hash FROM audit_event WHERE chain = ${chain} AND n = 4`);
    expect(await found()).toEqual(expect.arrayContaining([`fork ${chain}/5`, `edited ${chain}/5`, `edited ${chain}/6`, `not-the-head ${chain}/${n + 1}`]));
  });
  it('4. a row that was put at the end, rightly linked, is one too many for the head', async () => {
    const { chain, n } = await record.longest();
    await record.behindItsBack(`INSERT INTO audit_event SELECT chain, n + 1, at, 'put-at-the-end', roles, team_id, person_id, event, resource, resource_id, fields, act, request_id, session_hash, outcome, persons, hash, hash FROM audit_event WHERE chain = ${chain} AND n = ${n}`, rehash(chain, n + 1));
    expect(await found()).toEqual([`not-the-head ${chain}/${n + 1}`]);
  });
  it('4. two rows of one number are a fork', async () => {
    const { chain } = await record.longest();
    await record.behindItsBack('ALTER TABLE audit_event DROP CONSTRAINT audit_event_pkey', `INSERT INTO audit_event SELECT * FROM audit_event WHERE chain = ${chain} AND n = 6`);
    expect((await record.verify()).findings.map(({ kind, n }) => `${kind} ${n}`)).toEqual(['fork 6', 'rules-changed undefined']);
  });
  it('5. rows that changed places are both named', async () => {
    const { chain } = await record.longest();
    await record.behindItsBack(...[[3, -1], [7, 3], [-1, 7]].map(([from, to]) => `UPDATE audit_event SET n = ${to} WHERE chain = ${chain} AND n = ${from}`));
    expect(await found()).toEqual(expect.arrayContaining([`edited ${chain}/3`, `edited ${chain}/7`]));
  });
  it('6. a tail that was deleted, with the head put back as well, is missed by the anchor alone', async () => {
    const { chain, n } = await record.longest();
    await record.behindItsBack(`DELETE FROM audit_event WHERE chain = ${chain} AND n > ${n - 3}`, `UPDATE audit_head SET (n, hash) = (SELECT n, hash FROM audit_event WHERE chain = ${chain} AND n = ${n - 3}) WHERE chain = ${chain}`);
    expect(await found()).toEqual([`anchor-lost ${chain}/${n}`]);
    const blind = await verifyAudit({ url: record.fresh.auditorUrl });
    expect(blind.findings).toEqual([]);
  });
  it('6. even when the chain has grown beyond the anchor again', async () => {
    const { chain, n } = await record.longest();
    await record.behindItsBack(`DELETE FROM audit_event WHERE chain = ${chain} AND n > ${n - 3}`, `UPDATE audit_head SET (n, hash) = (SELECT n, hash FROM audit_event WHERE chain = ${chain} AND n = ${n - 3}) WHERE chain = ${chain}`);
    for (let more = 0; more < 5; more += 1) await record.superuser.query(`INSERT INTO audit_event (staff_id, roles, person_id, event, resource, outcome) SELECT 'amina', '{}', person_id, 'view', 'referral', 'shown' FROM audit_event WHERE chain = ${chain} LIMIT 1`);
    await record.anchor();
    expect(await found()).toEqual([`anchor-differs ${chain}/${n}`]);
  });
  it('7. a trigger that is switched off is seen while it is off, and what was written meanwhile afterwards', async () => {
    const { chain, n } = await record.longest();
    await record.superuser.query('ALTER TABLE audit_event DISABLE TRIGGER audit_link');
    expect((await record.verify()).findings).toEqual([{ kind: 'rules-changed', says: 'the trigger audit_link is switched off' }]);
    await record.superuser.query(`INSERT INTO audit_event SELECT chain, n + 1, at, 'unseen', roles, team_id, person_id, event, resource, resource_id, fields, act, request_id, session_hash, outcome, persons, hash, '\\x00' FROM audit_event WHERE chain = ${chain} AND n = ${n}`);
    await record.superuser.query('ALTER TABLE audit_event ENABLE TRIGGER audit_link');
    expect(await found()).toEqual([`edited ${chain}/${n + 1}`, `not-the-head ${chain}/${n + 1}`]);
  });
  it.each([
    ['the trigger audit_no_change is switched off', 'ALTER TABLE audit_event DISABLE TRIGGER audit_no_change'],
    ['the trigger audit_no_truncate is missing', 'DROP TRIGGER audit_no_truncate ON audit_event'],
    ['the function audit_link is not the one that was made', 'CREATE OR REPLACE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN NULL; END $$'],
    ['there is a trigger swallows that is not ours', 'CREATE TRIGGER swallows BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse()'],
    ['handrail_api may change the audit', 'GRANT DELETE ON audit_event TO handrail_api'],
    ['handrail_worker may write columns that are the trigger\'s', 'GRANT INSERT (hash) ON audit_event TO handrail_worker'],
    ['audit_event belongs to handrail_migrator', 'ALTER TABLE audit_event OWNER TO handrail_migrator'],
    ['audit_event has a rule that rewrites what is asked of it', 'CREATE RULE nothing AS ON INSERT TO audit_event DO INSTEAD NOTHING'],
  ])('7. is told of: %s', async (says, statement) => {
    await record.superuser.query(statement);
    expect((await record.verify()).findings.filter(({ kind }) => kind === 'rules-changed').map((one) => one.says)).toContain(says);
  });
});

describe('tampering with the anchors', () => {
  const lines = () => fs.readFileSync(record.anchorFile, 'utf8').trimEnd().split('\n');
  const rewrite = (change: (lines: string[]) => string[]) => fs.writeFileSync(record.anchorFile, `${change(lines()).join('\n')}\n`);
  beforeEach(async () => { for (let more = 0; more < 3; more += 1) { await receive(record.database); await record.anchor(); } });

  it.each<[string, string, (all: string[]) => string[]]>([
    ['a number that was changed', 'line 2 of the anchors is not as it was signed', (all) => all.map((line, at) => (at === 1 ? line.replace('"at":"2', '"at":"1') : line))],
    ['a line that was taken out', 'line 2 of the anchors does not follow the line before', (all) => all.filter((_line, at) => at !== 1)],
    ['lines that changed places', 'line 2 of the anchors does not follow the line before', (all) => [all[0]!, all[2]!, all[1]!, all[3]!]],
    ['a line that is no anchor', 'line 5 of the anchors is not whole', (all) => [...all, '{"kind":"anc']],
    ['a file that is empty', 'there is no anchor at all', () => []],
  ])('%s is found', async (_name, says, change) => {
    rewrite(change);
    expect((await record.verify()).findings.map((one) => one.says)).toContain(says);
  });
  it('an anchor of another key is none', async () => {
    const other = await auditedRecord();
    try {
      const report = await verifyAudit({ url: record.fresh.auditorUrl, anchors: { file: record.anchorFile, key: other.key } });
      expect(report.counts['anchors-wrong']).toBe(4);
    } finally { await other.close(); }
  });
});

/** A hash made as the trigger makes it. */
function rehash(chain: number, n: number): string {
  return `UPDATE audit_event e SET hash = sha256(previous || convert_to(jsonb_build_array(chain, n, (extract(epoch FROM at) * 1000000)::bigint, staff_id, roles, team_id, person_id, event, resource, resource_id, fields, act, request_id, encode(session_hash, 'hex'), outcome, persons)::text, 'UTF8')) WHERE chain = ${chain} AND n = ${n}`;
}
