import type { Capture } from '../../server/protocol/capture.ts'
import type { Effect } from './effect.ts'
import type { Answer, Moment } from './happening.ts'
import { addUntold, giveBack, type Meter, measure, stillTold, taken, type Untold } from './meter.ts'
import { andThen, asking, type Moved, stay } from './moved.ts'
import type { Observation } from './observation.ts'
import { reportedFrom } from './reported.ts'
import { producer, running, type State } from './state.ts'

/** R-063 counts restarts in five minutes. */
const RESTART_WINDOW_MS = 5 * 60_000

export function onReportAlarm(state: State, moment: Moment): Moved {
  const alarm: Effect = { do: 'alarm', alarm: 'report', afterMs: intervalAt(state, moment.mono) }
  return andThen(andThen(asking(state, [alarm]), askLook), (next) => askReport(next, moment))
}

/** One look at the disk at a time. */
export function askLook(state: State): Moved {
  return state.looking ? stay(state) : asking({ ...state, looking: true }, [{ do: 'look' }])
}

/** Latest wins: a report leaves with the next observation, and there is never more than one under way. */
export function askReport(state: State, moment: Moment): Moved {
  return askObservation({ ...state, reporting: { ...state.reporting, due: true } }, moment)
}

export function askObservation(state: State, moment: Moment): Moved {
  if (state.reporting.observing) return stay(state)
  const next = { ...state, reporting: { ...state.reporting, observing: true } }
  return asking(next, [
    {
      do: 'observe',
      run: state.app.run,
      slot: state.disk.active,
      standby: false,
      installed: running(state),
      restarts: recentRestarts(state, moment.mono),
      linked: state.link.is === 'open',
      alive: state.app.is === 'running',
    },
  ])
}

/** Of a life that is over, only the fact that we looked counts. */
export function onObserved(state: State, run: number, observation: Observation, moment: Moment): Moved {
  const looked = { ...state, reporting: { ...state.reporting, observing: false } }
  if (run !== state.app.run) return state.reporting.due ? askObservation(looked, moment) : stay(looked)
  const next = {
    ...looked,
    // What it counted until it began to stop is handed over already.
    meter: state.app.is === 'running' ? measure(state.meter, observation.counters, moment.mono) : state.meter,
    reporting: { ...looked.reporting, latest: observation },
  }
  return sendReport(next, moment)
}

export function onReportAnswered(state: State, answer: Answer, moment: Moment): Moved {
  const { inFlight } = state.reporting
  if (!inFlight) return stay(state)
  const meter = answer.is === 'lost' ? returned(state) : state.meter
  const next = { ...state, meter, reporting: { ...state.reporting, inFlight: null } }
  return answer.is === 'refused'
    ? andThen(stay(next, `the server refused a report: ${answer.because}`), (s) => sendReport(s, moment))
    : sendReport(next, moment)
}

export function onCapture(state: State, capture: Capture, moment: Moment): Moved {
  const intervalMs = capture.intervalSeconds * 1000
  const until = moment.mono + capture.forSeconds * 1000
  const next = { ...state, reporting: { ...state.reporting, capture: { intervalMs, until } } }
  const because = `report every ${capture.intervalSeconds} s for ${capture.forSeconds} s`
  return asking(next, [{ do: 'alarm', alarm: 'report', afterMs: moment.random * intervalMs }], because)
}

export function recentRestarts(state: State, mono: number): number {
  return state.app.restarts.filter((at) => mono - at < RESTART_WINDOW_MS).length
}

/** What is under way goes back into the meter; where another life of the application has begun, as what the one before did. */
export function returned({ meter, reporting: { inFlight }, app }: State): Meter {
  if (!inFlight) return meter
  const { unsent, since, until, run, producedBy } = inFlight
  const goesOn = run === app.run && app.is !== 'stopping'
  const own = !goesOn && unsent && producedBy ? { producedBy, metrics: unsent, until } : null
  const untold = meter.untold.reduce(addUntold, addUntold(inFlight.untold, own))
  return goesOn ? giveBack({ ...meter, untold }, unsent, since) : { ...meter, untold }
}

function sendReport(state: State, moment: Moment): Moved {
  const { reporting, meter } = state
  if (!reporting.due || !reporting.latest || reporting.inFlight || state.link.is !== 'open') return stay(state)
  const { health, reachable, system } = reporting.latest
  const intervalMs = Math.max(0, Math.round(moment.mono - meter.since))
  const producedBy = producer(state)
  const untold = stillTold(meter.untold, moment.mono)
  const next = {
    ...state,
    meter: taken(meter, moment.mono),
    reporting: {
      ...reporting,
      due: false,
      inFlight: {
        unsent: meter.unsent,
        since: meter.since,
        until: moment.mono,
        run: state.app.run,
        producedBy,
        untold,
      },
    },
  }
  const message = {
    type: 'report' as const,
    intervalMs,
    reported: reportedFrom(state),
    health,
    producedBy,
    ...(untold.length > 0 ? { earlier: untold.map((one) => earlier(one, moment.mono)) } : {}),
    reachable,
    metrics: meter.unsent,
    system,
    restarts: recentRestarts(state, moment.mono),
  }
  return asking(next, [{ do: 'send', what: 'report', upTo: 0, message }])
}

const earlier = ({ producedBy, metrics, until }: Untold, mono: number) => ({
  producedBy,
  metrics,
  endedMsAgo: Math.max(0, Math.round(mono - until)),
})

function intervalAt({ reporting }: State, mono: number): number {
  return reporting.capture && mono < reporting.capture.until ? reporting.capture.intervalMs : reporting.intervalMs
}
