import type { HealthLayers } from '../protocol/health.ts'
import type { DeviceId, Generation, Instant } from '../protocol/ids.ts'
import type { Reported } from '../protocol/reported.ts'
import type { Installation } from './installation.ts'

/** What the server knows of a device: what it was told, and when. */
export type KnownDevice = {
  readonly id: DeviceId
  readonly siteId: string
  readonly redundancyGroup: string | null
  readonly online: boolean
  readonly onlineSince: Instant | null
  readonly lastSeenAt: Instant | null
  readonly reportedAt: Instant | null
  readonly reported: Reported | null
  readonly running: Installation
  /** newest desired state it says it accepted */
  readonly generation: Generation
  readonly reachable: boolean | null
  readonly memoryPercent: number | null
  readonly restarts: number
  health(): HealthLayers | null
}
