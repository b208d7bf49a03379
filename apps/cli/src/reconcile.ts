// `handrail reconcile`: every open referral's conductor looks at the record again; lost ones are begun from it.
// `handrail reconcile --check`: the record read against itself and against what runs; counts in JSON, exit code 1 on any difference.
import type { Command } from 'commander';
import fs from 'node:fs';
import { checkRecord, checkRuleCodes, loadAnchorKey, type AnchorKey, type CheckReport, type Database } from '#database';
import { progress } from './progress.js';
import { conductorsAmiss, everyConductorLooksAgain, temporalHere } from './reconcile/every-conductor.js';
import { withTheRecord } from './the-record.js';
import { whereTheAuditIs } from './verify-audit.js';

export function register(program: Command): void {
  program.command('reconcile')
    .description('have every open referral’s conductor look at the record again, beginning those that are lost')
    .option('--check', 'only look: read the record against itself and count every difference')
    .action(async (options: { check?: boolean }) => {
      if (!options.check) return withTheRecord(2, rebuild);
      const report = await withTheRecord(18, check);
      console.log(JSON.stringify(report, null, 2));
      if (report.differences > 0) process.exitCode = 1;
    });
}

async function rebuild(database: Database): Promise<void> {
  const link = await temporalHere().catch(() => undefined);
  if (!link) throw new Error('Temporal cannot be reached: nothing was begun. The worker’s sweep begins every conductor when it is back.');
  try {
    const open = await database.query<{ referral_id: string }>('SELECT referral_id FROM referral WHERE closed_at IS NULL ORDER BY due_at');
    const bar = progress('Conductors', open.length);
    const counts = await everyConductorLooksAgain(link, open.map((one) => one.referral_id), bar).finally(() => bar.end());
    const reached = counts.heard + counts.begun;
    console.log(`${open.length} open referrals: ${reached} conductors have looked at the record.`);
    if (reached < open.length) throw new Error(`${open.length - reached} conductors did not answer: does a worker run? They are begun or told by its sweep.`);
  } finally { await link.close(); }
}

/** The check of the record, and of the conductors that it says there must be; without Temporal they are left out and counted as such. */
export async function check(database: Database): Promise<CheckReport & { counts: Record<string, number>; conductorsNotLookedFor: number }> {
  const [{ count } = { count: 0 }] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM referral');
  const [{ open } = { open: 0 }] = await database.query<{ open: number }>('SELECT count(*)::int AS open FROM referral WHERE closed_at IS NULL');
  const bar = progress('Checking', count);
  const report = await checkRecord(database, (referrals) => bar.step(referrals), anchorsHere()).finally(() => bar.end());
  const amiss = await lookForConductors(database);
  const counts = Object.fromEntries([...checkRuleCodes.map((rule) => [rule, report.broken[rule]?.count ?? 0]), ['one-conductor-each', amiss?.length ?? 0]]) as Record<string, number>;
  const broken = { ...report.broken, ...(amiss?.length && { 'one-conductor-each': { count: amiss.length, ids: amiss } }) };
  return { referrals: report.referrals, events: report.events, differences: report.differences + (amiss?.length ?? 0), counts, conductorsNotLookedFor: amiss ? 0 : open, broken };
}

/** The audit's anchors, where the environment or the copy that runs here says they lie; elsewhere the chains are checked without. */
function anchorsHere(): { file: string; key: AnchorKey } | undefined {
  const { anchors, anchorKey } = whereTheAuditIs();
  return anchors && anchorKey && fs.existsSync(anchors) ? { file: anchors, key: loadAnchorKey(anchorKey) } : undefined;
}

async function lookForConductors(database: Database): Promise<string[] | undefined> {
  const link = await temporalHere().catch(() => undefined);
  if (!link) return undefined;
  try { return await conductorsAmiss(database, link); } catch { return undefined; } finally { await link.close().catch(() => undefined); }
}
