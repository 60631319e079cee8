import type { Effect, Step } from './effect.ts'
import type { Moment } from './happening.ts'
import { releaseOf } from './installed.ts'
import { type Entry, type JournalRecord, progressOf } from './journal-record.ts'
import { running, type State } from './state.ts'

export type Moved = Step<State>

export const stay = (state: State, because = ''): Moved => ({ next: state, effects: [], because })

export const asking = (state: State, effects: readonly Effect[], because = ''): Moved => ({
  next: state,
  effects,
  because,
})

/** One step after another, in one breath: states thread, effects line up, reasons add up. */
export function andThen(first: Moved, second: (state: State) => Moved): Moved {
  const after = second(first.next)
  return {
    next: after.next,
    effects: [...first.effects, ...after.effects],
    because: [first.because, after.because].filter(Boolean).join('; '),
  }
}

/** Unacknowledged entries kept for the server; older ones stay in the device's own journal. */
const KEPT_ENTRIES = 300
const BATCH = 50

export function write(state: State, entry: Entry, moment: Moment): Moved {
  const number = state.lastNumber + 1
  const runs = running(state)
  const { active } = state.disk
  const record = {
    ...entry,
    number,
    at: moment.at,
    running: runs && releaseOf(runs, active && state.held[active]),
  } as JournalRecord
  const progress = progressOf(record)
  const entries = progress ? [...state.outbox.entries, progress].slice(-KEPT_ENTRIES) : state.outbox.entries
  const next = { ...state, lastNumber: number, outbox: { ...state.outbox, entries } }
  return andThen(asking(next, [{ do: 'record', record }]), sendProgress)
}

/** One batch at a time, again until the server holds it. */
export function sendProgress(state: State): Moved {
  const { outbox } = state
  if (state.link.is !== 'open' || outbox.sending || outbox.entries.length === 0) return stay(state)
  const entries = outbox.entries.slice(0, BATCH)
  const upTo = entries.at(-1)?.number ?? outbox.acknowledged
  return asking({ ...state, outbox: { ...outbox, sending: true } }, [
    { do: 'send', what: 'progress', upTo, message: { type: 'progress', entries } },
  ])
}

export function sendLogs(state: State): Moved {
  const { logs } = state.outbox
  if (state.link.is !== 'open' || !logs) return stay(state)
  const message = { type: 'logs' as const, generation: logs.generation, lines: [...logs.lines] }
  return asking(state, [{ do: 'send', what: 'logs', upTo: logs.generation, message }])
}
