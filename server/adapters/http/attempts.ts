import type { Instant } from '../../protocol/ids.ts'
import { type Rate, TokenBucket } from '../socket/token-bucket.ts'

/** A bucket a key, for the keys that tried lately. It remembers so many of them; whoever was forgotten starts anew. */
export class Attempts {
  readonly #rate: Rate
  readonly #most: number
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(rate: Rate, most = 20_000) {
    this.#rate = rate
    this.#most = most
  }

  take(key: string, now: Instant): boolean {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, now)
    // The order of a map is the order of its last writes: the first is who tried longest ago.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= this.#most) break
      this.#buckets.delete(oldest)
    }
    return bucket.take(now)
  }
}
