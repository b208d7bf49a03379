// One documented route per act, made from the table of acts: POST /api/referrals/{referral}/acts/accept-at-triage and so on.
import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { acts } from '#domain';
import { actBody, actContracts, actDone, actRouteNames, routeOfAct, type ActDone, type ActRouteName } from '#contracts';
import type { Asked } from '../arriving/asked.js';
import { Needs, Says } from '../arriving/route-marks.js';
import { AuditedWithin } from '../auditing/audit-marks.js';
import { ActDesk } from './act-desk.js';

const WITH_WORDS_LIMIT = 2 * 1_048_576;

@Controller('api/referrals/:referral/acts')
export class ActsController {
  constructor(@Inject(ActDesk) readonly desk: ActDesk) {}
}

/** Gives the controller a method for the act and marks it as a route, as the decorators of a written method would. */
function addRoute(act: ActRouteName): void {
  const prototype = ActsController.prototype as unknown as Record<string, unknown>;
  const method = function (this: ActsController, asked: Asked): Promise<ActDone> { return this.desk.act(asked, act); };
  Object.defineProperty(prototype, act, { value: method, writable: true, configurable: true, enumerable: false });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, act)!;
  const { words, says } = actContracts[act];
  Req()(prototype, act, 0);
  const marks = [
    Post(routeOfAct(act)), HttpCode(200), Needs(act), AuditedWithin('the act'),
    Says({
      summary: `To ${acts[act].words}`.replace(/^./, (letter) => letter.toUpperCase()) + `. ${says}`,
      body: actBody(act), bodyOptional: true, key: 'needed', ifMatch: true, ...(words !== 'none' && { limit: WITH_WORDS_LIMIT }),
      answers: { 200: { words: 'Carried out (or carried out before, with this key): the referral as it is now', schema: actDone } },
    }),
  ];
  for (const mark of marks) mark(prototype, act, descriptor);
}
for (const act of actRouteNames) addRoute(act);
