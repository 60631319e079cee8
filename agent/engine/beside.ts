import type { Effect } from './effect.ts'
import type { Moment } from './happening.ts'
import { asking, type Moved, stay } from './moved.ts'
import { nextMeter } from './start-app.ts'
import { type Beside, running, type State } from './state.ts'

/** The other slot is needed for something else, or what runs there is not wanted. */
export function leaveBeside(state: State): Moved {
  const { beside } = state
  if (!beside) return stay(state)
  return asking({ ...state, beside: null }, [
    { do: 'silence', alarm: 'standby' },
    { do: 'silence', alarm: 'standby-restart' },
    { do: 'stop-beside', slot: beside.slot },
  ])
}

/** A standby that nobody waits for any more. What had served before stays: it is the way back. */
export const leaveUnserved = (state: State): Moved =>
  state.beside && !state.beside.served ? leaveBeside(state) : stay(state)

/** Which of the two that run has the traffic. What the standby did for itself is not counted for the time it serves. */
export function changeRoles(state: State, beside: Beside, moment: Moment): State {
  const runs = running(state)
  const { active } = state.disk
  const left: Beside | null =
    runs && active && state.app.is === 'running'
      ? { slot: active, installed: runs, app: state.app, served: true, wrong: null, counters: null }
      : null
  return {
    ...state,
    disk: { ...state.disk, active: beside.slot },
    app: beside.app,
    beside: left,
    meter: { ...nextMeter(state, moment), last: beside.counters },
    reporting: { ...state.reporting, latest: null },
  }
}

/** the slot that served before runs on; going back is a word to the router, and only then does what failed end. */
export function giveBack(state: State, beside: Beside, moment: Moment): { next: State; effects: readonly Effect[] } {
  const changed = changeRoles(state, beside, moment)
  const failed = changed.beside
  return {
    next: { ...changed, beside: null },
    effects: [
      { do: 'silence', alarm: 'restart' },
      { do: 'activate', slot: beside.slot },
      ...(failed ? [{ do: 'stop-beside' as const, slot: failed.slot }] : []),
    ],
  }
}
