import type { RolloutState } from '../../protocol/rollout-state.ts'
import { armTitle } from '../comparison/arms.ts'
import { compareArms } from '../comparison/compare.ts'
import { plusSeconds } from '../instant.ts'
import { catchUp } from './catch-up.ts'
import { turnBack } from './decide-rollback.ts'
import { judgeWave } from './judge-wave.ts'
import type { Look } from './look.ts'
import type { Decision } from './rollout.ts'

type Comparing = Extract<RolloutState, { phase: 'comparing' }>

/** both arms run side by side under their rails. No number picks one: a person does, when the time is over or before. */
export function decideComparing(state: Comparing, seen: Look): Decision {
  const { now, rollout } = seen
  const judged = judgeWave(state.wave, { until: state.since, deadline: plusSeconds(now, 1) }, seen)
  const back = turnBack(state.wave, judged, seen)
  if (back) return back
  const compared = compareArms(state, seen)
  return seen.stay(state, {
    devices: catchUp(seen, state.wave),
    reading: judged.reading,
    compared,
    because: becauseOf(rollout, compared.because),
  })
}

function becauseOf({ plan, comparison, paused }: Look['rollout'], says: string): string {
  const lost = comparison?.lost
  const words = lost
    ? `${armTitle(plan, lost.arm)} went back (${lost.trigger.rule}); the other one may be picked, or neither.`
    : says
  return paused ? `${words} Paused.` : words
}
