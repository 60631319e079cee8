import type { DeviceState } from '../../../server/protocol/device-state.ts'
import { type LaneStates, stateAt } from '../../live/lane-states.ts'

// What a person would want to know first, first.
const WORST_FIRST: readonly DeviceState[] = [
  'failed',
  'quarantined',
  'dark',
  'silent',
  'rolling-back',
  'rolled-back',
  'degraded',
  'verifying',
  'installing',
  'skipped',
  'pending',
  'healthy',
]

/** The state a cell of several devices shows: its worst, so that one failure in 5 000 is never averaged away. */
export function worstOf(states: LaneStates, from: number, to: number): DeviceState {
  let worst = stateAt(states, from)
  for (let index = from + 1; index < to; index += 1) {
    const state = stateAt(states, index)
    if (WORST_FIRST.indexOf(state) < WORST_FIRST.indexOf(worst)) worst = state
  }
  return worst
}
