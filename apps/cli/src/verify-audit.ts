// `handrail verify-audit`: replays the audit's chains against their heads and the anchors, and looks at how the database guards them. Says
// what it found as JSON; exit code 1 on anything at all. Its own reader of the database is enough, and the public half of the anchors' key.
import type { Command } from 'commander';
import fs from 'node:fs';
import pg from 'pg';
import { appendAnchor, auditHeads, loadAnchorKey, verifyAudit, type AuditReport } from '#database';
import { progress } from './progress.js';
import { readRun } from './running/copies.js';

export function register(program: Command): void {
  program.command('verify-audit')
    .description('replay the audit against its anchors: rows verified, forks, gaps, everything that was tampered with')
    .option('--without-anchors', 'only what the database says of itself: a tail that was cut off, head and all, is not seen')
    .option('--note-restore <reason>', 'after an older backup was put back: sign where the chains stand now, so that what was anchored beyond is known to be lost; then verify')
    .action(async (options: { withoutAnchors?: boolean; noteRestore?: string }) => {
      if (options.noteRestore) await noteRestore(options.noteRestore);
      const report = await verify(options.withoutAnchors ?? false);
      console.log(JSON.stringify(report, null, 2));
      if (report.found > 0) process.exitCode = 1;
    });
}

export interface AuditPlace { url: string | undefined; anchors: string | undefined; anchorKey: string | undefined }
/** Where the audit and its anchors lie: as the environment says, else those of the copy that runs here. */
export function whereTheAuditIs(env = process.env): AuditPlace {
  const run = env.DATABASE_URL ? undefined : readRun();
  return { url: env.DATABASE_URL || run?.auditDatabase, anchors: env.HANDRAIL_ANCHORS || run?.anchors, anchorKey: env.HANDRAIL_ANCHOR_KEY || run?.anchorKey };
}
const urlOf = ({ url }: AuditPlace): string => url ?? fail('Nothing runs here. Start it with "npm start", or set DATABASE_URL (of the role handrail_auditor), HANDRAIL_ANCHORS and HANDRAIL_ANCHOR_KEY.');
function anchorsOf({ anchors, anchorKey }: AuditPlace): { file: string; key: ReturnType<typeof loadAnchorKey> } {
  if (!anchors || !anchorKey) fail('HANDRAIL_ANCHORS and HANDRAIL_ANCHOR_KEY say where the anchors lie and who signed them; --without-anchors verifies without.');
  return { file: anchors, key: loadAnchorKey(anchorKey) };
}

async function verify(withoutAnchors: boolean): Promise<AuditReport> {
  const place = whereTheAuditIs();
  const url = urlOf(place);
  const anchors = withoutAnchors ? undefined : anchorsOf(place);
  const bar = progress('Verifying', await rowsOf(url));
  return verifyAudit({ url, anchors, step: (rows) => bar.step(rows) }).finally(() => bar.end());
}

/** An anchor that says: from here on, after a restore. What was anchored beyond it stays in the file, for whoever asks. */
async function noteRestore(reason: string): Promise<void> {
  const place = whereTheAuditIs();
  const { file, key } = anchorsOf(place);
  if (!fs.existsSync(file)) fail(`There are no anchors at ${file}: nothing to note.`);
  await asked(urlOf(place), async (client) => appendAnchor(file, key, { kind: 'restored', at: new Date().toISOString(), heads: await auditHeads(client), reason: reason.slice(0, 500) }));
}

/** About how many rows there are: for the bar alone. */
const rowsOf = (url: string): Promise<number> => asked(url, async (client) => Number((await client.query<{ n: string }>('SELECT coalesce(sum(n), 0) AS n FROM audit_head')).rows[0]!.n));
async function asked<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try { await client.connect(); return await work(client); } finally { await client.end().catch(() => undefined); }
}
function fail(sentence: string): never { throw new Error(sentence); }
