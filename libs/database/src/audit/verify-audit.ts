// The whole audit verified, as one moment of it: every chain replayed against its head and the anchors, and the database's own rules looked
// at. Needs no key but the public half of the anchors'.
import pg from 'pg';
import { asOutage } from '../database.js';
import { beginningOf, canonical, chainCount } from '../migrations/1700000000002-the-audit.js';
import type { AnchorKey } from './anchor-key.js';
import { readAnchors, type Anchor, type Head } from './anchors.js';
import { rulesChanged } from './catalogue.js';
import { ChainReplay, findingKinds, type ChainRow, type Finding, type FindingKind } from './verify-chain.js';

export interface AuditReport {
  rows: number; rowsPerSecond: number; seconds: number; anchors: number; restores: number; rowsBeyondTheLastAnchor: number | null;
  forks: number; gaps: number; counts: Record<FindingKind, number>; found: number;
  /** The first thousand. */
  findings: Finding[];
}
const MOST_FINDINGS = 1_000;
const PAGE = 5_000;
interface Ask { url: string; anchors?: { file: string; key: AnchorKey }; step?: (rows: number) => void }

/** Verifies; `findings` is empty when nothing was tampered with. `step` hears of every so many rows. Throws `Outage` when the database is away. */
export async function verifyAudit({ url, anchors, step = () => undefined }: Ask): Promise<AuditReport> {
  const began = performance.now();
  const noted = new Notes();
  // Anchors first: each is of a row that was there before the moment that is read.
  const file = anchors && await readAnchors(anchors.file, anchors.key);
  for (const { line, what } of file?.wrong ?? []) noted.add({ kind: 'anchors-wrong', says: `line ${line} of the anchors ${what}` });
  const anchored = anchoredOf(file?.anchors ?? []);
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c statement_timeout=300000 -c search_path=pg_catalog', connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: heads } = await client.query<{ chain: number; n: string; hash: string }>(`SELECT chain, n, encode(hash, 'hex') AS hash FROM public.audit_head`);
    const counted = { rows: 0, beyond: 0 };
    for (let chain = 0; chain < chainCount; chain++) {
      const replay = new ChainReplay(chain, beginningOf(chain), anchored[chain]!, (finding) => noted.add(finding));
      await replayChain(client, replay, step);
      const head = heads.find((one) => one.chain === chain);
      replay.end(head && { n: Number(head.n), hash: head.hash });
      counted.rows += replay.rows;
      counted.beyond += Math.max(0, replay.last - Math.max(0, ...anchored[chain]!.keys()));
    }
    for (const says of await rulesChanged(client)) noted.add({ kind: 'rules-changed', says });
    if (anchors && file!.lines === 0 && counted.rows > 0) noted.add({ kind: 'anchors-wrong', says: 'there is no anchor at all' });
    const seconds = (performance.now() - began) / 1000;
    return { rows: counted.rows, rowsPerSecond: Math.round(counted.rows / seconds), seconds: Number(seconds.toFixed(3)), anchors: file?.anchors.length ?? 0, restores: file?.anchors.filter((one) => one.kind === 'restored').length ?? 0,
      rowsBeyondTheLastAnchor: anchors ? counted.beyond : null, ...noted.report() };
  } catch (error) { throw asOutage(error); }
  finally { await client.end().catch(() => undefined); }
}

class Notes {
  private readonly findings: Finding[] = [];
  private readonly counts = Object.fromEntries(Object.keys(findingKinds).map((kind) => [kind, 0])) as Record<FindingKind, number>;
  add(finding: Finding): void {
    this.counts[finding.kind] += 1;
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
  }
  report() {
    return { forks: this.counts.fork, gaps: this.counts.gap, counts: this.counts, found: Object.values(this.counts).reduce((sum, count) => sum + count, 0), findings: this.findings };
  }
}

/** What the anchors say of each chain. A restore forgives what was anchored beyond the heads that it put back. */
function anchoredOf(anchors: readonly Anchor[]): Map<number, string[]>[] {
  const chains = Array.from({ length: chainCount }, () => new Map<number, string[]>());
  for (const { kind, heads } of anchors) {
    for (const [chain, n, hash] of heads) {
      const known = chains[chain]!;
      if (kind === 'restored') for (const lost of [...known.keys()].filter((one) => one > n)) known.delete(lost);
      const there = known.get(n) ?? known.set(n, []).get(n)!;
      if (!there.includes(hash)) there.push(hash);
    }
  }
  return chains;
}

async function replayChain(client: pg.Client, replay: ChainReplay, step: (rows: number) => void): Promise<void> {
  await client.query(`DECLARE chain_rows NO SCROLL CURSOR FOR SELECT e.n::text, encode(e.previous, 'hex'), encode(e.hash, 'hex'), ${canonical('e')} FROM public.audit_event e WHERE e.chain = ${replay.chain} ORDER BY e.n`);
  for (;;) {
    const { rows } = await client.query<string[]>({ text: `FETCH ${PAGE} FROM chain_rows`, rowMode: 'array' });
    for (const [n, previous, hash, said] of rows) replay.add({ n: Number(n), previous: previous!, hash: hash!, said: said! } satisfies ChainRow);
    step(rows.length);
    if (rows.length < PAGE) break;
  }
  await client.query('CLOSE chain_rows');
}

/** Where every chain stands, for an anchor. Needs a role that may read the heads. */
export async function auditHeads(client: { query(text: string): Promise<{ rows: unknown[] }> }): Promise<Head[]> {
  const { rows } = await client.query(`SELECT chain, n, encode(hash, 'hex') AS hash FROM public.audit_head ORDER BY chain`);
  return (rows as { chain: number; n: string; hash: string }[]).map(({ chain, n, hash }) => [chain, Number(n), hash] as const);
}
