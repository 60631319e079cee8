import { z } from 'zod'
import { CauseCategory } from '../root-cause.ts'

export const ReasonBody = z.object({ reason: z.string().trim().max(500).default('') })
export type ReasonBody = z.infer<typeof ReasonBody>

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

/** `evidenceHash` is what the person saw; a different one now is refused as stale. */
export const DecideApproval = z.object({
  evidenceHash: z.string().min(1).max(100),
  comment: z.string().trim().max(1000).default(''),
})
export type DecideApproval = z.infer<typeof DecideApproval>
