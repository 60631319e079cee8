export const BACKOFF_BASE_MS = 1000
export const BACKOFF_CAP_MS = 300_000

/** Full jitter: anything from nothing to 1 s · 2^attempt, capped. `random` is in [0, 1). */
export function backoff(attempt: number, random: number, capMs: number = BACKOFF_CAP_MS): number {
  return Math.floor(random * Math.min(capMs, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 30)))
}

/** Pauses before an application that ended by itself is started again: quick at first, never busy. */
export const restartPause = (restarts: number): number => Math.min(30_000, 250 * 2 ** Math.min(restarts, 10))
