import { z } from 'zod'
import { Comparison } from '../comparison.ts'
import { Instant } from '../ids.ts'
import { ActPermission } from './person.ts'

/** one of two versions that are compared. */
export const ArmView = z.object({
  name: z.string(),
  version: z.string(),
  /** number of its snapshot */
  snapshot: z.int(),
  /** as planned */
  devices: z.int(),
})
export type ArmView = z.infer<typeof ArmView>

/** the two arms of an A/B rollout, what was measured of them, and what a person made of it. */
export const ComparisonView = Comparison.extend({
  a: ArmView,
  b: ArmView,
  pairs: z.int(),
  /** why the arms are comparable */
  because: z.string(),
  unmatched: z.array(z.object({ because: z.string(), devices: z.int() })),
  /** when the stated time is over; null while nothing is compared */
  until: Instant.nullable(),
})
export type ComparisonView = z.infer<typeof ComparisonView>

/** What whoever looks may pick now. */
export const PickView = z.object({
  may: ActPermission,
  choices: z.array(
    z.object({
      arm: z.enum(['a', 'b', 'neither']),
      /** why this one can not be picked; null: it can */
      refused: z.string().nullable(),
      /** why picking it takes a reason; null: it goes without one */
      against: z.string().nullable(),
      /** devices that move at once */
      devices: z.int(),
    }),
  ),
})
export type PickView = z.infer<typeof PickView>
