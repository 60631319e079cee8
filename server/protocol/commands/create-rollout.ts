import { z } from 'zod'
import { DeviceId, ReleaseId } from '../ids.ts'
import { CanarySwap } from '../plan.ts'
import { RolloutPolicy } from '../policy.ts'
import { Behind } from '../priority.ts'
import { SelectorText } from '../selector/selector.ts'

const WhatAndWhere = z.object({
  /** what devices move to: a release with the configuration as it is now … */
  releaseId: ReleaseId.optional(),
  /** … or a numbered snapshot as it was frozen */
  snapshotId: z.int().min(1).optional(),
  /** of an A/B rollout the other arm (B), a release or a snapshot; what is named above is arm A */
  other: z.union([z.strictObject({ releaseId: ReleaseId }), z.strictObject({ snapshotId: z.int().min(1) })]).optional(),
  /** which devices; '' is every one */
  selector: SelectorText.default(''),
  /** canaries a person chose instead of computed ones; what breaks coverage leaves R-030 unmet */
  canarySwaps: z.array(CanarySwap).max(20).default([]),
  /** left out: the one of the policy. Any word is taken, so that one that does not exist is refused with what does */
  strategy: z.string().max(40).optional(),
  /** left out: the server's default policy */
  policy: RolloutPolicy.optional(),
  /** how going back was tried on hardware; needed where no device was ever seen to go back from this release */
  rollbackTested: z.string().trim().min(3, 'say how going back was tried').max(300).optional(),
})

/** Said at the start; a plan may be asked with them as well, so that one body can be looked at and then started. */
const name = z.string().trim().min(1).max(80).optional()
/** whom to tell about this window and how */
const communicationPlan = z.string().trim().min(3, 'say who is told about this rollout, and how').max(500)

/** stated before the start, kept with the plan, held against the outcome in the report */
const successCriteria = z.string().trim().min(3, 'say what should change, and what must stay stable').max(1000)
/** when else a person would send it back, beside the limits of the policy */
const rollbackCriteria = z.string().trim().min(1).max(1000).optional()
/** D-09: the plan this one takes the place of */
const revisionOf = z.int().min(1).max(2_147_483_647).optional()

/** with its offset from UTC; left out: at once. Nothing is touched before, and pre-flight is computed then */
const startAt = z.iso.datetime({ offset: true }).optional()

/** It waits until rollouts that have some of its devices are over; left out: those devices are left out */
const behind = Behind.optional()

const oneTarget = (asked: { releaseId?: string | undefined; snapshotId?: number | undefined }) =>
  (asked.releaseId === undefined) !== (asked.snapshotId === undefined)
const ONE_TARGET = { message: 'say what to roll out: either a release (releaseId) or a snapshot (snapshotId)' }

/** `POST /api/v1/rollouts/plan` */
export const PreviewRollout = WhatAndWhere.extend({
  name,
  /** left out: said at the start. Too short is no mistake yet: R-034 shows as unmet */
  communicationPlan: z.string().trim().max(500).optional(),
  successCriteria: z.string().trim().max(1000).optional(),
  rollbackCriteria,
  revisionOf,
  startAt,
  behind,
}).refine(oneTarget, ONE_TARGET)
export type PreviewRollout = z.infer<typeof PreviewRollout>

/** `POST /api/v1/rollouts/plan/canary-choices` — who could stand in for one canary of this plan. */
export const AskCanaryChoices = z.object({
  plan: PreviewRollout,
  take: DeviceId,
  /** somewhere in name, id or site */
  find: z.string().trim().max(100).default(''),
})
export type AskCanaryChoices = z.infer<typeof AskCanaryChoices>

/** `POST /api/v1/rollouts` freezes the plan and starts; `POST /api/v1/plans` only keeps it as a document. */
export const CreateRollout = WhatAndWhere.extend({
  name,
  communicationPlan,
  successCriteria,
  rollbackCriteria,
  revisionOf,
  startAt,
  behind,
  /** the plan the person looked at; a different one now is refused as stale */
  planHash: z.string().max(100).optional(),
}).refine(oneTarget, ONE_TARGET)
export type CreateRollout = z.infer<typeof CreateRollout>
