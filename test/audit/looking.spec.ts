import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { act, apiUnderTest, receive, type ApiUnderTest } from '../api/api-under-test.js';
import { controllers } from '../../apps/api/src/app.module.js';
import { Needs, Says } from '../../apps/api/src/arriving/route-marks.js';
import { routesOf } from '../../apps/api/src/arriving/route-table.js';
import { refuseUnaudited } from '../../apps/api/src/auditing/audit-marks.js';
import pg from 'pg';

interface Entry { staff_id: string; roles: string[]; team_id: string | null; person_id: string | null; event: string; resource: string; resource_id: string | null; fields: string | null; act: string | null; request_id: string | null; session_hash: Buffer | null; outcome: string; persons: string[] }

describe('whoever is shown a record', () => {
  let api: ApiUnderTest;
  let owner: pg.Client;
  let one: { referralId: string; reference: string; personId: string; taskId: string; documentId: string };
  const entries = (where = 'true', ...values: unknown[]): Promise<Entry[]> => owner.query<Entry>(`SELECT * FROM audit_event WHERE ${where} ORDER BY at, n`, values).then(({ rows }) => rows);
  const entryOf = async (requestId: string | null): Promise<Entry[]> => entries('request_id = $1', requestId);

  beforeAll(async () => {
    api = await apiUnderTest();
    owner = new pg.Client({ connectionString: api.fresh.ownerUrl });
    await owner.connect();
    const { referralId, reference } = await receive(api);
    const detail = (await api.ask('GET', `/api/referrals/${referralId}`, { as: 'tomasz' })).body;
    const form = new FormData();
    form.set('file', new Blob(['A letter.'], { type: 'text/plain' }), 'letter.txt');
    const document = await fetch(`${api.address}/api/referrals/${referralId}/documents`, { method: 'POST', body: form, headers: { authorization: `Bearer ${await api.tokenOf('amina')}`, 'idempotency-key': 'a-letter-1' } }).then((answer) => answer.json() as Promise<{ documentId: string }>);
    one = { referralId, reference, personId: detail.personId, taskId: detail.tasks[0].taskId, documentId: document.documentId };
  });
  afterAll(async () => { await owner.end(); await api.close(); });

  /** Each way of looking: what is asked, what stands in the audit. */
  const looks: [method: string, path: () => string, resource: string, fields: string, body?: () => object][] = [
    ['GET', () => `/api/referrals/${one.referralId}`, 'referral', 'administration'],
    ['GET', () => `/api/referrals/${one.reference}`, 'referral', 'administration'],
    ['GET', () => `/api/referrals/${one.referralId}/timeline`, 'timeline', 'administration'],
    ['GET', () => `/api/referrals/${one.reference}/notes`, 'notes', 'clinical'],
    ['GET', () => `/api/referrals/${one.referralId}/documents`, 'documents', 'clinical'],
    ['GET', () => `/api/referrals/${one.referralId}/documents/${one.documentId}`, 'document', 'clinical'],
    ['GET', () => `/api/people/${one.personId}`, 'person', 'administration'],
    ['GET', () => `/api/tasks/${one.taskId}/comments`, 'comments', 'clinical'],
  ];
  const lists: [method: string, path: () => string, resource: string, body?: () => object][] = [
    ['POST', () => '/api/referrals/search', 'search', () => ({ reference: one.reference })],
    ['GET', () => '/api/queues/medical-secretaries/tasks?view=team', 'queue'],
    ['GET', () => '/api/queues/duty-clinicians/tasks?view=team', 'queue'],
    ['GET', () => '/api/tasks/mine', 'queue'],
  ];

  it.each(looks.map(([method, path, ...rest]) => [method, path.toString().replace(/^.*=>\s*/, ''), path, ...rest] as const))('%s %s leaves one row that names the person, the asker, their roles, their session and the request', async (method, _shown, path, resource, fields) => {
    const answer = await api.ask(method, path(), { as: 'tomasz' });
    expect(answer.status).toBe(200);
    const rows = await entryOf(answer.headers.get('x-request-id'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ staff_id: 'tomasz', roles: ['mdt-member'], person_id: one.personId, event: 'view', resource, fields, outcome: 'shown', persons: [] });
    expect(rows[0]!.session_hash).toHaveLength(32);
    const named = { person: one.personId, comments: one.taskId, document: one.documentId } as Record<string, string>;
    expect(rows[0]!.resource_id).toBe(named[resource] ?? one.referralId);
  });
  it.each(lists.map(([method, path, ...rest]) => [method, path.toString().replace(/^.*=>\s*/, ''), path, ...rest] as const))('%s %s leaves one row with everybody who was on the page', async (...[method, _shown, path, resource, body]) => {
    await receive(api);
    const answer = await api.ask(method, path(), { as: 'gareth', body: body?.() });
    expect(answer.status).toBe(200);
    const [row, ...more] = await entryOf(answer.headers.get('x-request-id'));
    expect(more).toEqual([]);
    expect(row).toMatchObject({ staff_id: 'gareth', event: 'list', resource, outcome: 'shown', person_id: null });
    const shown: { referralId: string }[] = answer.body.found ?? answer.body.tasks;
    const people = await owner.query<{ ids: string[] }>('SELECT coalesce(array_agg(DISTINCT person_id ORDER BY person_id), $2) AS ids FROM referral WHERE referral_id = ANY ($1)', [shown.map((each) => each.referralId), []]);
    expect(row!.persons).toEqual(people.rows[0]!.ids);
  });
  it('no way of showing a patient is left out of these two lists or of the transactions that write their own row', () => {
    const audited = routesOf(controllers).filter(({ audited: mark }) => mark && !('within' in mark)).map(({ method, path }) => `${method} ${path}`);
    const asked = [...looks, ...lists].map(([method, path]) => `${method} ${path()}`).map((line) => routesOf(controllers).find((route) => new RegExp(`^${route.method} ${route.path.replace(/:\w+/g, '[^/]+')}$`).test(line.split('?')[0]!))!).map(({ method, path }) => `${method} ${path}`);
    expect([...new Set([...asked, 'GET /api/people/:person/who-looked'])].sort()).toEqual(audited.sort());
  });

  it('an act, a claim, a comment, a document and a change of the person leave one row each, with the act', async () => {
    const { referralId } = await receive(api);
    const { personId, tasks: [task] } = (await api.ask('GET', `/api/referrals/${referralId}`, { as: 'ngozi' })).body;
    const before = (await entries('person_id = $1', personId)).length;
    expect((await api.ask('POST', `/api/tasks/${task.taskId}/claim`, { as: 'ngozi' })).status).toBe(200);
    expect((await api.ask('POST', `/api/tasks/${task.taskId}/follow-up`, { as: 'ngozi', body: { followUpOn: '2030-01-01' } })).status).toBe(200);
    expect((await api.ask('POST', `/api/tasks/${task.taskId}/comments`, { as: 'ngozi', body: { words: 'Canary-comment' } })).status).toBe(201);
    expect((await api.ask('POST', `/api/tasks/${task.taskId}/release`, { as: 'ngozi' })).status).toBe(200);
    const done = await act(api, referralId, 'record-clinical-screen', 'ngozi', { riskLevel: 'low', triageCode: 'E', note: 'Canary-note' });
    expect((await api.ask('PATCH', `/api/people/${personId}`, { as: 'amina', body: { familyName: 'Canary-name' } })).status).toBe(200);
    const rows = (await entries('person_id = $1', personId)).slice(before);
    expect(rows.map(({ event, act: name, staff_id }) => [event, name, staff_id])).toEqual([
      ['task', 'claim', 'ngozi'], ['task', 'follow-up', 'ngozi'], ['task', 'comment', 'ngozi'], ['task', 'release', 'ngozi'], ['act', 'recordClinicalScreen', 'ngozi'], ['change', 'change-person', 'amina'],
    ]);
    expect(rows[4]).toMatchObject({ request_id: done.commandId, resource_id: referralId, team_id: 'north-team', roles: ['mdt-member', 'duty-clinician'] });
    expect(rows.every(({ session_hash }) => session_hash?.length === 32)).toBe(true);
  });
  it('the row of an act is written when all else of it is: its chain is locked for no longer than the COMMIT', async () => {
    const { referralId } = await receive(api);
    await act(api, referralId, 'record-clinical-screen', 'tomasz', { riskLevel: 'low', triageCode: 'E' });
    const { rows: [late] } = await owner.query<{ last: boolean }>(`SELECT e.at >= r.changed_at AS last FROM audit_event e JOIN referral r ON r.referral_id::text = e.resource_id WHERE e.act = 'recordClinicalScreen' AND r.referral_id = $1`, [referralId]);
    expect(late).toEqual({ last: true });
  });
  it('an act that is sent again is done once and shown twice', async () => {
    const { referralId } = await receive(api);
    const again = { as: 'tomasz', key: 'same-key-of-act', body: { riskLevel: 'low', triageCode: 'E' } };
    for (let time = 0; time < 2; time += 1) expect((await api.ask('POST', `/api/referrals/${referralId}/acts/record-clinical-screen`, again)).status).toBe(200);
    expect((await entries(`resource_id = $1 AND staff_id = 'tomasz'`, referralId)).map(({ event }) => event)).toEqual(['act', 'view']);
  });
  it('an act of many at once leaves as many rows as acts, on chains without a fork', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => receive(api)));
    await Promise.all(people.flatMap(({ referralId }) => ['amina', 'tomasz', 'ngozi', 'helen'].map((as) => api.ask('GET', `/api/referrals/${referralId}`, { as }))));
    const { rows: [counted] } = await owner.query<{ views: number; chains: number }>(`SELECT count(*)::int AS views, (SELECT count(*)::int FROM (SELECT chain FROM audit_event GROUP BY chain HAVING count(*) <> max(n)) torn) AS chains FROM audit_event WHERE event = 'view' AND resource_id = ANY ($1)`, [people.map((each) => each.referralId)]);
    expect(counted).toEqual({ views: 48, chains: 0 });
  });
  it('holds no name, no word and no NHS number', async () => {
    const { rows } = await owner.query<{ text: string }>('SELECT to_jsonb(e)::text AS text FROM audit_event e');
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(({ text }) => /Canary|Given\d|Family\d|letter\.txt|"\d{3} ?\d{3} ?\d{4}"/.test(text))).toEqual([]);
  });

  it('a record of another team leaves a denial with the person it is about, and one that is not there leaves a denial too', async () => {
    const nothing = '00000000-0000-4000-8000-000000000000';
    const sent = await receive(api, { teamId: 'south-team' }, 'gareth');
    const { personId, tasks: [task] } = (await api.ask('GET', `/api/referrals/${sent.referralId}`, { as: 'gareth' })).body;
    for (const path of [`/api/referrals/${sent.referralId}`, `/api/referrals/${sent.reference}/notes`, `/api/people/${personId}`, `/api/tasks/${task.taskId}/comments`]) {
      const answer = await api.ask('GET', path, { as: 'ngozi' });
      expect(answer.status).toBe(404);
      expect(await entryOf(answer.headers.get('x-request-id'))).toMatchObject([{ staff_id: 'ngozi', event: 'denial', person_id: personId, outcome: answer.body.code }]);
    }
    const none = await api.ask('GET', `/api/referrals/${nothing}`, { as: 'ngozi' });
    expect(await entryOf(none.headers.get('x-request-id'))).toMatchObject([{ event: 'denial', resource: 'referral', resource_id: nothing, person_id: null, outcome: 'no-such-referral' }]);
    const odd = await api.ask('GET', '/api/referrals/Canary-name', { as: 'ngozi' });
    expect(await entryOf(odd.headers.get('x-request-id'))).toMatchObject([{ event: 'denial', resource_id: null }]);
  });
  it('a role that does not allow it leaves a denial that names the route', async () => {
    const answer = await api.ask('GET', `/api/referrals/${one.referralId}/notes`, { as: 'amina' });
    expect(answer.status).toBe(403);
    expect(await entryOf(answer.headers.get('x-request-id'))).toMatchObject([{ staff_id: 'amina', event: 'denial', act: 'GET /api/referrals/:referral/notes', outcome: 'permission-missing', person_id: one.personId }]);
  });
  it('tasks of others in a bulk reassignment leave a denial each', async () => {
    const sent = await receive(api, { teamId: 'south-team' }, 'gareth');
    const { personId, tasks: [task] } = (await api.ask('GET', `/api/referrals/${sent.referralId}`, { as: 'gareth' })).body;
    const answer = await api.ask('POST', '/api/tasks/bulk-reassign', { as: 'helen', body: { taskIds: [task.taskId], to: 'ngozi' } });
    expect(answer.body.results).toMatchObject([{ outcome: 'not-reassigned' }]);
    expect(await entries(`event = 'denial' AND person_id = $1`, personId)).toMatchObject([{ staff_id: 'helen', act: 'reassign', outcome: 'no-such-task' }]);
  });
  it('the end of somebody’s access stands in the audit with who ended it', async () => {
    expect((await api.ask('POST', '/api/staff/dora/leave', { as: 'judith' })).status).toBe(200);
    expect(await entries(`resource = 'staff' AND event = 'change'`)).toMatchObject([{ staff_id: 'judith', resource_id: 'dora', act: 'end-access' }]);
    const answer = await api.ask('GET', `/api/referrals/${one.referralId}`, { as: 'dora' });
    expect(answer.status).toBe(401);
    expect(await entryOf(answer.headers.get('x-request-id'))).toMatchObject([{ staff_id: 'dora', event: 'denial', outcome: 'has-left' }]);
  });

  describe('who looked at somebody', () => {
    it('is shown to information governance and to auditors, newest first, page by page, and their looking stands there too', async () => {
      for (let look = 0; look < 120; look += 1) await api.ask('GET', `/api/referrals/${one.referralId}/timeline`, { as: 'beth' });
      const path = `/api/people/${one.personId}/who-looked`;
      const first = await api.ask('GET', path, { as: 'isla' });
      expect(first.status).toBe(200);
      expect(first.body.looked).toHaveLength(100);
      expect(first.body.looked[0]).toMatchObject({ by: { staffId: 'beth', name: 'Beth Lindqvist' }, roles: ['mdt-member'], event: 'view', resource: 'timeline' });
      const second = await api.ask('GET', `${path}?page=${first.body.next}`, { as: 'edwin' });
      const rest = (await owner.query<{ rows: number }>('SELECT count(*)::int AS rows FROM audit_event WHERE person_id = $1 OR persons @> ARRAY[$1::uuid]', [one.personId])).rows[0]!.rows;
      // Two more since the first page: that page and this one are looks as well, newer than where it ends.
      expect(first.body.looked.length + second.body.looked.length).toBe(rest - 2);
      expect(second.body.looked.some((each: { event: string }) => each.event === 'list')).toBe(true);
      expect(second.body.next).toBeNull();
      const third = await api.ask('GET', path, { as: 'edwin' });
      expect(third.body.looked.slice(0, 2).map((each: { by: { staffId: string }; resource: string }) => [each.by.staffId, each.resource])).toEqual([['edwin', 'who-looked'], ['isla', 'who-looked']]);
    });
    it('is shown to nobody else, of nobody who is not there, and on no page that was never given', async () => {
      expect((await api.ask('GET', `/api/people/${one.personId}/who-looked`, { as: 'judith' })).status).toBe(403);
      expect((await api.ask('GET', '/api/people/00000000-0000-4000-8000-000000000000/who-looked', { as: 'isla' })).status).toBe(404);
      expect((await api.ask('GET', `/api/people/${one.personId}/who-looked?page=1~2`, { as: 'isla' })).status).toBe(400);
    });
  });

  it('is shown nothing while the audit cannot be written, and no act is done', async () => {
    const { referralId } = await receive(api);
    await owner.query('REVOKE INSERT ON audit_event FROM handrail_api');
    await owner.query(`REVOKE INSERT (staff_id, roles, team_id, person_id, event, resource, resource_id, fields, act, request_id, session_hash, outcome, persons) ON audit_event FROM handrail_api`);
    try {
      for (const [method, path, , , body] of looks) {
        const answer = await api.ask(method, path(), { as: 'tomasz', body: body?.() });
        expect([path(), answer.status, answer.body.code, answer.headers.get('etag')]).toEqual([path(), 503, 'record-away', null]);
        expect(answer.text).not.toMatch(/Given|Family|HR-/);
      }
      for (const [method, path, , body] of lists) expect([path(), (await api.ask(method, path(), { as: 'gareth', body: body?.() })).status]).toEqual([path(), 503]);
      expect((await api.ask('POST', `/api/referrals/${referralId}/acts/record-clinical-screen`, { as: 'tomasz', body: { riskLevel: 'low', triageCode: 'E' } })).status).toBe(503);
      expect((await api.ask('GET', `/api/referrals/${referralId}/notes`, { as: 'amina' })).status).toBe(503);
      const { rows: [kept] } = await owner.query<{ seq: number; acts: number }>('SELECT seq, (SELECT count(*)::int FROM referral_act a WHERE a.referral_id = r.referral_id) AS acts FROM referral r WHERE referral_id = $1', [referralId]);
      expect(kept!.acts).toBe(1);
    } finally { await owner.query('GRANT INSERT (staff_id, roles, team_id, person_id, event, resource, resource_id, fields, act, request_id, session_hash, outcome, persons) ON audit_event TO handrail_api'); }
    expect((await api.ask('GET', `/api/referrals/${referralId}`, { as: 'tomasz' })).status).toBe(200);
  });
});

