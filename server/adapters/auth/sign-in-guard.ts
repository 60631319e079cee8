import type { Instant } from '../../protocol/ids.ts'

const WINDOW_MS = 60_000
const MAX_FAILURES = 5
const MAX_ACCOUNTS = 10_000

/** Counts failed sign-ins per account: after five within a minute the account is not asked again until the minute is over. */
export class SignInGuard {
  readonly #failures = new Map<string, { since: Instant; count: number }>()

  /** Seconds to wait before this account may be tried again; 0 when it may be tried now. */
  secondsToWait(email: string, now: Instant): number {
    const seen = this.#failures.get(key(email))
    if (!seen || seen.count < MAX_FAILURES) return 0
    return Math.max(0, Math.ceil((seen.since + WINDOW_MS - now) / 1000))
  }

  failed(email: string, now: Instant): void {
    const seen = this.#failures.get(key(email))
    if (seen && now - seen.since < WINDOW_MS) {
      seen.count += 1
      return
    }
    // The oldest entry goes first: a flood of invented names cannot grow the map.
    if (this.#failures.size >= MAX_ACCOUNTS) this.#failures.delete(this.#failures.keys().next().value ?? '')
    this.#failures.delete(key(email))
    this.#failures.set(key(email), { since: now, count: 1 })
  }

  succeeded(email: string): void {
    this.#failures.delete(key(email))
  }
}

const key = (email: string) => email.trim().toLowerCase()
