// From the body of an act's route to its command: the note's id in place of its words, the NHS number kept with the person, and what
// the body names must exist.
import type { ActRouteName } from '#contracts';
import { referralDetail, setNhsNumber, type Database, type StaffRow } from '#database';
import { actOf, checkNhsNumber, may, type Command } from '#domain';
import { once } from '../arriving/idempotency.store.js';
import { fieldsWrong, unknown } from '../arriving/problems.js';
import { refusalProblem } from '../arriving/refusal-problem.js';

export interface ActSaid { act: ActRouteName; said: Record<string, unknown>; referralId: string; staff: StaffRow; noteId: string | undefined; key: string }

/** The command that the record decides on. Throws 400 when the body names somebody or something that is not there. */
export async function commandFor(database: Database, { act, said, noteId, ...who }: ActSaid): Promise<Command> {
  await mustBeThere(database, said);
  if (act !== 'recordNhsNumber') return { act, ...said, ...(noteId && { noteId }) } as Command;
  await keepNhsNumber(database, { ...who, nhsNumber: said['nhsNumber'] as string });
  return { act, identified: checkNhsNumber(said['nhsNumber'] as string).valid };
}

/** Where a field of this name points to; the record holds only ids that exist. */
const places = {
  personId: 'SELECT 1 FROM person WHERE person_id = $1', duplicateOf: 'SELECT 1 FROM referral WHERE referral_id = $1',
  earlierReferralId: 'SELECT 1 FROM referral WHERE referral_id = $1', teamId: 'SELECT 1 FROM team WHERE team_id = $1',
  version: 'SELECT 1 FROM service_policy WHERE version = $1', staffId: 'SELECT 1 FROM staff_member WHERE staff_id = $1',
} as const;
async function mustBeThere(database: Database, said: Record<string, unknown>): Promise<void> {
  for (const [field, text] of Object.entries(places)) {
    if (said[field] === undefined) continue;
    const found = await database.query(text, [said[field]]);
    if (found.length === 0) throw fieldsWrong([{ field, code: 'unknown-code', detail: 'There is nothing of this id.' }]);
  }
  await earlierMustBeTheirs(database, said);
}
/** A link tells whose story goes on: the earlier referral is one of the person who is linked to. */
async function earlierMustBeTheirs(database: Database, { personId, earlierReferralId }: Record<string, unknown>): Promise<void> {
  if (earlierReferralId === undefined) return;
  const theirs = await database.query('SELECT 1 FROM referral WHERE referral_id = $1 AND person_id = $2', [earlierReferralId, personId]);
  if (theirs.length === 0) throw fieldsWrong([{ field: 'earlierReferralId', code: 'unknown-code', detail: 'This is no referral of that person.' }]);
}

/** The number itself belongs to the person's record; it is kept only where the act may be done at all. */
async function keepNhsNumber(database: Database, ask: { referralId: string; staff: StaffRow; nhsNumber: string; key: string }): Promise<void> {
  const detail = await referralDetail(database, ask.referralId);
  if (!detail) throw unknown('no-such-referral');
  const refusal = may(ask.staff, 'recordNhsNumber', detail.referral);
  if (refusal) throw refusalProblem(refusal);
  if (!actOf('recordNhsNumber').stages.includes(detail.referral.stage)) return; // the record refuses it with what is allowed
  await once(database, { key: ask.key, caller: ask.staff.staffId, route: `record-nhs-number/${ask.referralId}`, body: ask.nhsNumber }, async () => {
    await setNhsNumber(database, { personId: detail.personId, by: ask.staff, nhsNumber: ask.nhsNumber });
    return { status: 200, body: null };
  });
}
