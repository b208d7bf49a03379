import { describe, expect, it, beforeAll, afterAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { addComment, bulkReassign, changePerson, claim, claimNext, listComments, newKeysFile, openDatabase, parseKeys, personView, queueCounts, queuePage, reassign, receiveReferral, release, searchReferrals, seedStaff, setFollowUp, setNhsNumber, staffMember, type Database, type StaffRow } from '#database';
import { queueCodes } from '#domain';
import { Client } from 'pg';
import { freshDatabase } from '../servers/fresh-database.js';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let api: Database;
const keys = parseKeys(JSON.parse(newKeysFile()) as Record<string, unknown>);
const who: Record<string, StaffRow> = {};
beforeAll(async () => {
  fresh = await freshDatabase();
  await seedStaff(fresh.ownerUrl);
  api = await openDatabase({ url: fresh.apiUrl, keys, poolSize: 12 });
  for (const name of ['amina', 'gareth', 'ngozi', 'callum', 'leon', 'judith', 'siobhan']) who[name] = (await staffMember(api, name))!;
  for (let n = 0; n < 60; n++) {
    await receiveReferral(api, {
      sender: 'surgery', senderReference: randomUUID(), message: { n }, by: 'dr-hughes', person: { givenName: 'Zoë', familyName: n === 0 ? "O'Hara-Ōe" : `Person ${n}`, dateOfBirth: '1990-02-28', nhsNumber: n === 0 ? '999 000 0018' : '' },
      referral: { teamId: n === 1 ? 'south-team' : 'north-team', receivedAt: new Date(Date.now() - n * 3_600_000).toISOString(), referrerName: 'Dr', reason: 'low mood', triedBefore: 'x', risk: {}, needsHelpToday: false, urgency: 'routine', source: 'gp' },
    });
  }
}, 60_000);
afterAll(async () => { await api.close(); await fresh.drop(); });

describe('a queue', () => {
  it('shows what is due first, page by page, each task once, and only of one’s own teams', async () => {
    const seen: string[] = [];
    let after: { dueAt: string; taskId: string } | undefined;
    for (;;) {
      const page = await queuePage(api, { queue: 'medical-secretaries', view: 'available', staff: who['amina']!, task: 'administrative-triage', after });
      expect(page.total).toBe(59);
      expect(page.rows.map((row) => row.dueAt)).toEqual(page.rows.map((row) => row.dueAt).sort());
      expect(page.rows.every((row) => row.teamId === 'north-team')).toBe(true);
      seen.push(...page.rows.map((row) => row.taskId));
      if (!page.next) break;
      after = page.next;
    }
    expect(new Set(seen).size).toBe(59);
    expect(seen).toHaveLength(59);
  });
  it('counts what is there', async () => {
    const counts = await queueCounts(api, who['gareth']!, queueCodes);
    expect(counts.find((one) => one.queue === 'duty-clinicians' && one.teamId === 'south-team')).toMatchObject({ available: 1, mine: 0 });
  });
  const available = async () => (await queuePage(api, { queue: 'medical-secretaries', view: 'available', staff: who['amina']!, limit: 1_000 })).rows;
  const putAside = (taskId: string, followUpOn: string | null) => setFollowUp(api, { taskId, staff: who['amina']!, followUpOn });
  it('leaves a task out until its follow-up day', async () => {
    const { taskId } = (await available()).find((one) => Date.parse(one.dueAt) > Date.now() + 600_000)!;
    await putAside(taskId, '2099-01-01');
    expect((await available()).map((one) => one.taskId)).not.toContain(taskId);
    await putAside(taskId, null);
    expect((await available()).map((one) => one.taskId)).toContain(taskId);
  });
  it('shows a late task although somebody had put it aside, and gives it to the next who asks', async () => {
    const owner = new Client({ connectionString: fresh.ownerUrl });
    await owner.connect();
    const [first] = await available();
    const { rows: [before] } = await owner.query<{ due_at: Date }>(`UPDATE task SET due_at = '2020-01-01T09:00:00Z' WHERE task_id = $1 RETURNING (SELECT due_at FROM task WHERE task_id = $1) AS due_at`, [first!.taskId]);
    await putAside(first!.taskId, '2099-01-01');
    expect((await available())[0]!.taskId).toBe(first!.taskId);
    expect(await claimNext(api, { queue: 'medical-secretaries', staff: who['amina']! })).toMatchObject({ taskId: first!.taskId });
    await release(api, { taskId: first!.taskId, staff: who['amina']! });
    await putAside(first!.taskId, null);
    await owner.query('UPDATE task SET due_at = $2 WHERE task_id = $1', [first!.taskId, before!.due_at]);
    await owner.end();
  });
});

describe('a claim', () => {
  const free = async (queue: 'duty-clinicians' | 'medical-secretaries') => (await queuePage(api, { queue, view: 'available', staff: who['ngozi']! })).rows;
  it('is had by one of fifty; the others are told who has it', async () => {
    const [task] = await free('duty-clinicians');
    const contenders = ['ngozi', 'callum', 'siobhan'];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => claim(api, { taskId: task!.taskId, staff: who[contenders[n % 3]!]! })));
    const winner = answers.filter((one) => one?.had);
    expect(winner).toHaveLength(1);
    const losers = answers.filter((one) => one?.notHad);
    expect(losers).toHaveLength(49);
    expect(new Set(losers.map((one) => one!.notHad!.heldByName)).size).toBe(1);
    expect(losers[0]!.notHad).toMatchObject({ code: 'held-by-another' });
  }, 30_000);
  it('of a clinician’s task is not for a secretary, nor one of another team for anybody', async () => {
    const [task] = await free('duty-clinicians');
    expect((await claim(api, { taskId: task!.taskId, staff: who['amina']! }))!.notHad).toMatchObject({ code: 'not-your-queue' });
    expect(await claim(api, { taskId: task!.taskId, staff: who['leon']! })).toBeUndefined();
  });
  it('on the next task gives two people two tasks', async () => {
    const both = await Promise.all(Array.from({ length: 10 }, (_, n) => claimNext(api, { queue: 'duty-clinicians', staff: who[n % 2 ? 'ngozi' : 'callum']! })));
    expect(new Set(both.map((one) => one!.taskId)).size).toBe(10);
  });
  it('is given back by its holder only, and may be passed on, one by one or in bulk', async () => {
    const [task] = (await queuePage(api, { view: 'mine', staff: who['ngozi']! })).rows;
    expect((await release(api, { taskId: task!.taskId, staff: who['callum']! }))!.notHad).toMatchObject({ code: 'not-held-by-you' });
    expect((await reassign(api, { taskId: task!.taskId, staff: who['judith']!, to: who['siobhan']! }))!.had).toBeDefined();
    expect((await reassign(api, { taskId: task!.taskId, staff: who['judith']!, to: who['amina']! }))!.notHad).toMatchObject({ code: 'not-your-queue' });
    const bulk = await bulkReassign(api, { taskIds: [task!.taskId, randomUUID()], staff: who['judith']!, to: who['callum']! });
    expect(bulk.map((one) => one.outcome)).toEqual(['reassigned', 'not-reassigned']);
    expect((await release(api, { taskId: task!.taskId, staff: who['callum']! }))!.had).toBeDefined();
  });
  it('on a task that changed since it was seen is refused', async () => {
    const [task] = await free('duty-clinicians');
    await setFollowUp(api, { taskId: task!.taskId, staff: who['ngozi']!, followUpOn: null });
    expect((await claim(api, { taskId: task!.taskId, staff: who['ngozi']!, version: task!.version }))!.notHad).toMatchObject({ code: 'changed-since' });
  });
  it('may carry a comment, sealed at rest', async () => {
    const [task] = await free('medical-secretaries');
    await addComment(api, { taskId: task!.taskId, staff: who['amina']!, words: 'rang twice' });
    expect((await listComments(api, task!.taskId)).map((one) => one.words)).toEqual(['rang twice']);
  });
});

