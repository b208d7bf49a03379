import { acts, isOfTeam, permissions, roleCodes, type Role } from '#domain';
import { controllers } from '../../apps/api/src/app.module.js';
import { routesOf, type Route } from '../../apps/api/src/arriving/route-table.js';
import { Controller, Get } from '@nestjs/common';
import { apiUnderTest, type ApiUnderTest } from './api-under-test.js';

// One person for each role who has no other; `system` signs in nowhere.
const people: Record<Exclude<Role, 'system'>, string> = {
  'medical-secretary': 'amina', 'mdt-member': 'tomasz', 'duty-clinician': 'only-duty', chair: 'only-chair', 'team-lead': 'only-lead', manager: 'marcus',
  'information-governance': 'isla', administrator: 'priya', referrer: 'dr-hughes', auditor: 'edwin', 'machine-client': 'gp-system',
};
const routes = routesOf(controllers);
const allowedRoles = ({ needs }: Route): readonly string[] => ('open' in needs ? roleCodes : 'act' in needs ? acts[needs.act].roles : permissions[needs.permission].roles);
const nothing = '00000000-0000-4000-8000-000000000000';
const addressOf = ({ path }: Route) => path.replace(':referral', nothing).replace(':task', nothing).replace(':person', nothing).replace(':staff', 'nobody').replace(':document', nothing).replace(':queue', 'psychiatrist').replace(':file', 'start.js').replace(':session', nothing);

