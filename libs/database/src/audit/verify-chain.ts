// One chain of the audit replayed from its first row: numbers without gap, each row linked to the one before, each hash that of what the
// row says, every anchor met, the head at the end. Pure: rows come in, findings go out.
import { createHash } from 'node:crypto';

/** What the verifier can find. */
export const findingKinds = {
  edited: 'the row does not say what its hash was made of',
  gap: 'rows are missing',
  fork: 'two rows follow the same row',
  'broken-link': 'the row does not follow the row before it',
  'not-the-head': 'the chain does not end where its head says',
  'anchor-differs': 'the row is not the one that was anchored',
  'anchor-lost': 'a row that was anchored is not there',
  'anchors-wrong': 'the file of anchors is not as it was written',
  'rules-changed': 'the database does not guard the audit as it should',
} as const;
export type FindingKind = keyof typeof findingKinds;
export interface Finding { kind: FindingKind; chain?: number; n?: number; says: string }

/** A row as it is read: hashes in hexadecimal, `said` is its canonical text. */
export interface ChainRow { n: number; previous: string; hash: string; said: string }
/** What anchors say of one chain: by number, every hash that was anchored. */
export type Anchored = ReadonlyMap<number, readonly string[]>;

const sha256 = (...parts: (Buffer | string)[]): string => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

export class ChainReplay {
  private n = 0;
  private hash: string;
  private previous = '';
  private met = 0;
  rows = 0;
  constructor(readonly chain: number, beginning: string, private readonly anchored: Anchored, private readonly tell: (finding: Finding) => void) {
    this.hash = sha256(beginning);
    this.meetAnchor();
  }
  get last(): number { return this.n; }

  add(row: ChainRow): void {
    this.rows += 1;
    const gap = row.n > this.n + 1;
    if (row.n <= this.n || (row.previous === this.previous && !gap)) this.found('fork', row.n, `rows ${this.n} and ${row.n} follow the same row`);
    else if (gap) this.found('gap', this.n + 1, row.n - this.n === 2 ? `row ${this.n + 1} is missing` : `rows ${this.n + 1} to ${row.n - 1} are missing`);
    else if (row.previous !== this.hash) this.found('broken-link', row.n, `row ${row.n} does not follow row ${this.n}`);
    if (sha256(Buffer.from(row.previous, 'hex'), row.said) !== row.hash) this.found('edited', row.n, `row ${row.n} does not say what its hash was made of`);
    this.previous = row.previous;
    this.hash = row.hash;
    this.n = row.n;
    this.meetAnchor();
  }
  /** After the last row. */
  end(head: { n: number; hash: string } | undefined): void {
    if (!head) this.found('not-the-head', this.n, 'the chain has no head');
    else if (head.n !== this.n) this.found('not-the-head', this.n, head.n > this.n ? `the chain ends at row ${this.n}, its head stands at ${head.n}: ${head.n - this.n} rows are missing at the end` : `the chain goes on to row ${this.n}, its head stands at ${head.n}`);
    else if (head.hash !== this.hash) this.found('not-the-head', this.n, `row ${this.n} is not the one at the head`);
    const beyond = [...this.anchored.keys()].filter((n) => n > this.n);
    if (beyond.length > 0) this.found('anchor-lost', Math.max(...beyond), `rows up to ${Math.max(...beyond)} were anchored, the chain ends at ${this.n}`);
    else if (this.met < this.anchored.size) this.found('anchor-lost', this.n, `${this.anchored.size - this.met} anchored rows are not there`);
  }

  private meetAnchor(): void {
    const expected = this.anchored.get(this.n);
    if (!expected) return;
    this.met += 1;
    if (expected.some((hash) => hash !== this.hash)) this.found('anchor-differs', this.n, `row ${this.n} is not the one that was anchored`);
  }
  private found(kind: FindingKind, n: number, says: string): void { this.tell({ kind, chain: this.chain, n, says: `chain ${this.chain}: ${says}` }); }
}
