import { z } from 'zod'
import { RolloutId } from '../ids.ts'
import { Priority } from '../priority.ts'
import { RolloutState } from '../rollout-state.ts'

const Phase = z.enum(RolloutState.options.map((state) => state.shape.phase.value))

/** A rollout that goes before another one on devices that both have in their plans. */
export const RolloutAhead = z.object({
  id: RolloutId,
  name: z.string(),
  phase: Phase,
  /** of one that waits itself and goes first; null: it has its devices now */
  priority: Priority.nullable(),
  /** in both plans */
  devices: z.int(),
})
export type RolloutAhead = z.infer<typeof RolloutAhead>
