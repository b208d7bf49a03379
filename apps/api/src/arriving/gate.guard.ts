// The one gate: who is it, do they still work here, may they do this at all, and not too often. Deny by default. Who somebody is and
// what they may do is read from the record on every request, so that access taken away counts at the next one.
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { may, mayDo } from '#domain';
import { StaffReading, type StaffRow } from '#database';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { headerOf, type Asked } from './asked.js';
import { readDevelopmentToken } from './development-token.js';
import { notSignedIn, notYours, tooMuch } from './problems.js';
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
    asked.staff = await this.whoIs(asked);
    if (!asked.staff.active) throw notSignedIn('has-left');
    if (!this.rates.mayGoOn(asked.staff.staffId)) throw tooMuch();
    this.mustBeAllowed(asked.staff, needs);
    return true;
  }

  private async whoIs(asked: Asked): Promise<StaffRow> {
    const [, token] = /^Bearer ([A-Za-z0-9_.-]+)$/i.exec(headerOf(asked, 'authorization') ?? '') ?? [];
    if (!token) throw notSignedIn(headerOf(asked, 'authorization') ? 'token-wrong' : 'token-missing');
    if (this.surroundings.settings.mode === 'production') throw notSignedIn('not-in-production');
    const { database } = this.surroundings;
    const staffId = token.length <= LONGEST_TOKEN ? await readDevelopmentToken(database.keys.token, token) : undefined;
    const staff = staffId ? await this.staffReading.read(staffId) : undefined;
    if (!staff) throw notSignedIn('token-wrong');
    return staff;
  }

  private mustBeAllowed(staff: StaffRow, needs: Exclude<Needed, { open: string }>): void {
    const refusal = 'act' in needs ? may(staff, needs.act) : mayDo(staff, needs.permission) ? undefined : { code: 'permission-missing' as const };
    if (!refusal) return;
    this.surroundings.log.warn({ by: staff.staffId, needs }, 'denied');
    throw notYours(refusal.code);
  }
}
