import { z } from 'zod'

const between = (most: number) => z.object({ warn: z.number().min(0).max(most), bad: z.number().min(0).max(most) })

/**
 * R-091 … R-093: how the agent judges the first three layers while this release runs. From `warn` on a layer is degraded, from
 * `bad` on unhealthy. That the endpoint answers and names the right version is not up to a release.
 */
export const HealthBounds = z.object({
  connectivity: z.enum(['heartbeat']).default('heartbeat'),
  system: z
    .object({
      cpuPercent: between(100),
      memoryPercent: between(100),
      diskPercent: between(100),
      temperatureC: between(125),
    })
    .partial()
    .default({}),
  application: z
    .object({ restarts: between(100), errorPercent: between(100) })
    .partial()
    .default({}),
})
export type HealthBounds = z.infer<typeof HealthBounds>
