// Who I am and what I may, and where I am signed in. Everybody sees and ends their own sessions and nobody else's.
import { Controller, Delete, Get, HttpCode, Inject, Param, Req, Res } from '@nestjs/common';
import { meView, sessionList, type MeView, type SessionList } from '#contracts';
import { endSession, endSessionsOf, recordSignIn, sessionsOf, wordsOfSession, type Session } from '#database';
import { actNames, may, mayDo, permissionCodes, queuesOf } from '#domain';
import type { Response } from 'express';
import type { Asked } from '../arriving/asked.js';
import { unknown } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { noCookie, SESSION_COOKIE } from './cookies.js';
import { csrfTokenOf, type SignIn } from './sign-in.js';

const at = (milliseconds: number): string => new Date(milliseconds).toISOString();
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@Controller('api')
export class MeController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  @Get('me')
  @Needs('session.own')
  @Says({ summary: 'Who I am, what I may, and when my session ends', answers: { 200: { words: 'Me', schema: meView } } })
  async me(@Req() { staff, session }: Asked): Promise<MeView> {
    const { signIn } = this.surroundings;
    const { staffId, name, roles, discipline, teamIds } = staff;
    return {
      staffId, name, roles: [...roles], discipline: discipline ?? null, teamIds: [...teamIds], queues: queuesOf(staff),
      permissions: permissionCodes.filter((permission) => mayDo(staff, permission)), acts: actNames.filter((act) => !may(staff, act)),
      session: session && signIn ? await this.viewOf(signIn, session) : null,
    };
  }
  private async viewOf(signIn: SignIn, session: Session): Promise<MeView['session']> {
    const { database } = this.surroundings;
    const { acr = null, amr = [] } = await wordsOfSession(database, session.sessionId) ?? {};
    return {
      sessionId: session.sessionId, startedAt: session.startedAt.toISOString(), signedInAt: session.signedInAt.toISOString(), acr, amr,
      warnAt: at(signIn.warnAt(session)), idleEndsAt: at(signIn.idleEndsAt(session)), endsAt: at(signIn.endsAt(session)), csrfToken: csrfTokenOf(database.keys, session),
    };
  }

  @Get('sessions')
  @Needs('session.own')
  @Says({ summary: 'Where I am signed in', answers: { 200: { words: 'My sessions, newest first', schema: sessionList } } })
  async sessions(@Req() { staff, session }: Asked): Promise<SessionList> {
    const { database, signIn } = this.surroundings;
    if (!signIn) return { sessions: [] };
    const living = (await sessionsOf(database, staff.staffId)).filter((one) => Math.min(signIn.endsAt(one), signIn.idleEndsAt(one)) > signIn.now());
    return {
      sessions: living.map((one) => ({
        sessionId: one.sessionId, startedAt: one.startedAt.toISOString(), seenAt: one.seenAt.toISOString(), endsAt: at(signIn.endsAt(one)), browser: one.browser, current: one.sessionId === session?.sessionId,
      })),
    };
  }

  @Delete('sessions/:session')
  @HttpCode(204)
  @Needs('session.own')
  @Says({ summary: 'End one of my sessions', answers: { 204: { words: 'Ended; its cookie is good for nothing' } } })
  async end(@Req() { staff }: Asked, @Param('session') sessionId: string): Promise<void> {
    if (!ID.test(sessionId) || !await endSession(this.surroundings.database, staff.staffId, sessionId)) throw unknown('no-such-session');
    await recordSignIn(this.surroundings.database, staff, { act: 'end-session', outcome: 'signed-out' });
    this.surroundings.log.info({ by: staff.staffId, sessionId }, 'session ended');
  }

  @Delete('sessions')
  @HttpCode(204)
  @Needs('session.own')
  @Says({ summary: 'End all my sessions, this one too', answers: { 204: { words: 'Ended' } } })
  async endAll(@Req() { staff }: Asked, @Res({ passthrough: true }) response: Response): Promise<void> {
    const ended = await endSessionsOf(this.surroundings.database, staff.staffId);
    await recordSignIn(this.surroundings.database, staff, { act: 'end-sessions', outcome: 'signed-out' });
    this.surroundings.log.info({ by: staff.staffId, ended }, 'sessions ended');
    response.setHeader('set-cookie', noCookie(SESSION_COOKIE));
  }
}
