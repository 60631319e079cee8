import { z } from 'zod'

export const ReasonBody = z.object({ reason: z.string().trim().max(500).default('') })
export type ReasonBody = z.infer<typeof ReasonBody>

/** `evidenceHash` is what the person saw; a different one now is refused as stale. */
export const DecideApproval = z.object({
  evidenceHash: z.string().min(1).max(100),
  comment: z.string().trim().max(1000).default(''),
})
export type DecideApproval = z.infer<typeof DecideApproval>
