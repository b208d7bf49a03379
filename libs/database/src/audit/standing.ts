// The audit in its cheap form, for the check of the record: no gap in any chain, every chain ends at its head, its last rows hold, and
// the last anchor of each chain is met. The whole of it is `handrail verify-audit`.
import type { Database } from '../database.js';
import { beginningOf, canonical } from '../migrations/1700000000002-the-audit.js';
import type { AnchorKey } from './anchor-key.js';
import { readAnchors } from './anchors.js';
import { createHash } from 'node:crypto';

const LAST_ROWS = 50;
const text = `SELECT s.chain, s.last, s.agree, c.rows, (SELECT coalesce(jsonb_agg(jsonb_build_object('n', t.n, 'previous', t.previous, 'hash', t.hash, 'said', t.said) ORDER BY t.n), '[]') FROM
    (SELECT e.n, encode(e.previous, 'hex') AS previous, encode(e.hash, 'hex') AS hash, ${canonical('e')} AS said FROM audit_event e WHERE e.chain = s.chain ORDER BY e.n DESC LIMIT ${LAST_ROWS}) t) AS tail
  FROM audit_standing() s LEFT JOIN (SELECT chain, count(*) AS rows FROM audit_event GROUP BY chain) c ON c.chain = s.chain ORDER BY s.chain`;
interface Row { chain: number; last: string; agree: boolean; rows: string | null; tail: { n: number; previous: string; hash: string; said: string }[] }

/** What does not hold, one sentence each; empty when all is well. */
export async function auditDifferences(database: Database, anchors?: { file: string; key: AnchorKey }): Promise<string[]> {
  const file = anchors && await readAnchors(anchors.file, anchors.key);
  const rows = await database.query<Row>(text);
  const found = rows.flatMap((row) => [
    ...(row.agree ? [] : [`chain ${row.chain} does not end at its head`]), ...(Number(row.rows ?? 0) === Number(row.last) ? [] : [`chain ${row.chain} has ${row.rows ?? 0} rows instead of ${row.last}`]),
    ...(holds(row) ? [] : [`chain ${row.chain} does not hold in its last rows`]),
  ]);
  if (!file) return found;
  const last = new Map<number, readonly [n: number, hash: string]>(file.anchors.flatMap(({ heads }) => heads).map(([chain, n, hash]) => [chain, [n, hash]]));
  const met = await database.query<{ chain: number }>(`SELECT a.chain FROM unnest($1::smallint[], $2::bigint[], $3::text[]) a (chain, n, hash) JOIN audit_event e ON e.chain = a.chain AND e.n = a.n AND encode(e.hash, 'hex') = a.hash`,
    [[...last.keys()], [...last.values()].map(([n]) => n), [...last.values()].map(([, hash]) => hash)]);
  const missed = [...last].filter(([chain, [n]]) => n > 0 && !met.some((one) => one.chain === chain)).map(([chain, [n]]) => `row ${n} of chain ${chain} is not the one that was anchored`);
  return [...found, ...file.wrong.map(({ line, what }) => `line ${line} of the anchors ${what}`), ...missed];
}

function holds({ chain, tail }: Row): boolean {
  const first = tail[0];
  let before = first?.n === 1 ? createHash('sha256').update(beginningOf(chain)).digest('hex') : first?.previous;
  return tail.every(({ previous, hash, said }) => {
    const linked = previous === before && createHash('sha256').update(Buffer.from(previous, 'hex')).update(said).digest('hex') === hash;
    before = hash;
    return linked;
  });
}
