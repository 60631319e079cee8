import { z } from 'zod'
import { GateReading } from '../evidence.ts'
import { Instant, RolloutId } from '../ids.ts'
import { Drilled, Trigger } from '../rollout-state.ts'
import { RootCause } from '../root-cause.ts'
import { ComparisonView } from './comparison-view.ts'
import { FailedDevice, Remedies } from './recovery-view.ts'
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
  /** the arms of an A/B rollout; null: it compared nothing */
  comparison: ComparisonView.nullable(),
  /** B-04: the canary going back was tried on; null: on none, or not yet */
  drill: Drilled.nullable(),
  approvals: z.array(z.object({ who: z.string(), decision: z.string(), comment: z.string(), at: Instant })),
  /** the rail that sent devices back; null when none did */
  failure: Trigger.nullable(),
  /** R-130, oldest first; empty while nobody has said why it failed */
  rootCauses: z.array(RootCause),
  /** */
  recommendations: z.array(z.string()),
  /** pauses, longer soaks, overrides and whatever else people did, oldest first */
  people: z.array(z.object({ at: Instant, who: z.string(), act: z.string(), reason: z.string() })),
  /** gates that two people passed over */
  overrides: Remedies.shape.overrides,
  /** newest reading of each wave that has one */
  gates: z.array(GateReading),
  /** the newest lines of the first of them */
  failedDevices: z.array(FailedDevice),
  issues: z.array(z.string()),
})
export type ReportView = z.infer<typeof ReportView>
