// Receiving a referral, and seeing one: detail, timeline, notes.
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { referralIntake, referralReceipt, type ReferralIntake, type ReferralReceipt } from '#contracts';
import { receiveReferral, recordView, Refused } from '#database';
import type { Response } from 'express';
import type { Asked } from '../arriving/asked.js';
import { keyOf } from '../arriving/idempotency-key.js';
import { fieldsWrong, incomplete } from '../arriving/problems.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { AuditedWithin } from '../auditing/audit-marks.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { personSent, referralSent, sourceOf, teamFor } from './intake.js';
import { allowedRoutes } from './referral-view.js';

@Controller('api/referrals')
export class ReferralsController {
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings) {}

  @Post()
  @Needs('receive')
  @AuditedWithin('the receipt')
  @Says({
    summary: 'Receive a referral. The receipt is the reference; a repeat with the same key and content gets the same receipt.',
    body: referralIntake, key: 'intake',
    answers: { 201: { words: 'Received', schema: referralReceipt }, 200: { words: 'Received before, with this key and this content', schema: referralReceipt } },
  })
  async receive(@Req() asked: Asked, @Body() intake: ReferralIntake, @Res({ passthrough: true }) response: Response): Promise<ReferralReceipt> {
    const { database, telling, log } = this.surroundings;
    const { staff } = asked;
    const teamId = await teamFor(database, intake, staff);
    const sent = { sender: staff.staffId, senderReference: keyOf(asked, 'intake'), message: asked.sent, person: personSent(intake), referral: referralSent(intake, teamId, sourceOf(staff)), by: staff.staffId, session: staff.session };
    const receipt = await receiveReferral(database, sent).catch((error: unknown) => {
      if (error instanceof Refused && error.refusal.kind === 'unknown') throw fieldsWrong([{ field: 'teamId', code: 'unknown-code', detail: 'There is no such team.' }]);
      throw error;
    });
    if (receipt.outcome === 'reused') throw incomplete('reused');
    if (receipt.outcome === 'already-received') await recordView(database, staff, { event: 'view', resource: 'referral', fields: 'administration', outcome: 'shown', of: { referral: receipt.referralId } });
    if (receipt.outcome === 'received') telling.begin(receipt.referralId);
    log.info({ referralId: receipt.referralId, by: staff.staffId, outcome: receipt.outcome }, 'receive');
    const { referralId, reference, flags, outcome } = receipt;
    response.status(outcome === 'received' ? 201 : 200).setHeader('location', `/api/referrals/${reference}`);
    return { reference, referralId, outcome, flags, allowedActs: allowedRoutes(receipt.referral, staff) };
  }
}
