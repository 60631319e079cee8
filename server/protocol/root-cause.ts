import { z } from 'zod'
import { Instant } from './ids.ts'

export const CAUSE_CATEGORIES = ['artifact', 'compatibility', 'infrastructure', 'configuration', 'other'] as const
export const CauseCategory = z.enum(CAUSE_CATEGORIES)
export type CauseCategory = z.infer<typeof CauseCategory>

/** why an attempt failed, as a person says after looking. */
export const RootCause = z.object({
  category: CauseCategory,
  text: z.string(),
  by: z.string(),
  name: z.string(),
  at: Instant,
})
export type RootCause = z.infer<typeof RootCause>

/** what a gradual degradation commonly comes from, and that it was none. */
export const DEGRADATION_CAUSES = ['none', 'memory-leak', 'resource-contention', 'thermal-throttling', 'other'] as const
export const DegradationCause = z.enum(DEGRADATION_CAUSES)
export type DegradationCause = z.infer<typeof DegradationCause>
