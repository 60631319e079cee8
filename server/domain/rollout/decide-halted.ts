import type { RolloutState } from '../../protocol/rollout-state.ts'
import { turnBack } from './decide-rollback.ts'
import { newestExposedWave } from './expose.ts'
import { judgeWave } from './judge-wave.ts'
import type { Look } from './look.ts'
import type { Decision } from './rollout.ts'

type Halted = Extract<RolloutState, { phase: 'halted' }>

/** Waiting for a person does not mean looking away: while devices run the new version, the rails act. */
export function decideHalted(state: Halted, seen: Look): Decision {
  const wave = newestExposedWave(seen.devices)
  const back = wave === null ? null : turnBack(wave, judgeWave(wave, null, seen), seen)
  return back ?? seen.stay(state, { because: state.trigger.because })
}
