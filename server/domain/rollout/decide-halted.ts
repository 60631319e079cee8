import type { RolloutState } from '../../protocol/rollout-state.ts'
import { turnBack } from './decide-rollback.ts'
import { judgeWave } from './decide-wave.ts'
import { isExposed } from './expose.ts'
import type { Look } from './look.ts'
import type { Decision } from './rollout.ts'

type Halted = Extract<RolloutState, { phase: 'halted' }>

/** Waiting for a person does not mean looking away: while devices of the wave run the new version, its rails act. */
export function decideHalted(state: Halted, seen: Look): Decision {
  const atRisk = seen.devices.some((device) => device.wave === state.wave && isExposed(device))
  const judged = atRisk ? judgeWave(state.wave, null, seen) : null
  const back = judged && turnBack(state.wave, judged, seen)
  return back ?? seen.stay(state, { because: state.trigger.because })
}
