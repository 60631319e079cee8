import { z } from 'zod'
import { POLICY_KEYS } from './policy-values.ts'

/** A number of a policy with what it may be: outside, the policy is refused with these words. */
export const PolicyField = z.object({
  key: z.enum(POLICY_KEYS),
  /** the requirement that bounds it, or null */
  rule: z.string().nullable(),
  unit: z.enum(['seconds', 'percent', 'points', 'count', 'bytes-per-second']),
  least: z.number(),
  most: z.number(),
  /** completes "R-047: …" */
  says: z.string(),
})
export type PolicyField = z.infer<typeof PolicyField>
