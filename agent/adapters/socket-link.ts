import { io, type Socket } from 'socket.io-client'
import { Refusal } from '../../server/protocol/ack.ts'
import { DeviceDown } from '../../server/protocol/device-down.ts'
import type { Answer } from '../engine/happening.ts'
import type { Link, Log } from '../ports.ts'

const ANSWER_MS = 15_000
const KNOWN = new Set(['challenge', 'welcome', 'desired', 'capture', 'refused'])

/** One websocket to the server. It never reconnects by itself: when to come back is the engine's decision. */
export function socketLink(server: string, log: Log): Link {
  let socket: Socket | null = null
  let unknown = 0

  function drop(which: Socket): void {
    which.removeAllListeners()
    which.disconnect()
    if (socket === which) socket = null
  }

  return {
    connect(events) {
      if (socket) drop(socket)
      const opening = io(`${server}/agents`, {
        path: '/agents/socket',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        timeout: 15_000,
      })
      socket = opening
      const closed = (clean: boolean) => {
        if (socket !== opening) return
        drop(opening)
        events.closed(clean)
      }
      opening.on('connect', () => events.opened())
      opening.on('connect_error', () => closed(false))
      opening.on('disconnect', (why) => closed(why === 'io server disconnect'))
      opening.on('closed-by-agent', () => closed(false))
      opening.on('down', (message: unknown) => {
        const parsed = DeviceDown.safeParse(message)
        if (parsed.success) return events.heard(parsed.data)
        const type = typeOf(message)
        if (type !== null && !KNOWN.has(type)) {
          unknown += 1
          if (unknown === 1 || unknown % 1000 === 0)
            log('info', `${unknown} messages of unknown type, like "${type.slice(0, 40)}", were ignored`)
          return
        }
        log('warn', `a malformed ${type ?? 'message'} from the server was dropped: ${firstProblem(parsed.error)}`)
      })
    },

    disconnect() {
      const closing = socket
      if (!closing) return
      const told = closing.listeners('closed-by-agent')[0]
      if (told) queueMicrotask(() => told())
      else drop(closing)
    },

    async send(message): Promise<Answer> {
      const speaking = socket
      if (!speaking?.connected) return { is: 'lost' }
      try {
        return answerFrom(await speaking.timeout(ANSWER_MS).emitWithAck('up', message))
      } catch {
        return { is: 'lost' }
      }
    },
  }
}

function answerFrom(answer: unknown): Answer {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return { is: 'lost' }
  if (answer.ok === true) return { is: 'accepted' }
  const refusal = Refusal.safeParse('refusal' in answer ? answer.refusal : null).data
  // "Unavailable" and "stale" are about this moment, not about what was said.
  if (!refusal || refusal.code === 'unavailable' || refusal.code === 'stale') return { is: 'lost' }
  return { is: 'refused', because: refusal.message }
}

const typeOf = (message: unknown): string | null =>
  typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
    ? message.type
    : null

const firstProblem = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string => {
  const [issue] = error.issues
  return issue ? `${issue.path.join('.') || 'it'}: ${issue.message}` : 'unreadable'
}