describe('who may do what', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await apiUnderTest();
    for (const role of ['duty-clinician', 'chair', 'team-lead']) {
      await api.database.query('INSERT INTO staff_member (staff_id, name, roles, discipline, team_ids) VALUES ($1, $1, $2, $3, $4)', [people[role as Role & keyof typeof people], [role], role === 'duty-clinician' ? 'mental-health-nurse' : null, ['north-team']]);
    }
  });
  afterAll(() => api.close());

  const guarded = routes.filter(({ needs }) => !('open' in needs));
  it('has a rule on every route, and only descriptions, health and vocabulary are open', () => {
    const open = routes.filter(({ needs }) => 'open' in needs).map(({ path }) => path);
    expect(open.sort()).toEqual(['/api/sign-in', '/api/sign-in/callback', '/api/vocabulary', '/docs', '/docs-json', '/docs/:file', '/health', '/health/ready']);
    expect(guarded.length).toBeGreaterThan(70);
  });
  it.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))('%s lets in exactly the roles of its rule', async (_name, route) => {
    const allowed = allowedRoles(route);
    for (const [role, as] of Object.entries(people)) {
      const answer = await api.ask(route.method, addressOf(route), { as });
      const denied = answer.status === 403 && ['role-does-not-allow', 'permission-missing'].includes(answer.body.code);
      expect([role, !denied]).toEqual([role, allowed.includes(role)]);
    }
    expect((await api.ask(route.method, addressOf(route))).status).toBe(401);
  });
  it('stops the boot for a route that does not say whom it lets in', () => {
    class Forgetful { see(): string { return 'everything'; } }
    Get('everything')(Forgetful.prototype, 'see', Object.getOwnPropertyDescriptor(Forgetful.prototype, 'see')!);
    Controller('api')(Forgetful);
    expect(() => routesOf([Forgetful])).toThrow('GET /api/everything (Forgetful.see) does not say whom it lets in');
  });
  it('writes a denial to the log, with ids and codes only', async () => {
    await api.ask('GET', '/api/staff', { as: 'edwin' });
    expect(api.logged.some((line) => line.includes('denied') && line.includes('"by":"edwin"'))).toBe(true);
  });

  const foreign: [method: string, path: (referral: string, person: string, task: string) => string, body?: object][] = [
    ['GET', (r) => `/api/referrals/${r}`], ['GET', (r) => `/api/referrals/${r}/timeline`], ['GET', (r) => `/api/referrals/${r}/notes`], ['GET', (r) => `/api/referrals/${r}/documents`],
    ['GET', (r) => `/api/referrals/${r}/documents/${nothing}`], ['GET', (_r, p) => `/api/people/${p}`], ['GET', (_r, _p, t) => `/api/tasks/${t}/comments`], ['POST', (_r, _p, t) => `/api/tasks/${t}/claim`], ['POST', (_r, _p, t) => `/api/tasks/${t}/release`],
    ['POST', (_r, _p, t) => `/api/tasks/${t}/follow-up`, { followUpOn: null }], ['POST', (_r, _p, t) => `/api/tasks/${t}/comments`, { words: 'x' }], ['POST', (r) => `/api/referrals/${r}/acts/record-unavailability`, { fromOn: '2026-01-01', toOn: '2026-01-02' }],
  ];
  it('nothing of another team’s referral, person or task exists for a colleague of this one', async () => {
    const sent = await api.ask('POST', '/api/referrals', { as: 'gareth', body: { referrerName: 'Dr X', familyName: 'Southern', dateOfBirth: '1980-01-01', reason: 'x', urgency: 'routine', teamId: 'south-team' } });
    const detail = (await api.ask('GET', `/api/referrals/${sent.body.reference}`, { as: 'gareth' })).body;
    expect(isOfTeam({ staffId: 'x', roles: ['mdt-member'], competences: [], teamIds: ['north-team'], active: true }, detail.teamId)).toBe(false);
    for (const [method, path, body] of foreign) {
      const address = path(detail.referralId, detail.personId, detail.tasks[0].taskId);
      expect([method, address, (await api.ask(method, address, { as: 'ngozi', body })).status]).toEqual([method, address, 404]);
    }
    const searched = await api.ask('POST', '/api/referrals/search', { as: 'ngozi', body: { name: 'Southern' } });
    expect(searched.body.found).toEqual([]);
    expect((await api.ask('POST', '/api/referrals/search', { as: 'gareth', body: { name: 'Southern' } })).body.found).toHaveLength(1);
  });
  it('a referrer and a connected system act on the referrals they sent, and no other exists for them', async () => {
    const form = { referrerName: 'Dr X', familyName: 'Canary-sent', dateOfBirth: '1980-01-01', reason: 'x', urgency: 'routine' };
    const { body: sent } = await api.ask('POST', '/api/referrals', { as: 'dr-hughes', body: form });
    for (const [act, body] of [['withdraw', { by: 'referrer' }], ['amend-referral', { changed: ['reason'] }], ['escalate-to-duty-clinician', {}], ['record-referrer-reply', {}]] as const) {
      for (const named of [sent.referralId, sent.reference]) expect([act, (await api.ask('POST', `/api/referrals/${named}/acts/${act}`, { as: 'gp-system', body })).status]).toEqual([act, 404]);
    }
    expect((await api.ask('POST', `/api/referrals/${sent.referralId}/documents`, { as: 'gp-system' })).status).toBe(404);
    const withdrawn = await api.ask('POST', `/api/referrals/${sent.referralId}/acts/withdraw`, { as: 'dr-hughes', body: { by: 'referrer' } });
    expect(withdrawn).toMatchObject({ status: 200, body: { position: { stage: 'closed' }, referral: null } });
  });
  it('a secretary sees who somebody is and never what a clinician wrote', async () => {
    const { body } = await api.ask('POST', '/api/referrals', { as: 'amina', body: { referrerName: 'Dr X', familyName: 'Canary-name', dateOfBirth: '1980-01-01', reason: 'Canary-reason', urgency: 'routine' } });
    await api.ask('POST', `/api/referrals/${body.referralId}/acts/record-clinical-screen`, { as: 'tomasz', body: { riskLevel: 'low', triageCode: 'E', note: 'Canary-note' } });
    const seen = await Promise.all(['', '/timeline'].map((part) => api.ask('GET', `/api/referrals/${body.referralId}${part}`, { as: 'amina' })));
    expect(seen[0]!.text).toContain('Canary-name');
    expect(seen.map((one) => one.text).join()).not.toMatch(/Canary-(reason|note)/);
    expect((await api.ask('GET', `/api/referrals/${body.referralId}/notes`, { as: 'amina' })).status).toBe(403);
    const notes = await api.ask('GET', `/api/referrals/${body.referralId}/notes`, { as: 'tomasz' });
    expect(notes.body).toMatchObject({ asSent: { reason: 'Canary-reason' }, notes: [{ words: 'Canary-note', by: { staffId: 'tomasz' } }] });
    const forManager = await api.ask('GET', `/api/referrals/${body.referralId}`, { as: 'marcus' });
    expect(forManager.body.person).toBeNull();
    expect(forManager.text).not.toContain('Canary-name');
  });
});
