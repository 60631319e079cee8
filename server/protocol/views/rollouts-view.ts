import { z } from 'zod'
import { DeviceState } from '../device-state.ts'
import { Instant, RolloutId } from '../ids.ts'
import { ActPermission } from './person.ts'

/** One line a rollout: newest first, those in flight on top. */
export const RolloutRow = z.object({
  id: RolloutId,
  name: z.string(),
  from: z.string(),
  to: z.string(),
  phase: z.string(),
  /** PREPARE … CONFIRM, HALTED, ROLLED BACK, ABORTED, PAUSED */
  phaseLabel: z.string(),
  tone: z.enum(['ok', 'run', 'warn', 'fail', 'wait', 'off']),
  active: z.boolean(),
  paused: z.boolean(),
  next: z.string(),
  cohort: z.int(),
  counts: z.partialRecord(DeviceState, z.int()),
  waves: z.array(z.object({ label: z.string(), devices: z.int(), counts: z.partialRecord(DeviceState, z.int()) })),
  createdBy: z.string(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
})
export type RolloutRow = z.infer<typeof RolloutRow>

/** `GET /api/v1/rollouts` */
export const RolloutsView = z.object({ serverTime: Instant, rollouts: z.array(RolloutRow), create: ActPermission })
export type RolloutsView = z.infer<typeof RolloutsView>
