import { describe, expect, it, beforeAll, afterAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { fold, type Command, type Commands } from '#domain';
import { allEvents, carryOut, ChangedSince, newKeysFile, openDatabase, parseKeys, receiveReferral, referralDetail, ReusedCommand, seedStaff, timePassed, type Database, type Sent } from '#database';
import { freshDatabase } from '../servers/fresh-database.js';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let api: Database;
const keys = parseKeys(JSON.parse(newKeysFile()) as Record<string, unknown>);
beforeAll(async () => {
  fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  api = await openDatabase({ url: fresh.apiUrl, keys, poolSize: 12 });
}, 60_000);
afterAll(async () => { await api.close(); await fresh.drop(); });

let people = 0;
const sent = (more: Partial<Sent['referral']> = {}, senderReference: string = randomUUID()): Sent => ({
  sender: 'surgery', senderReference, message: { senderReference, ...more }, by: 'dr-hughes',
  person: { givenName: 'Ada', familyName: `Brontë ${people++}`, dateOfBirth: '1990-02-28', nhsNumber: '' },
  referral: { teamId: 'north-team', referrerName: 'Dr Carys Hughes', reason: 'low mood', triedBefore: 'nothing', risk: {}, needsHelpToday: false, urgency: 'routine', source: 'gp', ...more },
});
const received = async (more: Partial<Sent['referral']> = {}) => (await receiveReferral(api, sent(more))).referralId;
const act = <Name extends keyof Commands>(referralId: string, by: string, name: Name, command: Commands[Name], commandId: string = randomUUID()) =>
  carryOut(api, { referralId, commandId, by, command: { act: name, ...command } as Command });
const screenAndAccept = async (id: string) => {
  await act(id, 'ngozi', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'E' });
  return act(id, 'amina', 'acceptAtTriage', { urgency: 'routine', triageCode: 'E', pathway: 'assessment', optIn: false });
};
const count = async (text: string, values: unknown[]) => (await api.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`, values))[0]!.n;

describe('an act in the record', () => {
  it('leaves its events and its rows in agreement', async () => {
    const id = await received();
    await screenAndAccept(id);
    const detail = await referralDetail(api, id);
    expect(detail!.referral.stage).toBe('awaiting-assessment');
    expect(fold(await allEvents(api, id))).toEqual(detail!.referral);
    const open = await api.query<{ no: number }>(`SELECT no FROM task WHERE referral_id = $1 AND state = 'open' ORDER BY no`, [id]);
    expect(open.map((row) => row.no)).toEqual(Object.keys(detail!.referral.tasks).map(Number));
  });
  it('is done once, however often and however simultaneously it is sent', async () => {
    const id = await received();
    const commandId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => act(id, 'ngozi', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'E' }, commandId)));
    expect(answers.filter((one) => one.carried && !one.carried.repeated)).toHaveLength(1);
    expect(answers.filter((one) => one.carried?.repeated)).toHaveLength(7);
    expect(await count(`referral_event WHERE referral_id = $1 AND type = 'clinically-screened'`, [id])).toBe(1);
    expect(answers.map((one) => one.carried!.events.map((event) => event.type))).toEqual(Array.from({ length: 8 }, () => answers[0]!.carried!.events.map((event) => event.type)));
  });
  it('is not done under the id of another', async () => {
    const id = await received();
    const commandId = randomUUID();
    await act(id, 'ngozi', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'E' }, commandId);
    await expect(act(id, 'ngozi', 'recordClinicalScreen', { riskLevel: 'high', triageCode: 'C' }, commandId)).rejects.toBeInstanceOf(ReusedCommand);
  });
  it('when refused leaves nothing behind and may be tried again', async () => {
    const id = await received();
    const commandId = randomUUID();
    const early = await act(id, 'amina', 'acceptAtTriage', { urgency: 'routine', triageCode: 'E', pathway: 'assessment' }, commandId);
    expect(early.refusal).toMatchObject({ kind: 'not-now', code: 'screen-first' });
    expect(await count('referral_act WHERE command_id = $1', [commandId])).toBe(0);
    await act(id, 'ngozi', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'E' });
    expect((await act(id, 'amina', 'acceptAtTriage', { urgency: 'routine', triageCode: 'E', pathway: 'assessment' }, commandId)).carried).toBeDefined();
  });
  it('of two different people at the same moment is carried out for one of them', async () => {
    const id = await received();
    const answers = await Promise.all([act(id, 'ngozi', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'E' }), act(id, 'callum', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'D' })]);
    expect(answers.filter((one) => one.carried)).toHaveLength(1);
    expect(answers.find((one) => one.refusal)!.refusal).toMatchObject({ code: 'no-such-task' });
  });
  it('does not complete a task that somebody else has claimed', async () => {
    const id = await received();
    await api.query(`UPDATE task SET claimed_by = 'callum', claimed_at = now() WHERE referral_id = $1 AND task = 'clinical-screen'`, [id]);
    expect((await act(id, 'ngozi', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'E' })).refusal).toMatchObject({ code: 'held-by-another', heldBy: 'callum' });
    expect((await act(id, 'callum', 'recordClinicalScreen', { riskLevel: 'low', triageCode: 'E' })).carried).toBeDefined();
  });
  it('decided on an old version is not done, even when two people decide at the same instant', async () => {
    const id = await received();
    const { seq } = (await referralDetail(api, id))!.referral;
    const measure = (by: string) => carryOut(api, { referralId: id, commandId: randomUUID(), by, seen: seq, command: { act: 'recordOutcomeMeasure', measure: 'phq-9', total: 9 } });
    const answers = await Promise.allSettled([measure('ngozi'), measure('callum')]);
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect((answers.find((one) => one.status === 'rejected') as PromiseRejectedResult).reason).toBeInstanceOf(ChangedSince);
  });
  it('keeps words sealed: they are nowhere in clear', async () => {
    const id = await received();
    const noteId = randomUUID();
    await carryOut(api, { referralId: id, commandId: randomUUID(), by: 'ngozi', command: { act: 'recordClinicalScreen', riskLevel: 'low', triageCode: 'E', noteId }, words: [{ noteId, kind: 'recordClinicalScreen', text: 'told of a quiet dread' }] });
    const rows = await api.query<{ row: string }>('SELECT row_to_json(n)::text AS row FROM clinical_note n UNION ALL SELECT row_to_json(e)::text FROM referral_event e UNION ALL SELECT row_to_json(r)::text FROM referral r UNION ALL SELECT row_to_json(i)::text FROM intake i');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ row }) => row.includes('quiet dread') || row.includes('low mood'))).toEqual([]);
  });
  it('cannot be altered or removed by the processes that write it', async () => {
    for (const text of ['UPDATE referral_event SET seq = seq', 'DELETE FROM referral_event', 'DELETE FROM referral', 'UPDATE referral_act SET actor = actor', 'DELETE FROM task', 'TRUNCATE referral_event', 'UPDATE clinical_note SET kind = kind']) {
      await expect(api.query(text)).rejects.toThrow(/permission denied|append-only/);
    }
  });
});

describe('the database', () => {
  it('answers a change with the rows it returned', async () => {
    await received();
    const rows = await api.query<{ seq: number }>('UPDATE referral SET told_at = NULL RETURNING seq');
    expect(rows.every((row) => row.seq > 0)).toBe(true);
  });
});

describe('time', () => {
  it('records a missed triage as one step up the ladder, once', async () => {
    const id = await received();
    const later = new Date(Date.now() + 6 * 86_400_000).toISOString();
    const first = await timePassed(api, { referralId: id, at: later });
    expect(await count(`referral_event WHERE referral_id = $1 AND type = 'task-escalated'`, [id])).toBeGreaterThanOrEqual(2);
    const again = await timePassed(api, { referralId: id, at: later });
    expect(again).toEqual(first);
    expect(first!.dueAt).toBeGreaterThan(Date.parse(later));
    expect(fold(await allEvents(api, id))).toEqual((await referralDetail(api, id))!.referral);
  });
});

describe('a receipt', () => {
  it('is given once for the same message sent fifty times at once', async () => {
    const one = sent();
    const receipts = await Promise.all(Array.from({ length: 50 }, () => receiveReferral(api, one)));
    expect(receipts.filter((receipt) => receipt.outcome === 'received')).toHaveLength(1);
    expect(new Set(receipts.map((receipt) => receipt.reference)).size).toBe(1);
  }, 30_000);
  it('is refused under the same key for other content', async () => {
    const key = randomUUID();
    await receiveReferral(api, sent({}, key));
    expect((await receiveReferral(api, sent({ urgency: 'urgent' }, key))).outcome).toBe('reused');
  });
  it('names a team that is not there', async () => {
    await expect(receiveReferral(api, sent({ teamId: 'nowhere' }))).rejects.toThrow('no-such-team');
  });
});
