import { z } from 'zod'
import { Instant, RolloutId } from '../ids.ts'
import { RolloutPlan } from './rollout-plan.ts'

/** `GET /api/v1/rollouts/:id/report` — the deployment summary of R-108 … R-112; a draft until the rollout has ended. */
export const ReportView = z.object({
  serverTime: Instant,
  rolloutId: RolloutId,
  draft: z.boolean(),
  name: z.string(),
  artifact: z.string(),
  outcome: z.string(),
  strategy: z.string(),
  /** what it was held to, and the revisions before and after it */
  plan: RolloutPlan.nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  fleet: z.array(z.object({ label: z.string(), count: z.int(), percent: z.number() })),
  fleetTotal: z.int(),
  waves: z.array(
    z.object({
      label: z.string(),
      devices: z.int(),
      deployed: z.int(),
      failed: z.int(),
      soakSeconds: z.number(),
      verdict: z.enum(['PASS', 'FAIL', 'INCONCLUSIVE', 'NOT REACHED', 'RUNNING']),
    }),
  ),
  metrics: z.array(
    z.object({
      label: z.string(),
      unit: z.string(),
      baseline: z.number().nullable(),
      current: z.number().nullable(),
      delta: z.number().nullable(),
    }),
  ),
  approvals: z.array(z.object({ who: z.string(), decision: z.string(), comment: z.string(), at: Instant })),
  issues: z.array(z.string()),
})
export type ReportView = z.infer<typeof ReportView>
