import type { Moment } from './happening.ts'
import type { Slot } from './installed.ts'
import { addUntold, freshMeter, type Meter } from './meter.ts'
import { asking, type Moved, stay } from './moved.ts'
import { producer, type State } from './state.ts'

/** `asked`: a start that somebody wanted begins a new count of restarts. */
export function startApp(state: State, slot: Slot, moment: Moment, asked: boolean): Moved {
  const installed = state.disk[slot]
  if (!installed) return stay(state, `slot ${slot} holds no complete release: nothing to start`)
  const run = state.lastRun + 1
  const restarts = asked ? [] : [...state.app.restarts, moment.mono].slice(-20)
  const next: State = {
    ...state,
    lastRun: run,
    app: { is: 'running', run, restarts, startedWith: null, slot },
    meter: nextMeter(state, moment),
    reporting: { ...state.reporting, latest: null },
  }
  return asking(next, [{ do: 'start-app', run, slot, installed }], `start ${installed.name} ${installed.version}`)
}

/** The application is being stopped for another: what it did until now is told as its own. */
export function leaveApp(state: State, moment: Moment): State {
  return {
    ...state,
    app: { ...state.app, is: 'stopping' },
    meter: nextMeter(state, moment),
    reporting: { ...state.reporting, latest: null },
  }
}

/** The count begins anew; what was counted and not told stays that of the release which did it. */
export function nextMeter(state: State, moment: Moment): Meter {
  const { unsent, untold } = state.meter
  const producedBy = producer(state)
  const left = unsent && producedBy ? { producedBy, metrics: unsent, until: moment.mono } : null
  return freshMeter(moment.mono, addUntold(untold, left))
}
