import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'

/** Seconds from the start, approval not counted: a wave is over at the earliest and, when all goes on, at the latest. */
export type Ends = { readonly low: number; readonly high: number }

/**
 * When each wave has been judged, as the fleet's own history has it. A plan of an older server has no forecast: then a soak
 * and a proof are certain, and a trial and a gate may take all the time they have.
 */
export function waveEnds({ plan }: PlanPreview, policy: RolloutPolicy): readonly Ends[] {
  let low = 0
  let high = 0
  return plan.waves.map(({ soakSeconds, forecast }) => {
    low += forecast?.lowSeconds ?? soakSeconds + policy.trial.minReadySeconds
    high += forecast?.highSeconds ?? soakSeconds + policy.trial.windowSeconds + policy.gateGraceSeconds
    return { low, high }
  })
}
