import { z } from 'zod'
import { HealthLayers } from './health.ts'
import { InstalledRelease, Reported } from './reported.ts'
import { LatencySketch } from './sketch.ts'

/** What the application did since the previous report: numerator, denominator and a mergeable sketch, never a quantile. */
export const ReportMetrics = z.object({
  requests: z.int().min(0),
  errors: z.int().min(0),
  latencyMs: LatencySketch,
})
export type ReportMetrics = z.infer<typeof ReportMetrics>

export const ReportSystem = z.object({
  cpuPercent: z.number().min(0).max(100).nullable(),
  /** of the machine, or of the application against its own limit, whichever is nearer its end */
  memoryPercent: z.number().min(0).nullable(),
  memoryMb: z.number().min(0).nullable(),
  diskPercent: z.number().min(0).max(100).nullable(),
  temperatureC: z.number().nullable(),
})
export type ReportSystem = z.infer<typeof ReportSystem>

/** Most stretches of earlier releases in one report: older ones are history, not evidence. */
export const MOST_EARLIER = 4

/** What a release did before another took its place, and nobody was told while it ran. */
export const EarlierMetrics = z.object({
  producedBy: InstalledRelease,
  metrics: ReportMetrics,
  endedMsAgo: z.int().min(0),
})
export type EarlierMetrics = z.infer<typeof EarlierMetrics>

/** One interval of one device. Only the newest state matters; the metrics of each interval add up. */
export const Report = z.object({
  type: z.literal('report'),
  intervalMs: z.int().min(0),
  reported: Reported,
  health: HealthLayers,
  /**
   * what ran when health, metrics and system were taken; while a switch is under way that is not what `reported` has.
   * null: nothing ran; absent: an old agent, taken for what it reports to run
   */
  producedBy: InstalledRelease.nullable().optional(),
  /** measured before that, oldest first; absent: nothing, or an old agent, which drops it */
  earlier: z.array(EarlierMetrics).max(MOST_EARLIER).optional(),
  /** the application's health endpoint answered in time */
  reachable: z.boolean(),
  /** null: nothing was measured, which is not the same as zero */
  metrics: ReportMetrics.nullable(),
  system: ReportSystem,
  /** starts of the application in the last five minutes that were not asked for */
  restarts: z.int().min(0),
})
export type Report = z.infer<typeof Report>
