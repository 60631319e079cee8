import { z } from 'zod'

/** What one layer of health checks found. `unknown` is never good: silence is not success. */
export const LayerStatus = z.enum(['healthy', 'degraded', 'unhealthy', 'unknown'])
export type LayerStatus = z.infer<typeof LayerStatus>

/** One check: its measured value beside its limit, so that a screen can show both. */
export const HealthCheck = z.object({
  name: z.string().max(60),
  status: LayerStatus,
  value: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string().max(16),
  because: z.string().max(300),
})
export type HealthCheck = z.infer<typeof HealthCheck>

export const HealthLayer = z.object({
  status: LayerStatus,
  checks: z.array(HealthCheck).max(16),
})
export type HealthLayer = z.infer<typeof HealthLayer>

/** R-091 … R-095: the layers are run and reported apart, so that a gate can say which one failed. */
export const HealthLayers = z.object({
  connectivity: HealthLayer,
  system: HealthLayer,
  application: HealthLayer,
  functional: HealthLayer,
})
export type HealthLayers = z.infer<typeof HealthLayers>

export const LAYER_NAMES = ['connectivity', 'system', 'application', 'functional'] as const
