import { Instant } from '../../server/protocol/ids.ts'
import type { Clock } from '../ports.ts'

/** setTimeout fires at once for longer delays than this. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  mono: () => performance.now(),
  now: () => Instant.parse(Date.now()),
  after(milliseconds, call) {
    const timer = setTimeout(call, Math.min(LONGEST_TIMEOUT_MS, Math.max(0, milliseconds)))
    return () => clearTimeout(timer)
  },
}
