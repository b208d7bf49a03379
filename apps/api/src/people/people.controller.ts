// The patient index: a person as the team sees them, changes that keep what was there before, the NHS number when it becomes known.
import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Req } from '@nestjs/common';
import { nhsNumberKept, nhsNumberSent, personChange, personChanged, personView, type PersonChange, type PersonView } from '#contracts';
import { changePerson, setNhsNumber } from '#database';
import { mayDo } from '#domain';
import type { Asked } from '../arriving/asked.js';
import { keyOf } from '../arriving/idempotency-key.js';
import { once } from '../arriving/idempotency.store.js';
import { notNow, unknown } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { AuditedWithin } from '../auditing/audit-marks.js';
import { Audited } from '../auditing/view-audit.interceptor.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { closeNumberTasks, personFor, viewOfPerson } from './person-reading.js';

@Controller('api/people')
export class PeopleController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  @Get(':person')
  @Needs('person.view')
  @Audited({ resource: 'person', fields: 'administration', of: 'person' })
  @Says({ summary: 'A person with a referral in my teams', answers: { 200: { words: 'The person', schema: personView } } })
  async person(@Req() { staff }: Asked, @Param('person') personId: string): Promise<PersonView> {
    return viewOfPerson(await personFor(this.surroundings.database, staff, personId), staff);
  }

  @Patch(':person')
  @Needs('person.change')
  @AuditedWithin('the change')
  @Says({ summary: 'Change name, birthday, address or contact; only what is sent changes, the former values are kept', body: personChange, answers: { 200: { words: 'Changed', schema: personChanged } } })
  async change(@Req() { staff }: Asked, @Param('person') personId: string, @Body() { version, ...change }: PersonChange) {
    const { database } = this.surroundings;
    const before = await personFor(database, staff, personId);
    const cleared = Object.fromEntries(Object.entries(change).map(([field, value]) => [field, value === '' ? null : value]));
    const outcome = await changePerson(database, { personId, version: version ?? before.version, by: staff, change: cleared });
    if (!outcome) throw unknown('no-such-person');
    if (outcome === 'changed-since') throw notNow('person-changed', { version: before.version });
    const after = await personFor(database, staff, personId);
    return { personId, version: after.version, person: mayDo(staff, 'person.view') ? viewOfPerson(after, staff) : null };
  }

  @Post(':person/nhs-number')
  @HttpCode(200)
  @Needs('person.change')
  @AuditedWithin('the change and its acts')
  @Says({ summary: 'The NHS number as it was told. A right one identifies the person and closes the tasks that ask for it; a wrong one is kept and identifies nobody.', body: nhsNumberSent, key: 'needed', answers: { 200: { words: 'Kept', schema: nhsNumberKept } } })
  async nhsNumber(@Req() asked: Asked, @Param('person') personId: string, @Body() { nhsNumber }: { nhsNumber: string }) {
    const { database, telling } = this.surroundings;
    const { staff } = asked;
    const person = await personFor(database, staff, personId);
    const key = keyOf(asked, 'needed');
    const answer = await once(database, { key, caller: staff.staffId, route: `nhs-number/${personId}`, body: nhsNumber }, async () => {
      const kept = await setNhsNumber(database, { personId, by: staff, nhsNumber });
      const referrals = await closeNumberTasks({ database, telling }, { person, staff, identified: kept!.identified, key });
      return { status: 200, body: { identified: kept!.identified, referrals } };
    });
    return answer.body;
  }
}
