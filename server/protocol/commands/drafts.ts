import { z } from 'zod'
import { ReleaseId } from '../ids.ts'
import { CanarySwap } from '../plan.ts'
import { RolloutPolicy } from '../policy.ts'
import { Priority } from '../priority.ts'

const words = z.string().max(1000)

/** A request as far as somebody got with it: nothing has to be there, and nothing has to be right yet. */
export const DraftChoices = z.object({
  releaseId: ReleaseId.optional(),
  snapshotId: z.int().min(1).max(2_147_483_647).optional(),
  other: z.object({ releaseId: ReleaseId }).optional(),
  selector: z.string().max(2000).optional(),
  canarySwaps: z.array(CanarySwap).max(20).optional(),
  policy: RolloutPolicy.optional(),
  name: words.optional(),
  communicationPlan: words.optional(),
  rollbackTested: words.optional(),
  successCriteria: words.optional(),
  rollbackCriteria: words.optional(),
  startAt: words.optional(),
  behind: z.object({ priority: Priority, reason: words }).optional(),
})
export type DraftChoices = z.infer<typeof DraftChoices>

const content = {
  /** what the list of drafts calls it */
  title: z.string().trim().min(1).max(120),
  choices: DraftChoices,
  /** the plan it would be a revision of */
  revisionOf: z.int().min(1).max(2_147_483_647).nullable(),
}

/** `POST /api/v1/drafts` */
export const BeginDraft = z.object(content)
export type BeginDraft = z.infer<typeof BeginDraft>

/** `PUT /api/v1/drafts/{id}`: `version` is the one that was changed; another one by now is refused as stale. */
export const SaveDraft = z.object({ ...content, version: z.int().min(1) })
export type SaveDraft = z.infer<typeof SaveDraft>
