import { z } from 'zod'
import { Instant, ReleaseId } from './ids.ts'
import { RolloutPolicy } from './policy.ts'
import { Behind } from './priority.ts'
import { PlanPreview } from './views/new-rollout-view.ts'

/** Plans are known by their number. */
export const PlanNumber = z.coerce.number().int().min(1).max(2_147_483_647)

/** What a rollout is held to, stated before it starts and never changed after. */
export const Criteria = z.object({
  /** in a person's words: what should change, and what must stay stable */
  success: z.string(),
  /** what is measured for it */
  measured: z.array(z.string()),
  /** each limit of the policy that makes it go back, by the number of its rule */
  rollback: z.array(z.object({ rule: z.string(), when: z.string(), breach: z.string() })),
  /** in a person's words: when else somebody would send it back; null: never said */
  ownRollback: z.string().nullable(),
})
export type Criteria = z.infer<typeof Criteria>

/** who said that going back was tried on hardware, and how. */
export const RollbackWord = z.object({ by: z.string(), name: z.string(), at: Instant, how: z.string() })
export type RollbackWord = z.infer<typeof RollbackWord>

const Release = z.object({ id: ReleaseId, name: z.string(), version: z.string() })

/** A plan as it was decided about: everything that was on the screen, frozen. */
export const PlanDocument = z.object({
  format: z.literal(1),
  release: Release,
  /** number of the snapshot it goes to */
  snapshot: z.int(),
  /** content hash of that snapshot */
  target: z.string(),
  /** arm B of an A/B rollout; what is above is arm A */
  other: z.object({ release: Release, snapshot: z.int(), target: z.string() }).optional(),
  strategy: z.string(),
  policy: RolloutPolicy,
  communicationPlan: z.string(),
  /** ISO 8601; absent: at once */
  startAt: z.string().optional(),
  /** it waits for rollouts that have some of its devices; absent: those devices are left out */
  behind: Behind.optional(),
  /** null: going back was seen */
  rollbackTested: RollbackWord.nullable(),
  criteria: Criteria,
  /** `preflight` is empty where a rollout was started without saving its plan before */
  seen: PlanPreview,
})
export type PlanDocument = z.infer<typeof PlanDocument>
