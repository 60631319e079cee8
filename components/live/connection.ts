/** No word for this long: the connection is dead, whatever the socket says of itself. The server ticks every 3 s. */
export const SILENCE_IS_STALE_MS = 10_000
/** Longer than one tick and its travel: said on the chip, nothing else changes yet. */
export const SILENCE_IS_QUIET_MS = 5_000
const RESYNCED_IS_SAID_FOR_MS = 3_000

/**
 * How far what is on screen can be trusted. `at`, `heardAt`: this machine's clock, ms. `dataFrom`: server time, ms.
 * Stale ends when the missed part has been read, never on the mere connect.
 */
export type Connection =
  | { kind: 'connecting'; since: number; dataFrom: number }
  | { kind: 'live'; heardAt: number; dataFrom: number }
  | { kind: 'stale'; dataFrom: number; unreachable: boolean }
  | { kind: 'resynced'; at: number; heardAt: number; dataFrom: number }

export type ConnectionEvent =
  | { type: 'heard'; at: number; serverTime: number }
  | { type: 'closed' }
  | { type: 'resynced'; at: number }
  | { type: 'read'; serverTime: number }
  | { type: 'read-failed' }
  | { type: 'clock'; at: number }

export function connect(state: Connection, event: ConnectionEvent): Connection {
  switch (event.type) {
    case 'heard':
      return heard(state, event)
    case 'closed':
      return state.kind === 'connecting' ? state : stale(state)
    case 'resynced':
      return state.kind === 'stale'
        ? { kind: 'resynced', at: event.at, heardAt: event.at, dataFrom: state.dataFrom }
        : state
    case 'read':
      if (state.kind === 'stale')
        return { ...state, unreachable: false, dataFrom: Math.max(state.dataFrom, event.serverTime) }
      return { ...state, dataFrom: Math.max(state.dataFrom, event.serverTime) }
    case 'read-failed':
      return state.kind === 'stale' ? { ...state, unreachable: true } : state
    case 'clock':
      return passed(state, event.at)
    default:
      return event satisfies never
  }
}

/** Whole seconds without a word, once they are worth showing. */
export function quietSeconds(state: Connection, at: number): number | null {
  if (state.kind !== 'live') return null
  const silence = at - state.heardAt
  return silence >= SILENCE_IS_QUIET_MS ? Math.floor(silence / 1000) : null
}

function heard(state: Connection, event: { at: number; serverTime: number }): Connection {
  switch (state.kind) {
    case 'connecting':
      return { kind: 'live', heardAt: event.at, dataFrom: event.serverTime }
    case 'live':
    case 'resynced':
      return { ...state, heardAt: event.at, dataFrom: event.serverTime }
    case 'stale':
      return state
    default:
      return state satisfies never
  }
}

function passed(state: Connection, at: number): Connection {
  switch (state.kind) {
    case 'connecting':
      return at - state.since >= SILENCE_IS_STALE_MS ? stale(state) : state
    case 'live':
      return at - state.heardAt >= SILENCE_IS_STALE_MS ? stale(state) : state
    case 'resynced':
      if (at - state.heardAt >= SILENCE_IS_STALE_MS) return stale(state)
      return at - state.at >= RESYNCED_IS_SAID_FOR_MS
        ? { kind: 'live', heardAt: state.heardAt, dataFrom: state.dataFrom }
        : state
    case 'stale':
      return state
    default:
      return state satisfies never
  }
}

function stale(state: Connection): Connection {
  return state.kind === 'stale' ? state : { kind: 'stale', dataFrom: state.dataFrom, unreachable: false }
}
