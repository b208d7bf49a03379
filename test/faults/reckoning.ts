// The reckoning after a fault: what people were told against what the record holds, the record against itself, and the conductors
// against the record. Every figure is a count of differences.
import { setTimeout as pause } from 'node:timers/promises';
import { checkRecord, countBehind, loadKeys, type CheckReport, type Database } from '#database';
import { connectTemporal, type TemporalLink } from '#conductor';
import { referralWorkflow, referralWorkflowId } from '../../workflows/referral.messages.js';
import type { Notebook } from './people-at-work.js';
import type { RunningProduct } from './running-product.js';

export interface Reckoning { intakes: number; acts: number; claims: number; lost: string[]; double: string[] }

/** What was answered with "done" and is not there (lost), and what is there oftener than it was asked for (double). */
export async function reckon(database: Database, { intakes, acts, held, claims }: Notebook): Promise<Reckoning> {
  const lost: string[] = [];
  const double: string[] = [];
  const compare = (what: string, there: number, told: number) => { if (there < told) lost.push(`${what}: told ${told}, there ${there}`); if (there > told) double.push(`${what}: told ${told}, there ${there}`); };
  const kept = new Map((await database.query<{ key: string; id: string }>('SELECT sender_reference AS key, referral_id AS id FROM intake')).map(({ key, id }) => [key, id]));
  for (const { key, referralId } of intakes) if (kept.get(key) !== referralId) lost.push(`intake ${key}`);
  for (const table of ['referral', 'person', 'intake']) compare(`rows of ${table}`, (await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]!.count, intakes.length);
  const told = counted(acts.map(({ referralId, act }) => `${referralId} ${act}`));
  const there = counted((await database.query<{ referralId: string; act: string }>(`SELECT referral_id AS "referralId", act FROM referral_act WHERE act NOT IN ('receive', 'timePassed')`)).map(({ referralId, act }) => `${referralId} ${routeOf(act)}`));
  for (const what of new Set([...told.keys(), ...there.keys()])) compare(what, there.get(what) ?? 0, told.get(what) ?? 0);
  const holders = new Map((await database.query<{ id: string; by: string }>('SELECT task_id AS id, claimed_by AS by FROM task WHERE claimed_by IS NOT NULL')).map(({ id, by }) => [id, by]));
  for (const { taskId, by } of held) if (holders.get(taskId) !== by) lost.push(`claim of ${taskId} by ${by}`);
  return { intakes: intakes.length, acts: acts.length, claims, lost, double };
}
const routeOf = (act: string): string => act.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A machine that also does other things is slow, not wrong; how long it took is a figure, printed beside. */
const busyMachine = 3;

/** Waits until every conductor has heard of the last act; answers after how many milliseconds. Throws when some have not within the time. */
export async function untilCaughtUp(database: Database, withinMs: number): Promise<number> {
  const since = performance.now();
  for (;;) {
    const behind = await countBehind(database).catch(() => NaN);
    if (behind === 0) return performance.now() - since;
    if (performance.now() - since > withinMs * busyMachine) throw new Error(`${behind} conductors have not caught up after ${withinMs / 1000} s`);
    await pause(100);
  }
}
/** Waits until there is one running conductor for each open referral and none for a closed one. */
export async function untilConducted(product: RunningProduct, database: Database, withinMs: number): Promise<number> {
  const since = performance.now();
  const link = await connectTemporal({ sealing: loadKeys(product.keysFile), env: { TEMPORAL_ADDRESS: product.temporalAddress } });
  try {
    for (;;) {
      const amiss = await amissNow(database, link).catch(() => NaN);
      if (amiss === 0) return performance.now() - since;
      if (performance.now() - since > withinMs * busyMachine) throw new Error(`${amiss} referrals are not conducted as the record says after ${withinMs / 1000} s`);
      await pause(250);
    }
  } finally { await link.close(); }
}
/** Open referrals without a running conductor and closed ones with one. Unlike the check, this looks at those that changed just now, too. */
async function amissNow(database: Database, { client }: TemporalLink): Promise<number> {
  const running = new Set<string>();
  for await (const one of client.workflow.list({ query: `WorkflowType = '${referralWorkflow}' AND ExecutionStatus = 'Running'` })) running.add(one.workflowId);
  const rows = await database.query<{ id: string; open: boolean }>('SELECT referral_id AS id, closed_at IS NULL AS open FROM referral');
  return rows.filter(({ id, open }) => open !== running.has(referralWorkflowId(id))).length;
}
/** The record against itself. */
export const differences = (database: Database): Promise<CheckReport> => checkRecord(database);

/** Lines of figures, printed past Jest so that they stand in every run's output. */
export function say(line: string): void { process.stderr.write(`  ${line}\n`); }
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
