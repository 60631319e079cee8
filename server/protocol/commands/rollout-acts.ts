import { z } from 'zod'

export const ReasonBody = z.object({ reason: z.string().trim().max(500).default('') })
export type ReasonBody = z.infer<typeof ReasonBody>

/** only longer, and never without saying why. */
export const ExtendSoak = z.object({
  seconds: z.int().min(10).max(86_400),
  reason: z.string().trim().min(1, 'Say why the soak needs longer.').max(500),
})
export type ExtendSoak = z.infer<typeof ExtendSoak>

/** `evidenceHash` is what the person saw; a different one now is refused as stale. */
export const DecideApproval = z.object({
  evidenceHash: z.string().min(1).max(100),
  comment: z.string().trim().max(1000).default(''),
})
export type DecideApproval = z.infer<typeof DecideApproval>
