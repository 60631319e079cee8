import { restartPause } from './backoff.ts'
import type { Moment } from './happening.ts'
import { andThen, asking, type Moved, stay, write } from './moved.ts'
import { startApp } from './start-app.ts'
import type { State } from './state.ts'
import { recentRestarts } from './step-report.ts'
import { rollBack } from './step-rollback.ts'

/** Pauses of a trial are short: its window is running. */
const TRIAL_PAUSE_MS = 250

export function onAppExited(state: State, run: number, because: string, moment: Moment): Moved {
  if (run !== state.app.run || state.app.is !== 'running') return stay(state)
  const { update } = state
  const down: State = { ...state, app: { ...state.app, is: 'pausing' } }
  if (update?.phase !== 'proving') {
    const afterMs = restartPause(recentRestarts(state, moment.mono))
    return asking(down, [{ do: 'alarm', alarm: 'restart', afterMs }], `the application ended (${because})`)
  }
  const { plan } = update
  const exits = [...update.exits, moment.mono]
  const recent = exits.filter((at) => moment.mono - at < plan.trial.restartWindowSeconds * 1000)
  if (update.left === 0 || recent.length >= plan.trial.maxRestarts)
    return rollBack(
      { ...state, app: { ...state.app, is: 'stopped' } },
      plan,
      'crash-loop',
      `it ended ${exits.length} times before it had proven itself; last: ${because}`,
      moment,
    )
  const trial = { ...update.trial, healthySince: null, smoke: 'not-yet' as const, lately: `it ended (${because})` }
  return asking(
    { ...down, update: { ...update, exits, trial } },
    [{ do: 'alarm', alarm: 'restart', afterMs: TRIAL_PAUSE_MS * 2 ** exits.length }],
    `the application ended (${because})`,
  )
}

/** Of a trial, every start is written down before it happens. */
export function onRestartAlarm(state: State, moment: Moment): Moved {
  const { update } = state
  if (state.app.is !== 'pausing') return stay(state)
  if (update?.phase !== 'proving')
    return state.disk.active ? startApp(state, state.disk.active, moment, false) : stay(state)
  const left = update.left - 1
  const counted = write(
    { ...state, update: { ...update, left } },
    { step: 'proving', outcome: 'begun', generation: update.plan.generation, left },
    moment,
  )
  return andThen(counted, (next) => startApp(next, update.plan.toSlot, moment, false))
}
