import { z } from 'zod'
import { HealthLayers } from './health.ts'
import { Reported } from './reported.ts'
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

/** One interval of one device. Only the newest state matters; the metrics of each interval add up. */
export const Report = z.object({
  type: z.literal('report'),
  intervalMs: z.int().min(0),
  reported: Reported,
  health: HealthLayers,
  /** the application's health endpoint answered in time */
  reachable: z.boolean(),
  /** null: nothing was measured, which is not the same as zero */
  metrics: ReportMetrics.nullable(),
  system: ReportSystem,
  /** starts of the application in the last five minutes that were not asked for */
  restarts: z.int().min(0),
})
export type Report = z.infer<typeof Report>
