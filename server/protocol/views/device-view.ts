import { z } from 'zod'
import { DeviceState } from '../device-state.ts'
import { HealthLayers } from '../health.ts'
import { Instant, RolloutId } from '../ids.ts'
import { InstalledRelease, Reported } from '../reported.ts'
import { DeviceRow } from './devices-view.ts'
import { NextStep } from './rollout-view.ts'

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
  /** what ran when that was found; an old agent names nothing, and is taken for what it reported to run */
  healthOf: InstalledRelease.nullable(),
  reportedAt: Instant.nullable(),
  /** since when its health is what it is; null: it has never said anything */
  statusSince: Instant.nullable(),
  /** when the release it would go back to last ran here; null: nothing to go back to, or too long ago to be known */
  rollbackRanUntil: Instant.nullable(),
  /** why this person may not act on it; null: they may */
  refused: z.string().nullable(),
  /** newest first: device journal, rollout steps, people's acts and drift on one clock */
  timeline: z.array(
    z.object({
      id: z.string(),
      at: Instant,
      source: z.enum(['device', 'rollout', 'person', 'drift']),
      sentence: z.string(),
      outcome: z.enum(['ok', 'failed', 'info']),
      /** version that ran as the device wrote it; null: nobody named one */
      ran: z.string().nullable(),
    }),
  ),
  metrics: z.array(
    z.object({
      at: Instant,
      /** what it was measured on, more than one where it switched meanwhile; empty: nothing was measured, or nobody named it */
      versions: z.array(z.string()),
      errorRate: z.number().nullable(),
      p95Ms: z.number().nullable(),
      cpuPercent: z.number().nullable(),
      memoryPercent: z.number().nullable(),
    }),
  ),
  /** moments within the metrics at which it switched to another release or back */
  deploys: z.array(z.object({ at: Instant, label: z.string() })),
  /** B-11: what it waits for in the newest rollout that still has something to do with it; null: nothing */
  why: z.object({ rollout: z.object({ id: RolloutId, name: z.string() }), next: NextStep }).nullable(),
  /** rollouts it was in, newest first */
  history: z.array(
    z.object({
      id: RolloutId,
      name: z.string(),
      version: z.string(),
      wave: z.int(),
      state: DeviceState,
      at: Instant,
      because: z.string(),
    }),
  ),
  logs: z.array(z.object({ at: Instant, text: z.string() })),
})
export type DeviceView = z.infer<typeof DeviceView>
