// The one gate: who is it, do they still work here, may they do this at all, and not too often. Deny by default. Who somebody is and
// what they may do is read from the record on every request, so that access taken away counts at the next one.
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { decodeProtectedHeader } from 'jose';
import { developmentToken } from '#contracts';
import { may, mayDo } from '#domain';
import { recordSignIn, StaffReading, type StaffRow } from '#database';
import { cookieOf, SESSION_COOKIE } from '../signing-in/cookies.js';
import { readMachineToken } from '../signing-in/machine-token.js';
import { witnessed } from '../auditing/witness.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { headerOf, type Asked } from './asked.js';
import { readDevelopmentToken } from './development-token.js';
import { notSignedIn, notYours, tooMuch, type ProblemFound } from './problems.js';
import { Rates } from './rates.js';
import { NEEDS, type Needed } from './route-marks.js';

const LONGEST_TOKEN = 4_096;

@Injectable()
export class Gate implements CanActivate {
  private readonly rates: Rates;
  private readonly staffReading: StaffReading;
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {
    this.staffReading = new StaffReading(surroundings.database);
    this.rates = new Rates(surroundings.settings.requestsPerSecond);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needs = Reflect.getMetadata(NEEDS, context.getHandler()) as Needed | undefined;
    const asked = context.switchToHttp().getRequest<Asked>();
    if (!needs) throw notYours('permission-missing');
    if ('open' in needs) return true;
    const staff = await this.whoIs(asked);
    asked.staff = witnessed(asked, staff);
    if (!asked.staff.active) throw notSignedIn('has-left');
    if (!this.rates.mayGoOn(asked.staff.staffId)) throw tooMuch();
    this.mustBeAllowed(asked.staff, needs);
    return true;
  }

  /** By the header if there is one, whatever cookies come with it; else by the session's cookie. */
  private async whoIs(asked: Asked): Promise<StaffRow> {
    const authorization = headerOf(asked, 'authorization');
    if (authorization === undefined) return this.bySession(asked);
    const [, token] = /^Bearer ([A-Za-z0-9_.-]+)$/i.exec(authorization) ?? [];
    if (!token || token.length > LONGEST_TOKEN) throw await this.attempt(asked, 'token-wrong');
    const staff = isDevelopmentToken(token) || !this.surroundings.signIn ? await this.byDevelopmentToken(token) : await readMachineToken(this.surroundings.database, this.surroundings.signIn, token);
    if (!staff) throw await this.attempt(asked, 'token-wrong');
    return staff;
  }
  /** Whoever shows something that is not right stands in the audit as nobody, and may not go on for ever. */
  private async attempt(asked: Asked, outcome: 'token-wrong' | 'session-ended'): Promise<ProblemFound> {
    if (!this.rates.mayGoOn(`from ${asked.socket.remoteAddress}`)) return tooMuch();
    await recordSignIn(this.surroundings.database, undefined, { act: 'ask', outcome });
    return notSignedIn(outcome);
  }
  private byDevelopmentToken(token: string): Promise<StaffRow | undefined> {
    if (this.surroundings.settings.mode === 'production') throw notSignedIn('not-in-production');
    return readDevelopmentToken(this.surroundings.database.keys.token, token).then((staffId) => (staffId ? this.staffReading.read(staffId) : undefined));
  }
  private async bySession(asked: Asked): Promise<StaffRow> {
    const { signIn, database, log } = this.surroundings;
    const found = await signIn?.signedIn(database, asked);
    if (!signIn || !found) throw signIn && cookieOf(asked, SESSION_COOKIE) ? await this.attempt(asked, 'session-ended') : notSignedIn('token-missing');
    asked.session = found.session;
    const foreign = signIn.crossSite(database.keys, asked, found.session);
    if (foreign) {
      asked.staff = witnessed(asked, found.staff);
      log.warn({ by: found.staff.staffId, code: 'cross-site' }, 'denied');
      throw foreign;
    }
    return found.staff;
  }

  private mustBeAllowed(staff: StaffRow, needs: Exclude<Needed, { open: string }>): void {
    const refusal = 'act' in needs ? may(staff, needs.act) : mayDo(staff, needs.permission) ? undefined : { code: 'permission-missing' as const };
    if (!refusal) return;
    this.surroundings.log.warn({ by: staff.staffId, needs }, 'denied');
    throw notYours(refusal.code);
  }
}
function isDevelopmentToken(token: string): boolean {
  try { return decodeProtectedHeader(token).typ === developmentToken.type; } catch { return false; }
}
