// Documents of a referral: attached, listed, downloaded. Never shown in a browser: always a download.
import { Controller, Get, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { documentsView, documentView, type DocumentViewed } from '#contracts';
import { attachDocument, listDocuments, mostDocuments, type DocumentView, type StaffRow } from '#database';
import { cleanLine } from '#domain';
import type { Response } from 'express';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Asked } from '../arriving/asked.js';
import { idFrom, keyOf } from '../arriving/idempotency-key.js';
import { once } from '../arriving/idempotency.store.js';
import { badShape, notNow, unknown, wrongContentType } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { mustBeTheirOwn } from '../referrals/act-reading.js';
import { AuditedWithin } from '../auditing/audit-marks.js';
import { Audited } from '../auditing/view-audit.interceptor.js';
import { referralFor } from '../referrals/referral-reading.js';
import { StaffNames, type NameOf } from '../staff-names.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { hashOf, keep, LARGEST_DOCUMENT, placeOf, takeIn, throwAway, type Arrived } from './document-folder.js';
import { mediaTypeOf } from './document-kind.js';

const LONGEST_NAME = 200;

@Controller('api/referrals/:referral/documents')
export class DocumentsController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings, @Inject(StaffNames) private readonly names: StaffNames) {}

  @Post()
  @Needs('document.attach')
  @AuditedWithin('the note of the document')
  @Says({ summary: 'Attach one document: PDF, DOCX, RTF, TXT, JPEG, PNG or TIFF by content, 20 MB at most, ten to a referral', multipart: true, limit: LARGEST_DOCUMENT, key: 'needed', answers: { 201: { words: 'Attached', schema: documentView } } })
  async attach(@Req() asked: Asked, @Res({ passthrough: true }) response: Response, @Param('referral') named: string): Promise<DocumentViewed> {
    const { settings, database } = this.surroundings;
    const key = keyOf(asked, 'needed');
    const { referral: { referralId } } = await referralFor(database, asked.staff, named);
    await mustBeTheirOwn(database, asked.staff, referralId);
    const arrived = await takeIn(settings.documents, asked, response);
    try { return await this.attachArrived(arrived, referralId, asked.staff, key); } finally { await throwAway(arrived.path); }
  }

  private async attachArrived(arrived: Arrived, referralId: string, staff: StaffRow, key: string): Promise<DocumentViewed> {
    const { settings, database, log } = this.surroundings;
    if (arrived.bytes === 0) throw badShape('document-empty');
    const mediaType = await mediaTypeOf(arrived.path);
    if (!mediaType) throw wrongContentType('document-type');
    const sha256 = await hashOf(arrived.path);
    const name = nameFor(arrived.name);
    const answer = await once(database, { key, caller: staff.staffId, route: `documents/${referralId}`, body: { name, sha256: sha256.toString('hex') } }, async () => {
      if ((await listDocuments(database, referralId)).length >= mostDocuments) throw notNow('too-many-documents');
      const documentId = idFrom(database.keys.token, 'document', staff.staffId, referralId, key);
      await keep(settings.documents, arrived.path, sha256.toString('hex'));
      const outcome = await attachDocument(database, { documentId, referralId, name, mediaType, bytes: arrived.bytes, sha256, by: staff });
      if (outcome === 'too-many') throw notNow('too-many-documents');
      log.info({ referralId, documentId, by: staff.staffId, mediaType, bytes: arrived.bytes }, 'document attached');
      const [attached] = (await listDocuments(database, referralId)).filter((one) => one.documentId === documentId);
      return { status: 201, body: viewOf(attached!, await this.names.current()) };
    });
    return answer.body as DocumentViewed;
  }

  @Get()
  @Needs('document.view')
  @Audited({ resource: 'documents', fields: 'clinical', of: 'referral' })
  @Says({ summary: 'Documents of a referral', answers: { 200: { words: 'The documents', schema: documentsView } } })
  async list(@Req() { staff }: Asked, @Param('referral') named: string): Promise<{ documents: DocumentViewed[] }> {
    const { referral } = await referralFor(this.surroundings.database, staff, named);
    const name = await this.names.current();
    return { documents: (await listDocuments(this.surroundings.database, referral.referralId)).map((one) => viewOf(one, name)) };
  }

  @Get(':document')
  @Needs('document.view')
  @Audited({ resource: 'document', fields: 'clinical', of: 'referral', id: ({ params }) => String(params['document']) })
  @Says({ summary: 'Download a document', answers: { 200: { words: 'The file, as a download', mediaType: 'application/octet-stream' } } })
  async download(@Req() { staff }: Asked, @Res({ passthrough: true }) response: Response, @Param('referral') named: string, @Param('document') documentId: string): Promise<StreamableFile> {
    const { database, settings } = this.surroundings;
    const { referral } = await referralFor(database, staff, named);
    const document = (await listDocuments(database, referral.referralId)).find((one) => one.documentId === documentId);
    if (!document) throw unknown('no-such-document');
    const place = placeOf(settings.documents, document.sha256);
    await stat(place); // a file that is not there is a defect, said before anything is sent
    response.setHeader('content-security-policy', "default-src 'none'; sandbox");
    const plainName = document.name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
    return new StreamableFile(createReadStream(place), { type: document.mediaType, length: document.bytes, disposition: `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(document.name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}` });
  }
}
/** The sender's name for the file, without any folder, as one clean line. */
function nameFor(sent: string): string {
  const clean = cleanLine(sent.split(/[\\/]/).at(-1) ?? '', LONGEST_NAME);
  return clean.text ?? 'document';
}
const viewOf = (row: DocumentView, name: NameOf): DocumentViewed => ({ ...row, attachedBy: name(row.attachedBy) });
