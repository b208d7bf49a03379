import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { carryOut, checkRecord, checkRuleCodes, loadKeys, openDatabase, receiveReferral, seedStaff, type CheckReport, type CheckRule, type Database } from '#database';
import { freshDatabase, type FreshDatabase } from '../servers/fresh-database.js';

let fresh: FreshDatabase;
let database: Database;
let owner: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  database = await openDatabase({ url: fresh.apiUrl, keys: loadKeys(), poolSize: 4 });
  owner = new pg.Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
}, 60_000);
afterAll(async () => { await owner.end(); await database.close(); await fresh.drop(); });

async function receive(): Promise<string> {
  const sent = { person: { givenName: 'Robin', familyName: 'Merriweather', dateOfBirth: '1984-06-17', nhsNumber: '' }, referral: { teamId: 'north-team', referrerName: 'Dr Hughes', reason: 'low', triedBefore: 'rest', risk: {}, needsHelpToday: false, urgency: 'routine' as const, source: 'gp' as const } };
  return (await receiveReferral(database, { sender: 'test', senderReference: randomUUID(), message: sent, ...sent, by: 'amina' })).referralId;
}
/** A referral in treatment: every kind of row stands behind it. */
async function inTreatment(): Promise<string> {
  const referralId = await receive();
  const noteId = randomUUID();
  const at = new Date(Date.now() + 1_000).toISOString();
  const startsAt = new Date(Date.now() + 2_000).toISOString();
  const acts = [
    ['callum', { act: 'acceptAtTriage', urgency: 'routine', triageCode: 'E', pathway: 'allocation', riskLevel: 'low' }],
    ['helen', { act: 'allocateAtMdt', between: false, reason: 'shortest-wait', lead: 0, strands: [{ discipline: 'high-intensity-therapist', modality: 'cbt', format: 'individual', sessions: 6, clinicianId: 'mei' }] }],
    ['mei', { act: 'bookAppointment', purpose: 'session', clinicianId: 'mei', startsAt, minutes: 50, mechanism: 'video', strandNo: 1 }],
  ] as const;
  for (const [by, command] of acts) expect((await carryOut(database, { referralId, commandId: randomUUID(), by, command: command as never, at })).refusal).toBeUndefined();
  const attended = await carryOut(database, { referralId, commandId: randomUUID(), by: 'mei', command: { act: 'recordAttendance', appointmentNo: 1, code: '5' }, at: new Date(Date.now() + 3_000).toISOString() });
  const signed = await carryOut(database, { referralId, commandId: randomUUID(), by: 'mei', command: { act: 'signNote', appointmentNo: 1, noteId }, words: [{ noteId, kind: 'signNote', text: 'Safe.' }] });
  expect([attended.refusal, signed.refusal]).toEqual([undefined, undefined]);
  return referralId;
}
const brokenRules = ({ broken }: CheckReport) => Object.entries(broken).map(([rule, { count }]) => `${rule}: ${count}`);

