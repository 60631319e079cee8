import { ARMS, type Arm, armName, otherArm } from '../../protocol/arm.ts'
import type { Comparison } from '../../protocol/comparison.ts'
import type { Plan } from '../../protocol/plan.ts'
import type { Decision, DeviceFacts, Rollout } from '../rollout/rollout.ts'

/** After the canary of both arms: the other pairs, and later the devices of the arm that was not picked. */
export const COMPARED_WAVE = 1

export const NOT_COMPARED: Comparison = { lost: null, pick: null, reading: null }

type Compared = Pick<Rollout, 'plan' | 'comparison'>

/** Arms that go on: neither sent back by a rail nor left behind by a pick. None of a rollout that compares nothing. */
export function armsInPlay({ plan, comparison }: Compared): readonly Arm[] {
  if (!plan.arms) return []
  return comparison?.pick ? [comparison.pick.arm] : ARMS.filter((arm) => arm !== comparison?.lost?.arm)
}

/** Arms that are judged each for itself; none once one of them is all that is deployed. */
export const armsJudged = (rollout: Pick<Rollout, 'plan' | 'comparison' | 'state'>): readonly Arm[] =>
  rollout.comparison?.pick && !('scope' in rollout.state && rollout.state.scope === 'arm') ? [] : armsInPlay(rollout)

/** It is in an arm that went back: nothing is deployed to it until it leaves the arm. */
export const isOut = (device: Pick<DeviceFacts, 'arm'>, rollout: Compared): boolean =>
  device.arm !== null && !armsInPlay(rollout).includes(device.arm)

/** Which devices a wave walks: the step after the pick takes those of the other arm in both waves. */
export const walksInWave = (device: DeviceFacts, wave: number, rollout: Compared): boolean =>
  !isOut(device, rollout) &&
  (rollout.comparison?.pick && wave === COMPARED_WAVE ? device.wave <= wave : device.wave === wave)

/** As it is read: `arm B (app 2.1.0)`. */
export const armLabel = (plan: Plan, arm: Arm): string => `arm ${armName(arm)} (${plan.arms?.[arm].words ?? ''})`

/** The same at the beginning of a sentence. */
export const armTitle = (plan: Plan, arm: Arm): string => `A${armLabel(plan, arm).slice(1)}`

/** What the comparison remembers of a decision: an arm that a rail sent back, and the newest reading. */
export function comparisonAfter(
  comparison: Comparison | null,
  { state, compared }: Pick<Decision, 'state' | 'compared'>,
): Comparison | null {
  if (!comparison) return null
  const reading = compared ?? comparison.reading
  if (state.phase !== 'rolling-back' || state.scope !== 'arm' || !state.arm || comparison.pick)
    return { ...comparison, reading }
  return { ...comparison, reading, lost: { arm: state.arm, trigger: state.trigger } }
}

/** The arm that was not picked; null before. */
export const leftBehind = ({ comparison }: Compared): Arm | null =>
  comparison?.pick ? otherArm(comparison.pick.arm) : null
