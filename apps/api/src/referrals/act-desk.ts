// Carries a person's act out: the referral's turnstile, the version they saw, the record; then the answer, and the conductor is told
// in the background. The body's words never become part of the command.
import { Inject, Injectable } from '@nestjs/common';
import type { ActDone, ActRouteName, Problem } from '#contracts';
import { carryOut, ChangedSince, recordView, type Carried } from '#database';
import { mayDo, type Command, type Refusal } from '#domain';
import { commandIdOf, keyOf, noteIdOf } from '../arriving/idempotency-key.js';
import type { Asked } from '../arriving/asked.js';
import { headerOf } from '../arriving/asked.js';
import { badShape } from '../arriving/problems.js';
import { refusalProblem } from '../arriving/refusal-problem.js';
import { StaffNames } from '../staff-names.js';
import { SURROUNDINGS, type Surroundings } from '../surroundings.js';
import { commandFor } from './command-for.js';
import { holdsSince, mustBeTheirOwn, referralIdOf, refuseStale } from './act-reading.js';
import { referralView } from './referral-view.js';
import { Turnstile } from './turnstile.js';

@Injectable()
export class ActDesk {
  private readonly turnstile = new Turnstile();
  constructor(@Inject(SURROUNDINGS) private readonly surroundings: Surroundings, @Inject(StaffNames) private readonly names: StaffNames) {}

  /** The act of a route. Throws problems: 400, 404, 409, 422, 429. */
  async act(asked: Asked, act: ActRouteName): Promise<ActDone> {
    const { database } = this.surroundings;
    const key = keyOf(asked, 'needed');
    const seen = versionSeen(asked);
    const referralId = await referralIdOf(database, String(asked.params['referral']));
    await mustBeTheirOwn(database, asked.staff, referralId);
    const commandId = commandIdOf(database.keys.token, asked.staff.staffId, referralId, key);
    return this.turnstile.through(referralId, async () => {
      if (seen !== undefined) await refuseStale(database, { referralId, seen, commandId, staff: asked.staff });
      const { note, ...said } = asked.body as Record<string, unknown> & { note?: string };
      const noteId = note === undefined ? undefined : noteIdOf(database.keys.token, commandId, note);
      const command = await commandFor(database, { act, said, referralId, staff: asked.staff, noteId, key });
      return this.carry({ referralId, commandId, command, by: asked, seen, words: noteId ? [{ noteId, kind: act, text: note! }] : [] });
    });
  }

  private async carry(order: { referralId: string; commandId: string; command: Command; by: Asked; seen?: number; words: { noteId: string; kind: string; text: string }[] }): Promise<ActDone> {
    const { referralId, commandId, command, words, seen } = order;
    const { staff } = order.by;
    const outcome = await carryOut(this.surroundings.database, { referralId, commandId, command, by: staff.staffId, words, seen, session: staff.session }).catch(async (error: unknown) => {
      if (error instanceof ChangedSince) await refuseStale(this.surroundings.database, { referralId, seen: seen!, commandId, staff });
      throw error;
    });
    if (outcome.refusal) throw refusalProblem(outcome.refusal, await this.holder(referralId, outcome.refusal));
    this.surroundings.telling.tell(referralId, { commandId, by: staff.staffId, command });
    this.surroundings.log.info({ act: command.act, referralId, by: staff.staffId, seq: outcome.carried.position.seq, repeated: outcome.carried.repeated }, 'act');
    return this.done(commandId, outcome.carried, order.by);
  }

  private async done(commandId: string, carried: Carried, asked: Asked): Promise<ActDone> {
    const { position, referral, events, repeated } = carried;
    // The act has its row; whoever sends it again sees the referral again.
    if (repeated) await recordView(this.surroundings.database, asked.staff, { event: 'view', resource: 'referral', fields: 'administration', outcome: 'shown', of: { referral: referral.referralId } });
    asked.res?.setHeader('etag', `"${position.seq}"`);
    const view = referralView(referral, asked.staff, await this.names.current());
    return {
      commandId, repeated, position: { ...position, dueAt: position.dueAt === null ? null : new Date(position.dueAt).toISOString() },
      events: events.map((event) => event.type), allowedActs: view.allowedActs, referral: mayDo(asked.staff, 'referral.view') ? view : null,
    };
  }

  private async holder(referralId: string, { heldBy }: Refusal): Promise<Partial<Pick<Problem, 'heldBy'>>> {
    if (!heldBy) return {};
    const since = await holdsSince(this.surroundings.database, referralId, heldBy);
    return { heldBy: { ...(await this.names.current())(heldBy), ...(since && { since }) } };
  }
}

/** If-Match: the version the caller saw; `*` or none = whatever version. */
function versionSeen(asked: Asked): number | undefined {
  const header = headerOf(asked, 'if-match')?.trim();
  if (header === undefined || header === '*') return undefined;
  const [, version] = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header) ?? [];
  if (version === undefined) throw badShape('fields-wrong', { errors: [{ field: 'If-Match', code: 'wrong-form', detail: 'This is not a version.', allowed: 'the version of the referral you read, as "12"' }] });
  return Number(version);
}
