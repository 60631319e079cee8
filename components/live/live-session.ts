import type { BrowserDown } from '../../server/protocol/browser-down.ts'
import { type Connection, type ConnectionEvent, connect } from './connection.ts'
import { hear, type Position } from './sequence.ts'
import { openSocket, type SocketLink } from './socket-link.ts'

export type RoomListener = {
  /** something is missing: read the view again; rejects when it could not be read */
  resync(): Promise<void>
  changed(): void
  states?(message: Extract<BrowserDown, { type: 'states' | 'states-delta' }>): 'ok' | 'does-not-fit'
}

type Watched = { listeners: Set<RoomListener>; position: Position; behind: 'no' | 'yes' | 'reading' }

export type LiveState = { connection: Connection; signedOut: string | null; skew: number }

/** The socket's code itself did not arrive. */
const CODE_TRIES_AGAIN_MS = 3_000

export type LiveSession = ReturnType<typeof createLiveSession>

/** One connection a page, and every room watched over it. `serverTime`: what the server's clock said in the page, ms. */
export function createLiveSession(serverTime: number) {
  const rendered: LiveState = {
    connection: { kind: 'connecting', since: Number.POSITIVE_INFINITY, dataFrom: serverTime },
    signedOut: null,
    skew: 0,
  }
  let state = rendered
  let link: SocketLink | null = null
  const rooms = new Map<string, Watched>()
  const subscribers = new Set<() => void>()

  const set = (next: LiveState) => {
    if (next.connection === state.connection && next.signedOut === state.signedOut && next.skew === state.skew) return
    state = next
    for (const notify of subscribers) notify()
  }
  const dispatch = (event: ConnectionEvent) => set({ ...state, connection: connect(state.connection, event) })

  const askFor = (room: string, watched: Watched) => link?.send({ type: 'watch', room, last: watched.position })

  const fallBehind = () => {
    for (const watched of rooms.values()) watched.behind = 'yes'
  }

  const caughtUp = (watched: Watched) => {
    watched.behind = 'no'
    if ([...rooms.values()].every((room) => room.behind === 'no')) dispatch({ type: 'resynced', at: Date.now() })
  }

  const resync = async (watched: Watched) => {
    watched.behind = 'reading'
    try {
      await Promise.all([...watched.listeners].map((listener) => listener.resync()))
      caughtUp(watched)
    } catch {
      watched.behind = 'yes'
    }
  }

  // A read that failed after the socket was back is tried again with the next sign of life.
  const askForMissed = () => {
    for (const [room, watched] of rooms) if (watched.behind === 'yes') askFor(room, watched)
  }

  const heard = (message: BrowserDown) => {
    if (message.type === 'signed-out') return set({ ...state, signedOut: message.because })
    keepTime(message.serverTime)
    dispatch({ type: 'heard', at: Date.now(), serverTime: message.serverTime })
    if (message.type === 'tick') return askForMissed()
    const watched = rooms.get(message.room)
    if (!watched) return
    const { position, step } = hear(watched.position, message)
    watched.position = position
    if (step === 'watch-again') return askFor(message.room, watched)
    if (step === 'ignore') return
    deliver(message, watched)
  }

  const deliver = (message: Exclude<BrowserDown, { type: 'tick' | 'signed-out' }>, watched: Watched) => {
    switch (message.type) {
      case 'watching':
        if (message.resync) void resync(watched)
        else caughtUp(watched)
        return
      case 'changed':
        for (const listener of watched.listeners) listener.changed()
        return
      case 'states':
      case 'states-delta':
        for (const listener of watched.listeners) {
          if (listener.states?.(message) !== 'does-not-fit') continue
          watched.position = null
          askFor(message.room, watched)
        }
        return
      default:
        return message satisfies never
    }
  }

  // Half a second of difference is travel, not a wrong clock; following it would make every countdown jump.
  const keepTime = (time: number) => {
    const skew = time - Date.now()
    if (Math.abs(skew - state.skew) > 500) set({ ...state, skew })
  }

  return {
    subscribe(notify: () => void) {
      subscribers.add(notify)
      return () => void subscribers.delete(notify)
    },
    state: () => state,
    /** what the server rendered with: parts of a page wake up at different times, and all must begin from this */
    rendered: () => rendered,

    /** Opens the socket and starts the one clock of the page; returns what ends both. */
    start() {
      let ended = false
      set({
        ...state,
        skew: serverTime - Date.now(),
        connection: { kind: 'connecting', since: Date.now(), dataFrom: serverTime },
      })
      const timer = setInterval(() => {
        const before = state.connection
        dispatch({ type: 'clock', at: Date.now() })
        if (becameStale(before, state.connection)) {
          fallBehind()
          link?.reconnect()
        }
      }, 1000)
      const opened = () => {
        for (const [room, watched] of rooms) askFor(room, watched)
      }
      const closed = () => {
        fallBehind()
        dispatch({ type: 'closed' })
      }
      const open = () => {
        openSocket({ opened, closed, heard }).then(
          (socket) => {
            if (ended) return socket.close()
            link = socket
          },
          () => {
            dispatch({ type: 'closed' })
            if (!ended) setTimeout(open, CODE_TRIES_AGAIN_MS)
          },
        )
      }
      open()
      return () => {
        ended = true
        clearInterval(timer)
        link?.close()
        link = null
      }
    },

    watch(room: string, listener: RoomListener) {
      const watched: Watched = rooms.get(room) ?? { listeners: new Set(), position: null, behind: 'no' }
      watched.listeners.add(listener)
      if (!rooms.has(room)) {
        rooms.set(room, watched)
        askFor(room, watched)
      }
      return () => {
        watched.listeners.delete(listener)
        if (watched.listeners.size > 0) return
        rooms.delete(room)
        link?.send({ type: 'unwatch', room })
      }
    },

    /** Somebody does not want to wait: connect again and read everything over HTTP meanwhile. */
    async retry() {
      link?.reconnect()
      const listeners = [...rooms.values()].flatMap((watched) => [...watched.listeners])
      await Promise.allSettled(listeners.map((listener) => listener.resync()))
    },

    readSucceeded: (time: number) => dispatch({ type: 'read', serverTime: time }),
    readFailed: () => dispatch({ type: 'read-failed' }),
    signedOut: (because: string) => set({ ...state, signedOut: because }),
    signedIn() {
      set({ ...state, signedOut: null })
      link?.reconnect()
    },
  }
}

function becameStale(before: Connection, after: Connection): boolean {
  return before.kind !== 'stale' && after.kind === 'stale'
}
