import { Server as HttpServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Server, type Socket } from 'socket.io'

export type SocketServer = {
  readonly io: Server
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
}

/**
 * A Socket.IO server that answers upgrades we route to it, on its own path and with its own limits. `admit` answers null or
 * why not: Socket.IO's `cors` does not guard WebSockets, so the door is here.
 */
export function openSocketServer(options: {
  path: string
  maxBytes: number
  admit: (req: IncomingMessage) => string | null
}): SocketServer {
  const { path, maxBytes, admit } = options
  const io = new Server({
    path,
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: maxBytes,
    connectTimeout: 10_000,
    allowRequest: (req, decide) => {
      const refusal = admit(req)
      decide(refusal, refusal === null)
    },
  })
  // Attached to a server that never listens: makes the engine without listeners of its own on ours.
  io.attach(new HttpServer(), { path })
  return {
    io,
    upgrade: (req, socket, head) =>
      io.engine.handleUpgrade(req as Parameters<typeof io.engine.handleUpgrade>[0], socket, head),
    close: () => io.close(),
  }
}

/** Forgets the HTTP request a connection began with: a kilobyte a device that nobody reads again. */
export function dropRequest(socket: Socket): void {
  const holder = socket as unknown as {
    conn: { request: unknown }
    handshake: { headers: object }
  }
  holder.conn.request = null
  holder.handshake.headers = {}
}