describe('a person', () => {
  it('is found by the beginning of a name, whatever its letters, and by a whole NHS number', async () => {
    expect(await searchReferrals(api, { staff: who['amina']!, name: "zoë o'hara" })).toHaveLength(1);
    expect(await searchReferrals(api, { staff: who['amina']!, nhsNumber: '9990000018' })).toHaveLength(1);
    expect(await searchReferrals(api, { staff: who['leon']!, nhsNumber: '9990000018' })).toHaveLength(0);
    expect(await searchReferrals(api, { staff: who['amina']!, name: '%' })).toHaveLength(0);
  });
  it('keeps the former name when it changes, and a stale change is refused', async () => {
    const [found] = await searchReferrals(api, { staff: who['amina']!, nhsNumber: '9990000018' });
    const before = (await personView(api, found!.personId))!;
    expect(await changePerson(api, { personId: before.personId, version: before.version, by: who['amina']!, change: { familyName: 'Nowak' } })).toBe('changed');
    expect(await changePerson(api, { personId: before.personId, version: before.version, by: who['amina']!, change: { familyName: 'Other' } })).toBe('changed-since');
    expect(await api.query('SELECT former FROM person_change WHERE person_id = $1', [before.personId])).toEqual([{ former: { familyName: "O'Hara-Ōe" } }]);
    expect(await setNhsNumber(api, { personId: before.personId, by: who['amina']!, nhsNumber: '999 000 0019' })).toEqual({ identified: false });
    expect(await personView(api, before.personId)).toMatchObject({ familyName: 'Nowak', nhsNumber: null, nhsNumberAsSent: '999 000 0019' });
  });
});
