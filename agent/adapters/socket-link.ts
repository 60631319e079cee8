import { io, type Socket } from 'socket.io-client'
import { Refusal } from '../../server/protocol/ack.ts'
import { DeviceDown } from '../../server/protocol/device-down.ts'
import type { Answer } from '../engine/happening.ts'
import type { Link, Log } from '../ports.ts'

const ANSWER_MS = 15_000
const KNOWN = new Set(['challenge', 'welcome', 'desired', 'capture', 'ping', 'change-key', 'refused'])

/** One websocket to the server. It never reconnects by itself: when to come back is the engine's decision. */
export function socketLink(server: string, log: Log): Link {
  let open: { socket: Socket; closed: (clean: boolean) => void } | null = null
  let unknown = 0

  return {
    connect(events) {
      open?.closed(false)
      const socket = io(`${server}/agents`, {
        path: '/agents/socket',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        timeout: 15_000,
      })
      const closed = (clean: boolean) => {
        if (open?.socket !== socket) return
        open = null
        socket.removeAllListeners()
        socket.disconnect()
        events.closed(clean)
      }
      open = { socket, closed }
      socket.on('connect', () => events.opened())
      socket.on('connect_error', () => closed(false))
      socket.on('disconnect', (why) => closed(why === 'io server disconnect'))
      socket.on('down', (message: unknown) => {
        const parsed = DeviceDown.safeParse(message)
        if (parsed.success) return events.heard(parsed.data)
        const type = typeOf(message)
        if (type === null || KNOWN.has(type)) {
          log('warn', `a malformed ${type ?? 'message'} from the server was dropped: ${firstProblem(parsed.error)}`)
          return
        }
        unknown += 1
        if (unknown === 1 || unknown % 1000 === 0)
          log('info', `${unknown} messages of unknown type, like "${type.slice(0, 40)}", were ignored`)
      })
    },

    disconnect() {
      open?.closed(false)
    },

    async send(message): Promise<Answer> {
      const speaking = open?.socket
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
