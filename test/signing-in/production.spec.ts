import { startIssuer } from '../../apps/issuer/src/issuer.js';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { linkIdentities } from '#database';
import { refuseDevelopmentSignIn } from '../../apps/api/src/production.js';
import { developmentClient, signInSettingsFrom } from '../../apps/api/src/signing-in/settings.js';
import { SignIn } from '../../apps/api/src/signing-in/sign-in.js';
import { freePort } from '../../apps/cli/src/servers/free-port.js';
import { BadIssuer } from './bad-issuer.js';
import { signedInApi, type SignedInApi } from './signed-in-api.js';

const right = { HANDRAIL_ISSUER: 'https://login.example.test/realm', HANDRAIL_ADDRESS: 'https://handrail.example.test', HANDRAIL_CLIENT_ID: 'handrail', HANDRAIL_CLIENT_SECRET: 'a-secret-of-the-organisation' };
const inProduction = (changed: NodeJS.ProcessEnv = {}) => signInSettingsFrom({ ...right, ...changed }, 'production', 4400);

describe('sign-in in production', () => {
  it('takes an issuer, an address, a name and a secret', () => {
    expect(inProduction()).toMatchObject({ issuer: right.HANDRAIL_ISSUER, address: right.HANDRAIL_ADDRESS, idleMs: 900_000, absoluteMs: 36_000_000 });
  });
  it.each<[what: string, changed: NodeJS.ProcessEnv, sentence: RegExp]>([
    ['without an issuer', { HANDRAIL_ISSUER: '' }, /HANDRAIL_ISSUER must name the issuer/], ['without an address', { HANDRAIL_ADDRESS: '' }, /HANDRAIL_ADDRESS must say/], ['without a name', { HANDRAIL_CLIENT_ID: '' }, /HANDRAIL_CLIENT_ID/],
    ['without a secret', { HANDRAIL_CLIENT_SECRET: '' }, /HANDRAIL_CLIENT_SECRET must be set/], ['with the secret of the development issuer', { HANDRAIL_CLIENT_SECRET: developmentClient.secret }, /must not be that of the development issuer/],
    ['with an issuer in clear', { HANDRAIL_ISSUER: 'http://login.example.test' }, /must begin with https/], ['with an address in clear', { HANDRAIL_ADDRESS: 'http://handrail.example.test' }, /HANDRAIL_ADDRESS must begin with https/],
    ['with an issuer that is no address', { HANDRAIL_ISSUER: 'login' }, /must be an address/], ['with longer sessions than the rule', { HANDRAIL_SESSION_HOURS: '24' }, /at most 10/], ['with longer rests than the rule', { HANDRAIL_IDLE_MINUTES: '60' }, /at most 15/], ['with no number', { HANDRAIL_IDLE_MINUTES: 'long' }, /must be a number/],
  ])('does not start %s', (_what, changed, sentence) => { expect(() => inProduction(changed)).toThrow(sentence); });
  it('may be stricter, and may use a private network when that is said', () => {
    expect(inProduction({ HANDRAIL_IDLE_MINUTES: '5', HANDRAIL_SESSION_HOURS: '8' })).toMatchObject({ idleMs: 300_000, absoluteMs: 28_800_000 });
    expect(inProduction({ HANDRAIL_ISSUER: 'http://login.example.test', HANDRAIL_ISSUER_ALLOW_CLEAR: 'yes' })).toMatchObject({ issuer: 'http://login.example.test' });
  });

  describe('looks at what it would sign people in with', () => {
    let api: SignedInApi;
    beforeAll(async () => { api = await signedInApi(await freePort(), { issuer: 'https://login.example.test/realm' }); });
    afterAll(() => api.close());
    const at = (issuer: string) => new SignIn({ ...api.signIn.settings, issuer });

    it('does not start at the development issuer, wherever that stands, nor at one on this machine that does not answer', async () => {
      const port = await freePort();
      const issuer = await startIssuer({ port, address: api.address, people: [], client: developmentClient });
      try { await expect(refuseDevelopmentSignIn(api.database, at(issuer.address))).rejects.toThrow(/must not sign in at the development issuer/); } finally { await issuer.close(); }
      await expect(refuseDevelopmentSignIn(api.database, at(`http://127.0.0.1:${port}`))).rejects.toThrow(/must not sign in at the development issuer/);
    });
    it('starts at another issuer, and at one elsewhere that is away for the moment', async () => {
      const issuer = await BadIssuer.start();
      try { await expect(refuseDevelopmentSignIn(api.database, at(issuer.address))).resolves.toBeUndefined(); } finally { await issuer.close(); }
      await expect(refuseDevelopmentSignIn(api.database, at('https://login.invalid'))).resolves.toBeUndefined();
    });
    it('does not start while anybody has an account of the development issuer', async () => {
      await linkIdentities(api.fresh.ownerUrl, [{ issuer: 'http://127.0.0.1:4405', subject: 'amina', staffId: 'amina' }]);
      await expect(refuseDevelopmentSignIn(api.database, at('https://login.invalid'))).rejects.toThrow('In production nobody may have an account of the development issuer; take the rows of http://127.0.0.1:4405 out of staff_identity.');
    });
  });
  it('the development issuer itself does not run', () => {
    const { status, stderr } = spawnSync(process.execPath, [path.resolve('dist/apps/issuer/src/main.js')], { encoding: 'utf8', env: { PATH: process.env.PATH, HANDRAIL_MODE: 'production', PORT: '1' } });
    expect(status).toBe(1);
    expect(stderr).toContain('the development issuer does not run in production.');
  });
  it('an identity is linked only to somebody who works here', async () => {
    const api = await signedInApi(await freePort());
    try { await expect(linkIdentities(api.fresh.ownerUrl, [{ issuer: 'https://x.example', subject: '1', staffId: 'nobody' }])).rejects.toThrow('Nobody of the id "nobody" works here.'); } finally { await api.close(); }
  });
});
