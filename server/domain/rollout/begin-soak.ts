import type { Drilled } from '../../protocol/rollout-state.ts'
import { duration, plusSeconds } from '../instant.ts'
import type { Look } from './look.ts'
import type { Decision, DeviceChange } from './rollout.ts'
import { soakOf } from './soak.ts'

/** What is decided along with a step of the wave, whatever the step is. */
export type Along = { readonly devices: readonly DeviceChange[]; readonly reading: Decision['reading'] }

/** Every device of the wave has answered, and its drill is over where there is one. */
export function beginSoak(wave: number, because: string, seen: Look, along: Along, drilled?: Drilled): Decision {
  const { policy } = seen.rollout
  const soakSeconds = soakOf(policy, wave)
  const soakUntil = plusSeconds(seen.now, soakSeconds)
  return seen.go(
    {
      phase: 'soaking',
      wave,
      since: seen.now,
      soakUntil,
      deadline: plusSeconds(soakUntil, policy.gateGraceSeconds),
      ...(drilled ? { drilled } : {}),
    },
    `${because}; soaking for ${duration(soakSeconds)}.`,
    along,
  )
}
