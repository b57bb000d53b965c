/** A bucket of tokens that fills steadily: so much at once, so much for long. Times in milliseconds of a clock that never goes back. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  constructor(capacity: number, perSecond: number, now: number) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#tokens = capacity;
    this.#at = now;
  }

  /** False: too much, for now. */
  take(now: number): boolean {
    this.#tokens = Math.min(this.#capacity, this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

}

/** One bucket a peer. */
export class PeerLimit {
  readonly #make: (now: number) => TokenBucket;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(make: (now: number) => TokenBucket) {
    this.#make = make;
  }

  take(peer: string, now: number): boolean {
    if (this.#buckets.size > MAX_PEERS) this.#buckets.clear();
    const bucket = this.#buckets.get(peer) ?? this.#make(now);
    this.#buckets.set(peer, bucket);
    return bucket.take(now);
  }
}

const MAX_PEERS = 10_000;
