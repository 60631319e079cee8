import { z } from 'zod'
import { HealthLayers } from '../health.ts'
import { Instant } from '../ids.ts'
import { Reported } from '../reported.ts'
import { DeviceRow } from './devices-view.ts'

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
