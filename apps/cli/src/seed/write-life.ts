// A made-up life into the record, act by act, each at its own time. A second run of the same demonstration finds every act done.
import { carryOut, claim, ReusedCommand, setNhsNumber, taskIdOf, timePassed, uuidOf, type Database, type StaffRow } from '#database';
import { mayDo, openTasks, queuesOf, type Instant, type Referral } from '#domain';
import type { Chance } from './chance.js';
import { nhsNumber } from './invented-people.js';
import type { LifeStep } from './life.js';

export interface Written { referralId: string; personId: string; /** Names the acts of this life. */ key: string; no: number; steps: readonly LifeStep[] }

/** Writes the steps. Answers the referral as it then is; undefined when the record would not follow, because somebody else was faster. */
export async function writeLife(database: Database, life: Written): Promise<Referral | undefined> {
  try { return await writeSteps(database, life); } catch (cause) { if (cause instanceof ReusedCommand) return undefined; throw cause; }
}
async function writeSteps(database: Database, life: Written): Promise<Referral | undefined> {
  let referral: Referral | undefined;
  for (const [place, { at, deed }] of life.steps.entries()) {
    if (!deed) { await timePassed(database, { referralId: life.referralId, at }); continue; }
    const commandId = `${life.key}/${place}`;
    const noteId = uuidOf(`${commandId}/note`);
    const takesNote = deed.words !== undefined;
    if (deed.command.act === 'recordNhsNumber') await setNhsNumber(database, { personId: life.personId, by: { staffId: deed.by, roles: [] }, nhsNumber: nhsNumber(life.no) });
    const { refusal, carried } = await carryOut(database, {
      referralId: life.referralId, commandId, by: deed.by, at, command: takesNote ? { ...deed.command, noteId } as typeof deed.command : deed.command,
      ...(takesNote && { words: [{ noteId, kind: deed.command.act, text: deed.words! }] }),
    });
    if (refusal) return undefined;
    referral = carried.referral;
  }
  return referral;
}

/** While its life is being written nobody else looks at it: the worker leaves a referral alone that was given out a moment ago. */
export const keepToOurselves = (database: Database, referralIds: readonly string[]) =>
  database.query(`UPDATE referral SET told_at = now() + interval '10 minutes' WHERE referral_id = ANY ($1)`, [referralIds]);

/** Its past letters have gone out, and its conductor may be begun. */
export async function handOver(database: Database, referralId: string, until: Instant): Promise<void> {
  await database.query(`UPDATE delivery SET stage = 'printed', channel = 'print', attempts = 1, begun_at = asked_at, delivered_at = asked_at + interval '20 minutes' WHERE referral_id = $1 AND stage = 'waiting' AND asked_at < $2`, [referralId, until]);
  await database.query('UPDATE referral SET told_at = NULL WHERE referral_id = $1', [referralId]);
}

/** About one open task in four is in somebody's hands. */
export async function claimSome(database: Database, referral: Referral, staff: readonly StaffRow[], luck: Chance): Promise<void> {
  for (const task of openTasks(referral)) {
    const able = staff.filter((one) => mayDo(one, 'task.claim') && one.teamIds.includes(referral.teamId) && queuesOf(one).includes(task.queue));
    if (task.assignedTo || able.length === 0 || !luck.yes(0.25)) continue;
    await claim(database, { taskId: taskIdOf(referral.referralId, task.no), staff: luck.of(able) });
  }
}
