import { z } from 'zod'
import { ARMS } from '../arm.ts'
import { DeviceId } from '../ids.ts'
import { Priority } from '../priority.ts'
import { CauseCategory, DegradationCause } from '../root-cause.ts'

export const ReasonBody = z.object({ reason: z.string().trim().max(500).default('') })
export type ReasonBody = z.infer<typeof ReasonBody>

/** Of a rollout that waits for its turn. */
export const PrioritiseRollout = z.object({
  priority: Priority,
  reason: z.string().trim().min(3, 'Say why it should go sooner or later.').max(500),
})
export type PrioritiseRollout = z.infer<typeof PrioritiseRollout>

/** only longer, and never without saying why. */
export const ExtendSoak = z.object({
  seconds: z.int().min(10).max(86_400),
  reason: z.string().trim().min(1, 'Say why the soak needs longer.').max(500),
})
export type ExtendSoak = z.infer<typeof ExtendSoak>

/** what was found, so that who plans the next attempt can act on it. */
export const RecordRootCause = z.object({
  category: CauseCategory,
  text: z.string().trim().min(10, 'Say what was found, in a sentence.').max(2000),
})
export type RecordRootCause = z.infer<typeof RecordRootCause>

/** Passing over a gate is never done without saying why. */
export const OverrideGate = z.object({
  reason: z.string().trim().min(10, 'Say why the gate may be passed over, in a sentence.').max(1000),
})
export type OverrideGate = z.infer<typeof OverrideGate>

/** */
export const ClearSuspicion = z.object({
  cause: DegradationCause,
  reason: z.string().trim().min(10, 'Say what was seen, in a sentence.').max(1000),
})
export type ClearSuspicion = z.infer<typeof ClearSuspicion>

/** `neither` ends the comparison and sends both arms back. */
export const PickArm = z.object({
  arm: z.enum([...ARMS, 'neither']),
  /** needed where the numbers say something else, or nothing yet */
  reason: z.string().trim().max(1000).default(''),
})
export type PickArm = z.infer<typeof PickArm>

export const RetryFailed = z.object({
  /** all that failed, when none is named */
  devices: z.array(DeviceId).max(10_000).optional(),
  reason: z.string().trim().min(1, 'Say why another attempt will go better.').max(500),
  /** also those whose bytes were not what the release promises */
  despiteHash: z.boolean().default(false),
})
export type RetryFailed = z.infer<typeof RetryFailed>

/** `evidenceHash` is what the person saw; a different one now is refused as stale. */
export const DecideApproval = z.object({
  evidenceHash: z.string().min(1).max(100),
  comment: z.string().trim().max(1000).default(''),
})
export type DecideApproval = z.infer<typeof DecideApproval>
