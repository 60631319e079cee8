import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../postgres/cannot-start.ts'
import { setSecurityHeaders } from './security-headers.ts'

/** Where a request goes; absent until the server is ready, when everything is answered "starting". */
export type House = {
  request(req: IncomingMessage, res: ServerResponse, path: string): Promise<void>
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, path: string): void
  ready(): Promise<boolean>
}

export type FrontDoor = {
  readonly port: number
  open(house: House): void
  close(): Promise<void>
}

/**
 * Takes the port first, so that a taken port is said at once and not after a minute of preparation. Until `open`, requests
 * get 503 with `Retry-After`. Throws `CannotStart`.
 */
export async function takePort(
  host: string,
  port: number,
  secure: boolean,
  failed: (error: unknown) => void,
): Promise<FrontDoor> {
  let house: House | null = null
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 30 * 60_000 })
  let underWay = 0
  server.on('request', (req, res) => {
    underWay += 1
    res.on('close', () => {
      underWay -= 1
    })
    setSecurityHeaders(res, secure)
    serve(house, req, res).catch((error: unknown) => {
      failed(error)
      if (!res.headersSent) plain(res, 500, 'The server could not answer this: try again in a moment.')
      else res.destroy()
    })
  })
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (house) house.upgrade(req, socket, head, pathOf(req))
    else socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n\r\n')
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  await listen(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    open(ready) {
      house = ready
    },
    async close() {
      // Not awaited: it ends with the last socket, and agents' sockets are closed by their gateway after the ingest.
      server.close()
      server.closeIdleConnections()
      for (let waited = 0; underWay > 0 && waited < 2_000; waited += 20) await sleep(20)
      server.closeAllConnections()
    },
  }
}

async function serve(house: House | null, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = pathOf(req)
  if (path === '/healthz') return plain(res, 200, 'alive')
  if (path === '/readyz') return (await house?.ready()) ? plain(res, 200, 'ready') : notYet(res)
  if (!house) return notYet(res)
  return house.request(req, res, path)
}

function notYet(res: ServerResponse): void {
  res.setHeader('retry-after', '2')
  plain(res, 503, 'Wavegate is starting or cannot reach its database.')
}

function plain(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(`${text}\n`)
}

const pathOf = (req: IncomingMessage) => (req.url ?? '/').split('?', 1)[0] ?? '/'

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new CannotStart(`Port ${port} is taken: stop the program that uses it, or set PORT to another one.`))
      else reject(new CannotStart(`Wavegate cannot listen on ${host}:${port} (${error.code}): set HOST and PORT.`))
    })
    // A fleet that comes back at once needs a longer queue than the default of 511.
    server.listen({ host, port, backlog: 4096 }, resolve)
  })
}
