// Seeing a referral: where it stands, what happened, what was written; and finding one.
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { notesView, referralDetail, searchAsk, searchFound, timelineQuery, timelineView, type NotesView, type ReferralDetailView, type SearchAsk, type TimelineView } from '#contracts';
import { personView, readNotes, referralAsSent, searchReferrals, timeline, type Sent } from '#database';
import { mayDo } from '#domain';
import type { Response } from 'express';
import type { Asked } from '../arriving/asked.js';
import { ManyPatients } from '../arriving/many-patients.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { Audited } from '../auditing/view-audit.interceptor.js';
import { viewOfPerson } from '../people/person-reading.js';
import { StaffNames } from '../staff-names.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { referralFor } from './referral-reading.js';
import { referralView } from './referral-view.js';

const PAGE = 500;

@Controller('api/referrals')
export class ReadingController {
  private readonly many: ManyPatients;
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings, @Inject(StaffNames) private readonly names: StaffNames) {
    this.many = new ManyPatients((by) => { surroundings.log.warn({ by }, 'opened the records of very many people this hour'); });
  }

  @Post('search')
  @HttpCode(200)
  @Needs('referral.search')
  @Audited({ resource: 'search', fields: 'administration', of: ({ found }: { found: { referralId: string }[] }) => found.map((one) => one.referralId) })
  @Says({ summary: 'Find referrals of my teams by name, NHS number or reference. A POST, so that nothing personal stands in an address.', body: searchAsk, answers: { 200: { words: 'Newest first', schema: searchFound } } })
  async search(@Req() { staff }: Asked, @Body() ask: SearchAsk) {
    return { found: await searchReferrals(this.surroundings.database, { ...ask, staff }) };
  }

  @Get(':referral')
  @Needs('referral.view')
  @Audited({ resource: 'referral', fields: 'administration', of: 'referral' })
  @Says({ summary: 'A referral: stage, next step, tasks, strands, appointments, waits, and what I may do now', answers: { 200: { words: 'The referral', schema: referralDetail } } })
  async detail(@Req() { staff }: Asked, @Param('referral') named: string, @Res({ passthrough: true }) response: Response): Promise<ReferralDetailView> {
    const { database } = this.surroundings;
    const [found, name] = await Promise.all([referralFor(database, staff, named), this.names.current()]);
    const { referral, personId, referrerName, referrerOds, preferredModality, holders } = found;
    const person = mayDo(staff, 'person.view') ? await personView(database, personId) : undefined;
    this.many.saw(staff.staffId, personId);
    response.setHeader('etag', `"${referral.seq}"`);
    return {
      ...referralView(referral, staff, name), referrer: { name: referrerName, ods: referrerOds }, preferredModality, person: person ? viewOfPerson(person, staff) : null,
      held: holders.flatMap(({ taskId, no, claimedBy, claimedAt }) => (claimedBy ? [{ taskId, no, by: name(claimedBy), since: claimedAt && new Date(claimedAt).toISOString() }] : [])),
    };
  }

  @Get(':referral/timeline')
  @Needs('referral.view')
  @Audited({ resource: 'timeline', fields: 'administration', of: 'referral' })
  @Says({ summary: 'What happened, oldest first, with who did it; 500 at a time', query: timelineQuery, answers: { 200: { words: 'The timeline', schema: timelineView } } })
  async timeline(@Req() { staff, asked }: Asked, @Param('referral') named: string): Promise<TimelineView> {
    const { database } = this.surroundings;
    const { referral: { referralId } } = await referralFor(database, staff, named);
    const name = await this.names.current();
    const rows = await timeline(database, referralId, Number((asked as { after?: string }).after ?? 0), PAGE);
    const entries = rows.map(({ seq, at, recordedAt, act, actor, event: { type, ...detail } }) => ({ seq, type, at, recordedAt, act, by: name(actor), detail: detail as Record<string, unknown> }));
    return { referralId, entries, next: rows.length === PAGE ? rows.at(-1)!.seq : null };
  }

  @Get(':referral/notes')
  @Needs('note.view')
  @Audited({ resource: 'notes', fields: 'clinical', of: 'referral' })
  @Says({ summary: 'What the referrer wrote, and every clinical note, oldest first', answers: { 200: { words: 'The words', schema: notesView } } })
  async notes(@Req() { staff }: Asked, @Param('referral') named: string): Promise<NotesView> {
    const { database } = this.surroundings;
    const { referral: { referralId } } = await referralFor(database, staff, named);
    const [notes, sent, name] = await Promise.all([readNotes(database, referralId), referralAsSent(database, referralId) as Promise<Sent | undefined>, this.names.current()]);
    return { asSent: sent ? asSentView(sent) : null, notes: notes.map(({ noteId, kind, author, writtenAt, words }) => ({ noteId, kind, by: name(author), at: writtenAt, words })) };
  }
}
function asSentView({ referral: { reason, triedBefore, preferredModality, risk, needsHelpToday } }: Sent): NotesView['asSent'] {
  return { reason, triedBefore, preferredModality: preferredModality ?? null, needsHelpToday, risk: { selfHarm: risk.selfHarm ?? false, suicide: risk.suicide ?? false, toOthers: risk.toOthers ?? false, safeguarding: risk.safeguarding ?? false } };
}
