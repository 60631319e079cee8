import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'

/** Seconds from the start, approval not counted: a wave is over at the earliest and, when all goes on, at the latest. */
export type Ends = { readonly low: number; readonly high: number }

/** When each wave has been judged. A soak and a proof are certain; a trial and a gate may take all the time they have. */
export function waveEnds({ plan }: PlanPreview, policy: RolloutPolicy): readonly Ends[] {
  let low = 0
  let high = 0
  return plan.waves.map(({ soakSeconds }) => {
    low += soakSeconds + policy.trial.minReadySeconds
    high += soakSeconds + policy.trial.windowSeconds + policy.gateGraceSeconds
    return { low, high }
  })
}