/** What may break each rule, done by the tables' owner behind everybody's back. */
const faults: Record<CheckRule, (referralId: string) => string[]> = {
  'events-without-gap': (id) => ['ALTER TABLE referral_event DISABLE TRIGGER ALL', `DELETE FROM referral_event WHERE referral_id = '${id}' AND seq = 3`, 'ALTER TABLE referral_event ENABLE TRIGGER ALL'],
  'state-is-its-events': (id) => [`UPDATE referral SET state = jsonb_set(state, '{notAttendedInARow}', '7') WHERE referral_id = '${id}'`],
  'rows-are-the-state': (id) => [`UPDATE strand SET used = used + 1 WHERE referral_id = '${id}'`],
  'acts-have-their-events': (id) => ['ALTER TABLE referral_act DISABLE TRIGGER ALL', `DELETE FROM referral_act WHERE referral_id = '${id}' AND act = 'allocateAtMdt'`, 'ALTER TABLE referral_act ENABLE TRIGGER ALL'],
  'acts-are-audited': (id) => ['ALTER TABLE audit_event DISABLE TRIGGER audit_no_change', `DELETE FROM audit_event WHERE resource_id = '${id}' AND act = 'allocateAtMdt'`, 'ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_no_change'],
  'audit-holds': (id) => ['ALTER TABLE audit_event DISABLE TRIGGER audit_no_change', `UPDATE audit_event SET staff_id = 'somebody-else' WHERE resource_id = '${id}' AND act = 'allocateAtMdt'`, 'ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_no_change'],
  'open-has-a-task': (id) => [`UPDATE task SET state = 'done' WHERE referral_id = '${id}'`],
  'open-has-a-due-instant': (id) => [`UPDATE referral SET due_at = NULL WHERE referral_id = '${id}'`],
  'task-has-a-queue': (id) => [`UPDATE task SET queue = 'nobody' WHERE referral_id = '${id}' AND state = 'open'`],
  'holder-has-access': (id) => [`UPDATE task SET claimed_by = 'leon' WHERE referral_id = '${id}' AND state = 'open'`],
  'nothing-long-overdue': (id) => [`UPDATE referral SET due_at = now() - interval '121 seconds' WHERE referral_id = '${id}'`],
  'conductor-has-heard': (id) => [`UPDATE referral SET conducted_seq = seq - 1, changed_at = now() - interval '31 seconds' WHERE referral_id = '${id}'`],
  'letters-go-out': (id) => [`UPDATE delivery SET asked_at = now() - interval '16 minutes' WHERE referral_id = '${id}'`, `UPDATE referral SET changed_at = now() - interval '16 minutes', conducted_seq = seq WHERE referral_id = '${id}'`],
  'requests-are-answered': () => [`INSERT INTO idempotency (key, caller, route, body_hash, at) VALUES ('${randomUUID()}', 'amina', 'POST /', '\\x00', now() - interval '61 seconds')`],
};

describe('the check of the record', () => {
  it('finds no fault with referrals at every step of their way, and counts what it read', async () => {
    const ids = [await receive(), await inTreatment()];
    const report = await checkRecord(database);
    expect(brokenRules(report)).toEqual([]);
    const [row] = await database.query<{ events: number }>('SELECT count(*)::int AS events FROM referral_event');
    expect(report).toMatchObject({ referrals: ids.length, events: row!.events, differences: 0 });
  });
  it.each(checkRuleCodes)('finds whoever breaks the rule "%s", and names them', async (rule) => {
    const referralId = await inTreatment();
    for (const statement of faults[rule](referralId)) await owner.query(statement);
    const { broken } = await checkRecord(database);
    expect(broken[rule]!.count).toBeGreaterThan(0);
    const [task] = await database.query<{ ids: string[] }>(`SELECT array_agg(id) AS ids FROM (SELECT task_id::text AS id FROM task WHERE referral_id = $1 UNION SELECT delivery_id::text FROM delivery WHERE referral_id = $1) x`, [referralId]);
    if (rule !== 'requests-are-answered' && rule !== 'audit-holds') expect([referralId, ...task!.ids].some((id) => broken[rule]!.ids.includes(id))).toBe(true);
  });
  it('tells of a row that is missing, one too many and one that says something else', async () => {
    const [missing, extra, other] = [await inTreatment(), await inTreatment(), await inTreatment()];
    await owner.query(`DELETE FROM appointment WHERE referral_id = $1`, [missing]);
    await owner.query(`INSERT INTO delivery (delivery_id, referral_id, no, letter, addressee, asked_at) VALUES ($1, $2, 99, 'accepted', 'gp', now())`, [randomUUID(), extra]);
    await owner.query(`UPDATE task SET due_at = due_at + interval '1 day' WHERE referral_id = $1 AND state = 'open'`, [other]);
    const { what } = (await checkRecord(database)).broken['rows-are-the-state']!;
    expect(what!.find((one) => one.startsWith(missing))).toMatch(/appointment: 0 rows instead of 1/);
    expect(what!.find((one) => one.startsWith(extra))).toMatch(/delivery: \d+ rows instead of \d+/);
    expect(what!.find((one) => one.startsWith(other))).toMatch(/task \d+: due_at is .* instead of/);
  });
});
