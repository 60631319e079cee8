import { z } from 'zod'
import { Criteria } from '../plan-document.ts'
import { PlanRow } from './plan-view.ts'

/** The document a rollout was started from, what it is held to, and its chain of revisions, the oldest first. */
export const RolloutPlan = z.object({ number: z.int(), criteria: Criteria, chain: z.array(PlanRow) })
export type RolloutPlan = z.infer<typeof RolloutPlan>
