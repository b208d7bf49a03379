// All conductors at once: each begun again from the record, or each looked for. The record alone says which there must be.
import { connectTemporal, lookAgainAt, type Heard, type TemporalLink } from '#conductor';
import { loadKeys, type Database } from '#database';
import { referralWorkflow, referralWorkflowId } from '../../../../workflows/referral.messages.js';
import type { Progress } from '../progress.js';
import { whereTheRecordIs } from '../the-record.js';

const AT_ONCE = 16;

/** A connection to the Temporal that the environment names, else to the one that runs here. Throws when it is away. */
export async function temporalHere(): Promise<TemporalLink> {
  const { keys, run } = whereTheRecordIs();
  const address = process.env.TEMPORAL_ADDRESS || run?.temporal;
  return connectTemporal({ sealing: loadKeys(keys), env: { ...process.env, ...(address && { TEMPORAL_ADDRESS: address }) } });
}

/** Has every open referral's conductor look at the record, beginning those that are lost. Answers how often each outcome came about. */
export async function everyConductorLooksAgain(link: TemporalLink, referralIds: readonly string[], bar: Progress): Promise<Record<Heard, number>> {
  const counts: Record<Heard, number> = { heard: 0, begun: 0, away: 0, 'not-for-certain': 0, 'two-minds': 0 };
  await inParallel(referralIds, async (referralId) => {
    counts[await lookAgainAt(link, referralId)] += 1;
    bar.step();
  }, () => counts.away >= AT_ONCE && counts.heard === 0);
  return counts;
}

/** Open referrals without a running conductor and running conductors of closed referrals; each seen twice, so that what happens meanwhile is no difference. */
export async function conductorsAmiss(database: Database, link: TemporalLink): Promise<string[]> {
  const running = new Set<string>();
  for await (const one of link.client.workflow.list({ query: `WorkflowType = '${referralWorkflow}' AND ExecutionStatus = 'Running'` })) running.add(one.workflowId);
  const settled = await database.query<{ referral_id: string; open: boolean }>(`SELECT referral_id, closed_at IS NULL AS open FROM referral WHERE changed_at < now() - interval '30 seconds'`);
  const suspects = settled.filter((one) => one.open !== running.has(referralWorkflowId(one.referral_id)));
  const amiss: string[] = [];
  await inParallel(suspects, async ({ referral_id }) => {
    const isRunning = await link.client.workflow.getHandle(referralWorkflowId(referral_id)).describe().then(({ status }) => status.name === 'RUNNING', () => false);
    const [now] = await database.query<{ open: boolean }>(`SELECT closed_at IS NULL AS open FROM referral WHERE referral_id = $1`, [referral_id]);
    if (now!.open !== isRunning) amiss.push(referral_id);
  });
  return amiss;
}

async function inParallel<One>(all: readonly One[], work: (one: One) => Promise<void>, enough = () => false): Promise<void> {
  let next = 0;
  const lane = async () => { while (next < all.length && !enough()) await work(all[next++]!); };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, lane));
}
