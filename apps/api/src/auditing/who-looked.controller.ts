// Who looked at this person's record, and who did what: for those who answer for its confidence, whatever team it lies with.
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { whoLookedQuery, whoLookedView, type WhoLookedView } from '#contracts';
import { whoLooked } from '#database';
import type { Asked } from '../arriving/asked.js';
import { fieldsWrong, unknown } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { StaffNames } from '../staff-names.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { Audited } from './view-audit.interceptor.js';

const PAGE = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@Controller('api/people/:person/who-looked')
export class WhoLookedController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings, @Inject(StaffNames) private readonly names: StaffNames) {}

  @Get()
  @Needs('audit.view')
  @Audited({ resource: 'who-looked', fields: 'audit', of: 'person' })
  @Says({ summary: 'Who looked at a person’s record, and who did what with it: newest first, 100 at a time', query: whoLookedQuery, answers: { 200: { words: 'A page', schema: whoLookedView } } })
  async page(@Req() { asked }: Asked, @Param('person') personId: string): Promise<WhoLookedView> {
    const { database } = this.surroundings;
    const [known] = UUID.test(personId) ? await database.query('SELECT 1 FROM person WHERE person_id = $1', [personId]) : [];
    if (!known) throw unknown('no-such-person');
    const looked = await whoLooked(database, { personId, after: (asked as { page?: string }).page, limit: PAGE + 1 });
    if (!looked) throw fieldsWrong([{ field: 'page', code: 'wrong-form', detail: 'This is no mark of a page.', allowed: 'the `next` of the page before' }]);
    const name = await this.names.current();
    const shown = looked.slice(0, PAGE);
    return { personId, looked: shown.map(({ staffId, place: _place, ...one }) => ({ ...one, by: name(staffId) })), next: looked.length > PAGE ? shown.at(-1)!.place : null };
  }
}
