import { z } from 'zod'
import { DeviceId, Instant, ReleaseId } from '../ids.ts'
import { Plan } from '../plan.ts'
import { RolloutPolicy } from '../policy.ts'
import { PolicyField } from '../policy-field.ts'
import { PreflightItem } from '../rollout-state.ts'
import { STRATEGIES } from '../strategy.ts'
import { ActPermission } from './person.ts'
import { RolloutAhead } from './rollout-ahead.ts'

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
  /** what may be set in each policy, by its label, and within which limits */
  policyFields: z.record(z.string(), z.array(PolicyField)),
  strategies: z.array(
    z.object({
      key: z.enum(STRATEGIES),
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

/** What is measured before anything is changed, so that a limit can be read as a number: of the canary devices. */
export const PresentLevel = z.object({
  /** per cent; null when they had no requests */
  errorRate: z.number().nullable(),
  p95Ms: z.number().nullable(),
  /** all canary devices together */
  requestsPerMinute: z.number(),
  /** the device of the whole cohort that uses most */
  memory: z.object({ name: z.string(), percent: z.number() }).nullable(),
})
export type PresentLevel = z.infer<typeof PresentLevel>

/**
 * `POST /api/v1/rollouts/plan` — what this choice would touch; nothing is written. It is frozen in plan documents, too: a field
 * that comes later needs a default, so that the plans of before are still read.
 */
export const PlanPreview = z.object({
  serverTime: Instant,
  /** `order` is left empty in what a page is told of more than 10,000 devices */
  plan: Plan,
  offline: z.int(),
  from: z.array(z.object({ version: z.string(), devices: z.int() })),
  /** bytes all devices together will download */
  bytesToMove: z.int(),
  /** time to the end as half of the past installations went and as nine of ten, approval not counted, seconds */
  estimate: z.object({
    low: z.number(),
    high: z.number(),
    /** which history that comes from, and what stands in for one that is not there; each wave says its own */
    because: z.string().default(''),
  }),
  /** devices expected to be away when their waves begin; each wave says why */
  expectedOffline: z.int().default(0),
  /** sites that take nothing new now, those with most devices first: their devices would wait */
  holds: z.array(z.object({ because: z.string(), until: Instant, devices: z.int() })).default([]),
  /** rollouts that have some of these devices now: it waits for them, or leaves the devices out */
  ahead: z.array(RolloutAhead).default([]),
  worstCase: z.string(),
  present: PresentLevel.default({ errorRate: null, p95Ms: null, requestsPerMinute: 0, memory: null }),
  preflight: z.array(PreflightItem),
})
export type PlanPreview = z.infer<typeof PlanPreview>

/** `POST /api/v1/rollouts/plan/canary-choices` — those that keep the coverage first, those that may never be one last. */
export const CanaryChoicesView = z.object({
  serverTime: Instant,
  choices: z.array(
    z.object({
      deviceId: DeviceId,
      name: z.string(),
      siteId: z.string(),
      region: z.string(),
      hardwareType: z.string(),
      monitoringFidelity: z.number(),
      /** why it may never be a canary; null when it may */
      refused: z.string().nullable(),
      /** strata and groups nobody would stand for any more: allowed, and then R-030 is unmet */
      loses: z.array(z.string()),
    }),
  ),
  /** devices beyond those listed; found by writing a part of their name */
  more: z.int(),
})
export type CanaryChoicesView = z.infer<typeof CanaryChoicesView>
