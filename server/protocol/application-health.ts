import { z } from 'zod'
import { LatencySketch } from './sketch.ts'

/**
 * What an application answers at `GET /health` (R-088 … R-090). Counters run from the application's start, as in
 * Prometheus: a lost reading loses nothing, a smaller number means the application was started again.
 */
export const ApplicationHealth = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  version: z.string().max(100),
  uptime_seconds: z.number().min(0),
  checks: z.record(z.string().max(60), z.string().max(60)),
  warnings: z.array(z.string().max(300)).max(50).optional(),
  metrics: z
    .object({
      requests_total: z.int().min(0),
      errors_total: z.int().min(0),
      latency_ms: LatencySketch,
    })
    .optional(),
})
export type ApplicationHealth = z.infer<typeof ApplicationHealth>
