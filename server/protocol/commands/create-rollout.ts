import { z } from 'zod'
import { ReleaseId } from '../ids.ts'
import { Selector } from '../plan.ts'
import { RolloutPolicy } from '../policy.ts'

/** `POST /api/v1/rollouts/plan` previews, `POST /api/v1/rollouts` freezes the plan and starts. */
export const CreateRollout = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  releaseId: ReleaseId,
  selector: Selector.default({ regions: [], sites: [], hardwareTypes: [] }),
  strategy: z.string().max(40).default('canary-rolling'),
  /** left out: the server's default policy */
  policy: RolloutPolicy.optional(),
  /** whom to tell about this window and how */
  communicationPlan: z.string().trim().min(3, 'say who is told about this rollout, and how').max(500),
  /** the plan the person looked at; a different one now is refused as stale */
  planHash: z.string().max(100).optional(),
})
export type CreateRollout = z.infer<typeof CreateRollout>

export const PreviewRollout = CreateRollout.omit({ communicationPlan: true, planHash: true })
export type PreviewRollout = z.infer<typeof PreviewRollout>
