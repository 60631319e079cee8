import { z } from 'zod'
import { DeviceState } from '../device-state.ts'
import { HealthLayers, LayerStatus } from '../health.ts'
import { DeviceId, Instant, RolloutId } from '../ids.ts'
import { Reported } from '../reported.ts'

/** `GET /api/v1/devices?q=&status=&site=&hardware=&version=&cursor=` */
export const DeviceRow = z.object({
  id: DeviceId,
  name: z.string(),
  site: z.string(),
  region: z.string(),
  hardwareType: z.string(),
  online: z.boolean(),
  status: LayerStatus,
  layers: z.array(LayerStatus).length(4),
  running: z.string().nullable(),
  desired: z.string().nullable(),
  drifted: z.boolean(),
  lastSeenAt: Instant.nullable(),
  rollout: z.object({ id: RolloutId, name: z.string(), wave: z.int(), state: DeviceState }).nullable(),
})
export type DeviceRow = z.infer<typeof DeviceRow>

export const DevicesView = z.object({
  serverTime: Instant,
  devices: z.array(DeviceRow),
  matched: z.int(),
  total: z.int(),
  cursor: z.string().nullable(),
  facets: z.object({
    status: z.record(z.string(), z.int()),
    site: z.record(z.string(), z.int()),
    hardware: z.record(z.string(), z.int()),
    version: z.record(z.string(), z.int()),
  }),
  /** what people call the sites that the facets and the filter name by id */
  siteNames: z.record(z.string(), z.string()),
})
export type DevicesView = z.infer<typeof DevicesView>

/** `GET /api/v1/devices/:id` — explains one device: what it runs, whether that is right, what happened to it. */
export const DeviceView = z.object({
  serverTime: Instant,
  row: DeviceRow,
  architecture: z.string(),
  memoryMb: z.int(),
  diskMb: z.int(),
  labels: z.record(z.string(), z.string()),
  capabilities: z.array(z.string()),
  enrolledAt: Instant,
  agentVersion: z.string().nullable(),
  keyFingerprint: z.string(),
  quarantined: z.string().nullable(),
  generation: z.int(),
  desiredReason: z.string().nullable(),
  reported: Reported.nullable(),
  health: HealthLayers.nullable(),
  reportedAt: Instant.nullable(),
  /** newest first: device journal, rollout steps and people's acts on one clock */
  timeline: z.array(
    z.object({
      id: z.string(),
      at: Instant,
      source: z.enum(['device', 'rollout', 'person']),
      sentence: z.string(),
      outcome: z.enum(['ok', 'failed', 'info']),
    }),
  ),
  metrics: z.array(
    z.object({
      at: Instant,
      errorRate: z.number().nullable(),
      p95Ms: z.number().nullable(),
      cpuPercent: z.number().nullable(),
      memoryPercent: z.number().nullable(),
    }),
  ),
  logs: z.array(z.object({ at: Instant, text: z.string() })),
})
export type DeviceView = z.infer<typeof DeviceView>
