// One turn of anchoring: where the chains stand, signed, into the file; only those that have moved since the turn before. Workers take
// turns by a lock, so that two that share a file never write the same line. Before it signs, each turn looks whether what it anchored last
// is still there: a tail that was cut off, head and all, is then noticed within the minute and not only by the verifier.
import type { Database } from '../database.js';
import type { AnchorKey } from './anchor-key.js';
import { appendAnchor, type Head } from './anchors.js';
import { auditHeads } from './verify-audit.js';

const ONE_AT_A_TIME = 4_203_002;
const met = `SELECT a.chain FROM unnest($1::smallint[], $2::bigint[], $3::text[]) a (chain, n, hash) WHERE a.n > 0 AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.chain = a.chain AND e.n = a.n AND encode(e.hash, 'hex') = a.hash)`;

export interface Turn { anchored: readonly Head[]; /** Chains of which what was anchored last is gone. */ lost: readonly number[] }

export class AnchorKeeping {
  private last = new Map<number, Head>();
  constructor(private readonly database: Database, private readonly to: { file: string; key: AnchorKey }) {}

  /** Throws `Outage` when the database is away, or what the file system says. `whole`: also chains that have not moved. */
  async turn(at: Date, whole = false): Promise<Turn> {
    return this.database.withClient(async (client) => {
      await client.query('BEGIN');
      try {
        await client.query('SELECT pg_advisory_xact_lock($1)', [ONE_AT_A_TIME]);
        const before = [...this.last.values()];
        const { rows } = await client.query<{ chain: number }>(met, [before.map(([chain]) => chain), before.map(([, n]) => n), before.map(([, , hash]) => hash)]);
        const heads = await auditHeads(client);
        const moved = heads.filter(([chain, , hash]) => whole || this.last.get(chain)?.[2] !== hash);
        if (moved.length > 0) await appendAnchor(this.to.file, this.to.key, { kind: 'anchor', at: at.toISOString(), heads: moved });
        for (const head of moved) this.last.set(head[0], head);
        return { anchored: moved, lost: rows.map(({ chain }) => chain) };
      } finally { await client.query('ROLLBACK').catch(() => undefined); }
    });
  }
}
