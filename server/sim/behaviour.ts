import type { DeviceId } from '../protocol/ids.ts'
import type { FailureReason } from '../protocol/reported.ts'

/** What a version does to a device of a simulated world. */
export type Behaviour = {
  /** seconds it runs as if nothing were the matter; what is the matter shows from then on */
  readonly after?: number
  /** it goes back by itself with this reason */
  readonly failsWith?: FailureReason
  /** share of requests that fail once it runs */
  readonly errorRate?: number
  /** milliseconds of every request */
  readonly latencyMs?: number
  readonly memoryPercent?: (secondsRunning: number) => number
  /** the agent lives, the health endpoint does not */
  readonly silent?: boolean
  /** nothing is heard any more once it runs */
  readonly dark?: boolean
  /** it fails beside the old version, before it has any traffic */
  readonly failsOnStandby?: FailureReason
}

/** A device as a story names it; `wave`: of the plan it is in. */
export type Placed = { readonly id: DeviceId; readonly wave: number }
