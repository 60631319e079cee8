import type { RolloutAhead } from '../../protocol/views/rollout-ahead.ts'

/** What a rollout that waits for its turn is decided from. */
export type QueueFacts = {
  readonly ahead: readonly RolloutAhead[]
  /** once nobody is ahead: how its plan would come out otherwise now; null: as it was decided about */
  readonly changed: string | null
}
