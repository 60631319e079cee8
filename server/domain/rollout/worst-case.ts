import type { RolloutPolicy } from '../../protocol/policy.ts'
import { counted } from '../counted.ts'
import { duration } from '../instant.ts'

/** Two versions at once on more devices than this cost more than an instant way back is usually worth. */
const MANAGEABLE = 500

/** What a wave that fails costs, before it is begun. `waves`: devices of each, the canary first. */
export function worstCase(waves: readonly number[], policy: RolloutPolicy): string {
  const [canary = 0] = waves
  const most = counted(Math.max(...waves, 0), 'device')
  const atRisk = `The canary alone puts ${counted(canary, 'device')} at risk, for ${duration(policy.canarySoakSeconds)}.`
  if (policy.strategy === 'a-b') {
    const [, compared = 0] = waves
    const both = canary + compared
    return `If an arm fails, its half of at most ${counted(both, 'device')} goes back to what it ran, and the other may still be picked: the old version stays in the other slot, nothing is downloaded. After the pick at most ${most} run the new version for the time it takes to go back. ${atRisk}`
  }
  if (policy.strategy !== 'blue-green')
    return `If a wave fails, at most ${most} run the new version for the time it takes to go back: the old one stays in the other slot, nothing is downloaded. ${atRisk}`
  const all = waves.reduce((sum, devices) => sum + devices, 0)
  //
  const size =
    all > MANAGEABLE
      ? ` For more than ${MANAGEABLE} devices that is a lot to pay: canary + rolling needs half of it.`
      : ''
  return `If a wave fails, the traffic of at most ${most} is switched back within seconds: the old version never stopped. ${atRisk} ${counted(all, 'device')} will run two versions at once and keep both until the next rollout: twice the memory and disk.${size}`
}
