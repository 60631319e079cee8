import { z } from 'zod'
import { CreateRollout } from '../commands/create-rollout.ts'
import { Instant, RolloutId } from '../ids.ts'
import { PlanChange } from '../plan-change.ts'
import { PlanDocument } from '../plan-document.ts'
import { PreflightItem, RolloutState } from '../rollout-state.ts'
import { ActPermission } from './person.ts'

const Phase = z.enum(RolloutState.options.map((state) => state.shape.phase.value))

/** One document of a chain of revisions, and what became of it. */
export const PlanRow = z.object({
  number: z.int(),
  name: z.string(),
  /** release and version it goes to */
  to: z.string(),
  cohort: z.int(),
  waves: z.int(),
  revisionOf: z.int().nullable(),
  createdBy: z.string(),
  createdAt: Instant,
  /** null while nobody started it */
  rollout: z.object({ id: RolloutId, name: z.string(), phase: Phase }).nullable(),
})
export type PlanRow = z.infer<typeof PlanRow>

/** `GET /api/v1/plans`, the newest first. */
export const PlansView = z.object({ serverTime: Instant, plans: z.array(PlanRow), create: ActPermission })
export type PlansView = z.infer<typeof PlansView>

/** `GET /api/v1/plans/{number}`. The walk itself, `document.seen.plan.order`, is left empty. */
export const PlanView = PlanRow.extend({
  serverTime: Instant,
  contentHash: z.string(),
  document: PlanDocument,
  request: CreateRollout,
  /** every plan of its chain, the oldest first, itself among them */
  chain: z.array(PlanRow),
  start: ActPermission,
  /** names of the people who may start it */
  starters: z.array(z.string()),
  /** as the engine computed it after the start; empty before */
  atStart: z.array(PreflightItem),
})
export type PlanView = z.infer<typeof PlanView>

/** `GET /api/v1/plans/{number}/now` — the same request planned now. */
export const PlanNowView = z.object({
  serverTime: Instant,
  preflight: z.array(PreflightItem),
  changes: z.array(PlanChange),
  /** why it cannot be planned at all any more; null when it can */
  problem: z.string().nullable(),
})
export type PlanNowView = z.infer<typeof PlanNowView>

/** `GET /api/v1/plans/diff?a=&b=` */
export const PlanDiffView = z.object({
  serverTime: Instant,
  a: PlanRow,
  b: PlanRow,
  changes: z.array(PlanChange),
})
export type PlanDiffView = z.infer<typeof PlanDiffView>

/** What saving or revising answers. */
export const PlanSaved = z.object({ number: z.int() })
