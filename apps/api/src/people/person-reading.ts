// Seeing a person: whoever has no referral of theirs in their teams does not know of them.
import type { PersonView } from '#contracts';
import { carryOut, personView, type Database, type PersonView as PersonRow, type StaffRow } from '#database';
import { actOf, checkNhsNumber, isOfTeam, may, type Stage } from '#domain';
import { commandIdOf } from '../arriving/idempotency-key.js';
import { unknown } from '../arriving/problems.js';
import type { Telling } from '../surroundings.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws 404 for a person who is not there, and for one of whom the asker may not know. */
export async function personFor(database: Database, staff: StaffRow, personId: string): Promise<PersonRow> {
  const person = UUID.test(personId) ? await personView(database, personId) : undefined;
  if (!person || !person.referrals.some((one) => isOfTeam(staff, one.teamId))) throw unknown('no-such-person');
  return person;
}

/** The person with the referrals of the viewer's teams only. */
export function viewOfPerson(person: PersonRow, viewer: StaffRow): PersonView {
  const { referrals, nhsNumber, ...rest } = person;
  return {
    ...rest, nhsNumber: nhsNumber && checkNhsNumber(nhsNumber).formatted,
    referrals: referrals.filter((one) => isOfTeam(viewer, one.teamId)).map(({ referralId, reference, stage, teamId, receivedAt }) => ({ referralId, reference, stage, teamId, receivedAt: new Date(receivedAt).toISOString() })),
  };
}

/** Records on each open referral of the person that the number was told; the task that asks for it closes when it identifies. */
export async function closeNumberTasks(parts: { database: Database; telling: Telling }, ask: { person: PersonRow; staff: StaffRow; identified: boolean; key: string }): Promise<{ referralId: string; outcome: string }[]> {
  const { database, telling } = parts;
  const { staff, identified } = ask;
  const open = ask.person.referrals.filter((one) => actOf('recordNhsNumber').stages.includes(one.stage as Stage) && !may(staff, 'recordNhsNumber', one));
  const outcomes: { referralId: string; outcome: string }[] = [];
  for (const { referralId } of open) {
    const commandId = commandIdOf(database.keys.token, staff.staffId, referralId, ask.key);
    const command = { act: 'recordNhsNumber', identified } as const;
    const outcome = await carryOut(database, { referralId, commandId, command, by: staff.staffId, session: staff.session });
    if (outcome.carried) telling.tell(referralId, { commandId, by: staff.staffId, command });
    outcomes.push({ referralId, outcome: outcome.refusal?.code ?? 'recorded' });
  }
  return outcomes;
}
