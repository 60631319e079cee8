import type { Ping } from '../../server/protocol/ping.ts'
import type { Refused } from '../../server/protocol/refused.ts'
import type { Welcome } from '../../server/protocol/welcome.ts'
import { backoff } from './backoff.ts'
import type { Answer, Moment } from './happening.ts'
import { andThen, asking, type Moved, sendLogs, sendProgress, stay } from './moved.ts'
import { reportedFrom } from './reported.ts'
import type { State } from './state.ts'
import { returned } from './step-report.ts'

/** From opening the connection to being welcomed. */
const GREETING_MS = 20_000
/** After a refusal that only a person can lift: ask again rarely. 2^9 s is beyond the cap. */
const HOPELESS_ATTEMPTS = 9
const RETRY_PROGRESS_MS = 5_000

export function onConnectAlarm(state: State): Moved {
  const attempts = state.link.is === 'down' ? state.link.attempts : 0
  return asking({ ...state, link: { is: 'connecting', attempts } }, [
    { do: 'connect' },
    { do: 'alarm', alarm: 'greet', afterMs: GREETING_MS },
  ])
}

export const onGreetAlarm = (state: State): Moved =>
  state.link.is === 'connecting'
    ? asking(state, [{ do: 'disconnect' }], 'the server did not welcome us in time')
    : stay(state)

export const onChallenge = (state: State, nonce: string): Moved =>
  asking(state, [{ do: 'greet', nonce, reported: reportedFrom(state) }])

export function onWelcome(state: State, welcome: Welcome, moment: Moment): Moved {
  const { lastProgress } = welcome
  const intervalMs = welcome.reportIntervalSeconds * 1000
  const next: State = {
    ...state,
    link: { is: 'open', reconnectWindowMs: welcome.reconnectWindowSeconds * 1000 },
    // A device that lost its journal must not number anew what the server already holds.
    lastNumber: Math.max(state.lastNumber, lastProgress),
    reporting: { ...state.reporting, intervalMs },
    inventory: { said: null, sending: null, of: null },
    outbox: {
      ...state.outbox,
      acknowledged: lastProgress,
      sending: false,
      entries: state.outbox.entries.filter((entry) => entry.number > lastProgress),
    },
  }
  const welcomed = asking(
    next,
    [
      { do: 'silence', alarm: 'greet' },
      { do: 'keep-key' },
      // A random phase: a fleet that comes back together must not report together.
      { do: 'alarm', alarm: 'report', afterMs: moment.random * Math.min(intervalMs, 5_000) },
    ],
    'welcomed by the server',
  )
  return andThen(andThen(welcomed, sendProgress), sendLogs)
}

/** Who asks is answered at once, whatever else is under way: the question is whether anybody is here at all. */
export function onPing(state: State, { scan }: Ping): Moved {
  const { agentVersion, platform, memoryMb, diskMb, capabilities } = state.self
  const message = {
    type: 'pong' as const,
    scan,
    agentVersion,
    hardware: { ...platform, memoryMb, diskMb },
    capabilities: [...capabilities],
    reported: reportedFrom(state),
  }
  return asking(state, [{ do: 'send', what: 'pong', upTo: 0, message }])
}

export function onRefused(state: State, refused: Refused): Moved {
  const attempts = refused.retry ? attemptsOf(state) : HOPELESS_ATTEMPTS
  return asking(
    { ...state, link: { is: 'connecting', attempts } },
    refused.retry ? [{ do: 'disconnect' }] : [{ do: 'doubt-key' }, { do: 'disconnect' }],
    `the server refuses this device: ${refused.refusal.message}`,
  )
}

/** Power was lost while the key was being changed, and the server knows the device by the other one. */
export function onOtherKey(state: State): Moved {
  return state.link.is === 'connecting'
    ? stay({ ...state, link: { ...state.link, attempts: 0 } }, 'trying the other key')
    : stay(state)
}

/** The next hello is signed with the new key: it proves to both that it is good. */
export const onKeyChanged = (state: State, noted: boolean, because: string): Moved =>
  asking(state, noted ? [{ do: 'disconnect' }] : [], because)

export function onLinkClosed(state: State, clean: boolean, moment: Moment): Moved {
  const { link, reporting } = state
  if (link.is === 'down') return stay(state)
  const afterMs =
    clean && link.is === 'open'
      ? moment.random * Math.min(link.reconnectWindowMs, state.self.reconnectCapMs)
      : backoff(attemptsOf(state), moment.random, state.self.reconnectCapMs)
  const meter = returned(state)
  const next: State = {
    ...state,
    meter,
    link: { is: 'down', attempts: attemptsOf(state) + 1 },
    reporting: { ...reporting, inFlight: null, capture: null },
    inventory: { ...state.inventory, sending: null },
    outbox: { ...state.outbox, sending: false },
  }
  return asking(
    next,
    [
      { do: 'silence', alarm: 'greet' },
      { do: 'alarm', alarm: 'connect', afterMs },
    ],
    `not connected to the server; trying again in ${(afterMs / 1000).toFixed(1)} s`,
  )
}

export function onProgressAnswered(state: State, upTo: number, answer: Answer): Moved {
  const outbox = { ...state.outbox, sending: false }
  if (answer.is === 'lost')
    return asking({ ...state, outbox }, [{ do: 'alarm', alarm: 'progress', afterMs: RETRY_PROGRESS_MS }])
  // What the server understood and would not have, it will not have the next time either.
  const entries = outbox.entries.filter((entry) => entry.number > upTo)
  const next = { ...state, outbox: { ...outbox, entries, acknowledged: Math.max(outbox.acknowledged, upTo) } }
  const because = answer.is === 'refused' ? `the server refused journal entries: ${answer.because}` : ''
  return andThen(stay(next, because), sendProgress)
}

export function onLogsAnswered(state: State, generation: number, answer: Answer): Moved {
  if (state.outbox.logs?.generation !== generation) return stay(state)
  if (answer.is === 'lost') return asking(state, [{ do: 'alarm', alarm: 'progress', afterMs: RETRY_PROGRESS_MS }])
  return asking({ ...state, outbox: { ...state.outbox, logs: null } }, [{ do: 'keep-words', words: null }])
}

const attemptsOf = ({ link }: State): number => (link.is === 'open' ? 0 : link.attempts)
