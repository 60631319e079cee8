import { type Arm, otherArm } from '../../protocol/arm.ts'
import { armLabel, armTitle } from '../comparison/arms.ts'
import { counted } from '../counted.ts'
import { never } from '../never.ts'
import type { Rollout } from './rollout.ts'
import { waveLabel } from './waves.ts'

/**
 * B-11: why a wave stands where it stands, and what moves it. `next`: the rollout's own next sentence; `began`: it was told
 * to a device. Never empty.
 */
export function whyWave(rollout: Rollout, wave: number, next: string, began: boolean): string {
  const { state } = rollout
  switch (state.phase) {
    case 'preparing':
    case 'validating':
      return wave === 0 ? next : waitsForTheOneBefore(rollout, wave)
    case 'deploying':
    case 'soaking':
    case 'awaiting-approval':
      if (wave < state.wave) return 'Passed its gate; the rails go on watching it.'
      return wave === state.wave ? next : waitsForTheOneBefore(rollout, wave)
    case 'comparing':
      if (wave > state.wave)
        return 'Begins when a person has picked an arm and it has passed its gate on all compared devices.'
      return wave === state.wave ? next : 'Passed its gate; the rails go on watching it.'
    case 'halted':
      if (wave === state.wave) return next
      return wave < state.wave
        ? 'Passed its gate; the rails go on watching it until a person decides about the rollout.'
        : `Does not begin before a person decides about ${waveLabel(rollout.plan, state.wave)}.`
    case 'rolling-back':
    case 'verifying-rollback':
      if (state.scope === 'arm' && state.arm) return whyWhileArmGoesBack(rollout, wave, next, state.wave, state.arm)
      if (wave > state.wave) return began ? 'Went back before.' : 'Does not begin: the rollout goes back.'
      return state.scope === 'deployed' || wave === state.wave
        ? next
        : `Keeps the new version while ${waveLabel(rollout.plan, state.wave)} goes back; the rails go on watching it.`
    case 'confirming':
    case 'completed':
      return 'Passed its gate.'
    case 'rolled-back':
    case 'aborted':
      return began ? 'Went back, as far as it had been deployed.' : 'Never began, and never will.'
    default:
      return never(state)
  }
}

/** a wave holds devices of both arms, and only one of them goes back. */
function whyWhileArmGoesBack({ plan }: Rollout, wave: number, next: string, from: number, arm: Arm): string {
  if (wave === from) return next
  return wave > from
    ? `Does not begin before ${armLabel(plan, arm)} is back on the old version.`
    : `${armTitle(plan, otherArm(arm))} keeps its version while ${armLabel(plan, arm)} goes back; the rails go on watching it.`
}

function waitsForTheOneBefore({ plan, policy }: Rollout, wave: number): string {
  const before = waveLabel(plan, wave - 1)
  return wave === 1
    ? `Begins when ${before} has passed its gate and ${counted(policy.approvalsNeeded, 'approver')} let it.`
    : `Begins by itself when ${before} has passed its gate.`
}
