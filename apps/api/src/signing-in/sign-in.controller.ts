// The way to the issuer and back, and out again. Whatever is wrong with a sign-in is answered with one neutral sentence; the log says
// why, by code. A session begins only here, each time with a secret of its own; the one before it ends.
import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { signedOut, signInQuery, type SignedOut } from '#contracts';
import { beginSession, endSession, recordSignIn, staffOfIdentity, useSignInOnce, wordsOfSession, type StaffRow } from '#database';
import type { Response } from 'express';
import { headerOf, type Asked } from '../arriving/asked.js';
import { issuerAway, notSignedIn, tooMuch, type ProblemFound } from '../arriving/problems.js';
import { Rates } from '../arriving/rates.js';
import { Needs, Open, Says } from '../arriving/route-marks.js';
import { witnessed } from '../auditing/witness.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { cookieOf, ERRAND_COOKIE, errandCookie, noCookie, SESSION_COOKIE, sessionCookie } from './cookies.js';
import { errandOf, newErrand, safeReturn, sealedErrand, type CarriedErrand } from './errands.js';
import { WrongSignIn, type Proof } from './issuer.js';
import type { SignIn } from './sign-in.js';

const LONGEST_BROWSER_NAME = 200;

@Controller('api')
export class SignInController {
  private readonly rates?: Rates;
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {
    if (surroundings.signIn) this.rates = new Rates(surroundings.signIn.settings.signInsPerSecond);
  }

  @Get('sign-in')
  @Open('the beginning of a sign-in: leads to the organisation’s issuer')
  @Says({ summary: 'Sign in: leads a browser to the issuer and back', query: signInQuery, answers: { 302: { words: 'To the issuer' } } })
  async leave(@Req() asked: Asked, @Res() response: Response): Promise<void> {
    const signIn = this.mustBeSetUp(asked);
    // The cookie of the errand belongs to the host that the issuer leads back to.
    if (headerOf(asked, 'host') !== new URL(signIn.settings.address).host) return response.redirect(302, `${signIn.settings.address}/api/sign-in${searchOf(asked)}`);
    const { returnTo, again } = asked.asked as { returnTo?: string; again?: 'yes' };
    const errand = newErrand(safeReturn(returnTo), again === 'yes', signIn.now());
    const there = await signIn.issuer.addressToGoTo(errand);
    response.setHeader('set-cookie', errandCookie(sealedErrand(this.surroundings.database.keys, errand)));
    response.redirect(302, there.href);
  }

  @Get('sign-in/callback')
  @Open('the end of a sign-in: the issuer leads here with a code that is good once')
  @Says({ summary: 'Where the issuer leads back to', answers: { 303: { words: 'Signed in; to where the sign-in began' } } })
  async comeBack(@Req() asked: Asked, @Res() response: Response): Promise<void> {
    const signIn = this.mustBeSetUp(asked);
    response.setHeader('set-cookie', noCookie(ERRAND_COOKIE)); // used up, whatever comes of it
    const errand = errandOf(this.surroundings.database.keys, cookieOf(asked, ERRAND_COOKIE), signIn.now());
    if (!errand) throw await this.refused('errand');
    const proof = await this.proofOf(signIn, asked, errand);
    const staff = await this.staffOf(proof);
    const secret = await this.begin(signIn, asked, staff, proof);
    response.setHeader('set-cookie', [noCookie(ERRAND_COOKIE), sessionCookie(secret)]);
    response.redirect(303, errand.returnTo);
  }

  @Post('sign-out')
  @HttpCode(200)
  @Needs('session.own')
  @Says({ summary: 'Sign out: this session ends, and the browser forgets what it kept', answers: { 200: { words: 'Signed out', schema: signedOut } } })
  async signOut(@Req() asked: Asked, @Res({ passthrough: true }) response: Response): Promise<SignedOut> {
    const { database, signIn, log } = this.surroundings;
    if (!asked.session || !signIn) return { issuerSignOut: null };
    const words = await wordsOfSession(database, asked.session.sessionId);
    await endSession(database, asked.staff.staffId, asked.session.sessionId);
    await recordSignIn(database, asked.staff, { act: 'sign-out', outcome: 'signed-out' });
    log.info({ by: asked.staff.staffId, sessionId: asked.session.sessionId }, 'signed out');
    response.setHeader('clear-site-data', '"cache", "cookies", "storage"');
    response.setHeader('set-cookie', noCookie(SESSION_COOKIE));
    return { issuerSignOut: (await signIn.issuer.signOutAddress(words?.idToken)) ?? null };
  }

  private mustBeSetUp(asked: Asked): SignIn {
    const { signIn } = this.surroundings;
    if (!signIn) throw issuerAway();
    if (!this.rates!.mayGoOn(asked.socket.remoteAddress ?? '')) throw tooMuch();
    return signIn;
  }
  private async proofOf(signIn: SignIn, asked: Asked, errand: CarriedErrand): Promise<Proof> {
    try {
      if (!await useSignInOnce(this.surroundings.database, errand.state, new Date(signIn.now()))) throw new WrongSignIn('used-before');
      return await signIn.issuer.redeem(searchOf(asked), errand);
    } catch (cause) {
      throw cause instanceof WrongSignIn ? await this.refused(cause.message) : cause;
    }
  }
  private async staffOf({ issuer, subject }: Proof): Promise<StaffRow> {
    const staff = await staffOfIdentity(this.surroundings.database, issuer, subject);
    if (!staff) throw await this.refused('unknown-identity', { issuer, subject });
    if (!staff.active) throw await this.refused('has-left', { by: staff.staffId }, staff);
    if (staff.roles.includes('machine-client')) throw await this.refused('not-a-person', { by: staff.staffId }, staff);
    return staff;
  }
  private async begin(signIn: SignIn, asked: Asked, staff: StaffRow, proof: Proof): Promise<string> {
    const { database, log } = this.surroundings;
    const { staffId } = staff;
    const before = await signIn.signedIn(database, asked);
    if (before) await endSession(database, before.staff.staffId, before.session.sessionId);
    const { authTime, ...words } = proof;
    const browser = (headerOf(asked, 'user-agent') ?? '').slice(0, LONGEST_BROWSER_NAME);
    const begun = await beginSession(database, { staffId, at: new Date(signIn.now()), signedInAt: new Date(authTime * 1_000), words: { ...words, browser } });
    asked.session = begun.session;
    await recordSignIn(database, witnessed(asked, staff), { act: 'sign-in', outcome: 'signed-in' }); // before the cookie leaves
    log.info({ by: staffId, sessionId: begun.session.sessionId, acr: proof.acr }, 'signed in');
    return begun.secret;
  }
  /** One neutral answer; log and audit know more. */
  private async refused(why: string, more: Record<string, string> = {}, staff?: StaffRow): Promise<ProblemFound> {
    const code = why.slice(0, 100);
    this.surroundings.log.warn({ code, ...more }, 'sign-in refused');
    await recordSignIn(this.surroundings.database, staff, { act: 'sign-in', outcome: code });
    return notSignedIn('sign-in-refused');
  }
}
const searchOf = ({ originalUrl }: Asked): string => (originalUrl.includes('?') ? originalUrl.slice(originalUrl.indexOf('?')) : '');
