// How often one person may ask: a bucket that fills by so many tokens a second and holds twice as many. Kept in this process; with
// several API processes each keeps its own.
const MOST_KEPT = 10_000;

export class Rates {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();
  /** `now` in milliseconds; given by tests. */
  constructor(private readonly perSecond: number, private readonly now: () => number = () => performance.now()) {}

  /** Takes one token; false when there is none. */
  mayGoOn(who: string): boolean {
    const at = this.now();
    const most = this.perSecond * 2;
    const bucket = this.buckets.get(who) ?? this.fresh(who, most, at);
    bucket.tokens = Math.min(most, bucket.tokens + ((at - bucket.at) / 1000) * this.perSecond);
    bucket.at = at;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
  private fresh(who: string, tokens: number, at: number): { tokens: number; at: number } {
    if (this.buckets.size >= MOST_KEPT) this.buckets.clear(); // forgetting is generous, never strict
    const bucket = { tokens, at };
    this.buckets.set(who, bucket);
    return bucket;
  }
}
