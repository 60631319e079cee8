import type { HealthLayers } from '../../server/protocol/health.ts'
import type { ReportSystem } from '../../server/protocol/report.ts'
import type { Counters } from './meter.ts'

/** What the probe found at one moment. */
export type Observation = {
  health: HealthLayers
  /** the health endpoint answered 200 in time */
  reachable: boolean
  /** the application's own words; null when it was not reachable */
  status: 'healthy' | 'degraded' | 'unhealthy' | null
  version: string | null
  counters: Counters | null
  system: ReportSystem
}

/** Result of asking the application a question with a known answer. */
export type SmokeResult = { name: string; ok: boolean; because: string }
