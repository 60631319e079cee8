import type { BrowserDown } from '../../server/protocol/browser-down.ts'
import type { BrowserUp } from '../../server/protocol/browser-up.ts'

export type SocketLink = {
  send(message: BrowserUp): void
  /** drop what there is and connect anew, now */
  reconnect(): void
  close(): void
}

const REFUSED_TRIES_AGAIN_MS = 5_000

type Listener = { opened(): void; closed(): void; heard(message: BrowserDown): void }

/** The socket and its parser are fetched here, after the first paint. Unreadable words are dropped. */
export async function openSocket(listener: Listener): Promise<SocketLink> {
  const [{ io }, { BrowserDown }] = await Promise.all([
    import('socket.io-client'),
    import('../../server/protocol/browser-down.ts'),
  ])
  const socket = io('/dashboard', {
    path: '/dashboard/socket',
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  })
  socket.on('connect', listener.opened)
  socket.on('disconnect', (because) => {
    listener.closed()
    // The library does not come back by itself from a close the server asked for, as in a restart.
    if (because === 'io server disconnect') socket.connect()
  })
  socket.on('connect_error', () => {
    listener.closed()
    // Refused at the door, as without a session, the library stops trying: reading over HTTP says why meanwhile.
    if (!socket.active) setTimeout(() => socket.connect(), REFUSED_TRIES_AGAIN_MS)
  })
  socket.on('down', (raw: unknown) => {
    const message = BrowserDown.safeParse(withBytes(raw))
    if (message.success) listener.heard(message.data)
  })
  return {
    send: (message) => socket.connected && socket.emit('up', message, () => {}),
    reconnect: () => socket.disconnect().connect(),
    close: () => socket.disconnect(),
  }
}

/** In a browser binary parts arrive as ArrayBuffer. */
function withBytes(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('bytes' in raw) || !(raw.bytes instanceof ArrayBuffer)) return raw
  return { ...raw, bytes: new Uint8Array(raw.bytes) }
}
