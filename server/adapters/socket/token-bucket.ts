import type { Instant } from '../../protocol/ids.ts'

export type Rate = { readonly perSecond: number; readonly burst: number }

/** How often somebody may: `perSecond` on average, `burst` at once. */
export class TokenBucket {
  readonly #rate: Rate
  #tokens: number
  #at: Instant

  constructor(rate: Rate, now: Instant) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#at = now
  }

  take(now: Instant): boolean {
    const { perSecond, burst } = this.#rate
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#at) / 1000) * perSecond)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
