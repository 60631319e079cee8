import type { RolloutState, Trigger } from '../../protocol/rollout-state.ts'
import type { Rollout } from './rollout.ts'

/** What this state remembers of a rail that sent devices back; a person who turned it back needs no cause. */
export function failureIn(state: RolloutState): Trigger | null {
  switch (state.phase) {
    case 'rolling-back':
    case 'verifying-rollback':
    case 'rolled-back':
      return state.trigger.rule === 'person' ? null : state.trigger
    default:
      return null
  }
}

/** a failure whose root cause nobody has recorded since; nothing goes on before somebody does. */
export function unexplained({ failure, rootCauses }: Pick<Rollout, 'failure' | 'rootCauses'>): Trigger | null {
  return failure && !rootCauses.some((cause) => cause.at >= failure.at) ? failure : null
}

/** Why nothing may follow an attempt that nobody has explained; null when somebody has. */
export function refuseToGoOn(rollout: Pick<Rollout, 'name' | 'failure' | 'rootCauses'>): string | null {
  const failure = unexplained(rollout)
  return (
    failure &&
    `R-130: ${rollout.name} failed (${failure.rule}: ${failure.because.replace(/\.$/, '')}) and nobody has recorded why. Record its root cause on its page, then go on.`
  )
}