describe('the boot', () => {
  const route = (says: object): (() => void) => {
    class Careless { show(): void { /* shows somebody */ } }
    const descriptor = Object.getOwnPropertyDescriptor(Careless.prototype, 'show')!;
    for (const mark of [Get('somebody'), Needs('referral.view'), Says({ summary: 'Shows', answers: { 200: { words: 'It', ...says } } })]) mark(Careless.prototype, 'show', descriptor);
    Controller('api')(Careless);
    return () => refuseUnaudited(routesOf([Careless]));
  };
  it('is stopped by a route that could show a patient and does not say how that is audited', () => {
    const deep = z.strictObject({ rows: z.array(z.strictObject({ inner: z.strictObject({ personId: z.string() }).nullable() })) });
    expect(route({ schema: deep })).toThrow('GET /api/somebody (Careless.show) could show a patient and does not say how that is audited');
    expect(route({ mediaType: 'application/octet-stream' })).toThrow('could show a patient');
    expect(route({ schema: z.strictObject({ counts: z.int() }) })).not.toThrow();
  });
  it('is not stopped by the routes there are', () => {
    expect(() => refuseUnaudited(routesOf(controllers))).not.toThrow();
    expect(routesOf(controllers).filter(({ audited }) => audited).length).toBeGreaterThan(60);
  });
});
