import { z } from 'zod'
import { Instant, ReleaseId } from '../ids.ts'
import { Plan } from '../plan.ts'
import { RolloutPolicy } from '../policy.ts'
import { PreflightItem } from '../rollout-state.ts'
import { ActPermission } from './person.ts'

/** `GET /api/v1/rollouts/new` — what the page offers to choose from. */
export const NewRolloutView = z.object({
  serverTime: Instant,
  create: ActPermission,
  releases: z.array(
    z.object({
      id: ReleaseId,
      name: z.string(),
      version: z.string(),
      notes: z.string(),
      createdAt: Instant,
      createdBy: z.string(),
      size: z.int(),
      platforms: z.array(z.string()),
      /** what became of it before: canaries passed and failed, devices running it now */
      rolloutsCompleted: z.int(),
      rolloutsTurnedBack: z.int(),
      devicesRunning: z.int(),
      blocked: z.boolean(),
    }),
  ),
  /** frozen ones that may be rolled out, newest first */
  snapshots: z.array(z.object({ number: z.int(), releaseId: ReleaseId, note: z.string() })),
  regions: z.array(z.object({ name: z.string(), devices: z.int() })),
  sites: z.array(z.object({ id: z.string(), name: z.string(), region: z.string(), devices: z.int() })),
  hardwareTypes: z.array(z.object({ name: z.string(), devices: z.int() })),
  policies: z.array(RolloutPolicy),
  strategies: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      bestFor: z.string(),
      tradeoff: z.string(),
      risk: z.string(),
      available: z.boolean(),
      because: z.string(),
    }),
  ),
})
export type NewRolloutView = z.infer<typeof NewRolloutView>

/** `POST /api/v1/rollouts/plan` — what this choice would touch; nothing is written. */
export const PlanPreview = z.object({
  serverTime: Instant,
  plan: Plan,
  offline: z.int(),
  from: z.array(z.object({ version: z.string(), devices: z.int() })),
  /** bytes all devices together will download */
  bytesToMove: z.int(),
  /** shortest and longest time to the end, approval not counted, seconds */
  estimate: z.object({ low: z.number(), high: z.number() }),
  worstCase: z.string(),
  preflight: z.array(PreflightItem),
})
export type PlanPreview = z.infer<typeof PlanPreview>
