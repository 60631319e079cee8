import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Slot } from '../../engine/installed.ts'
import type { Route } from './route.ts'

/** How long a request is held while no slot listens: an application that starts again is no reason to fail one. */
const HOLD_MS = 10_000
const DIAL_EVERY_MS = 25
const OF_ONE_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate'])

/**
 * Each request goes to the slot that is active when it comes, whatever its connection was used for before; one that is under way
 * ends where it began. Upgraded connections (WebSocket) stay with their slot until either side ends them.
 */
export function proxy(route: Pick<Route, 'target' | 'begin'>): Server {
  const server = createServer((asked, answer) => void pass(asked, answer, route))
  server.on('upgrade', (asked, client: Socket, head) => void tunnel(asked, client, head, route))
  // A request of an application may take as long as it likes.
  server.requestTimeout = 0
  return server
}

async function pass(asked: IncomingMessage, answer: ServerResponse, route: Pick<Route, 'target' | 'begin'>) {
  const reached = await reach(route, () => answer.destroyed)
  if (!reached) {
    answer.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('no slot of this device answers\n')
    return
  }
  answer.once('close', route.begin(reached.slot))
  const onward = request({
    createConnection: () => reached.socket,
    method: asked.method,
    path: asked.url,
    headers: [...endToEnd(asked.rawHeaders), 'connection', 'close'],
  })
  answer.once('close', () => onward.destroy())
  onward.once('response', (said) => {
    answer.writeHead(said.statusCode ?? 502, said.statusMessage, endToEnd(said.rawHeaders))
    pipeline(said, answer, (trouble) => trouble && answer.destroy())
  })
  onward.on('error', () => {
    if (answer.headersSent) answer.destroy()
    else answer.writeHead(502, { 'content-type': 'text/plain' }).end('the application ended the connection\n')
  })
  asked.pipe(onward)
}

async function tunnel(asked: IncomingMessage, client: Socket, head: Buffer, route: Pick<Route, 'target' | 'begin'>) {
  const reached = await reach(route, () => client.destroyed)
  if (!reached) return client.destroy()
  const { socket } = reached
  const lines = pairs(asked.rawHeaders).map(([name, value]) => `${name}: ${value}`)
  socket.write(`${[`${asked.method} ${asked.url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`)
  socket.write(head)
  pipeline(client, socket, () => {})
  pipeline(socket, client, () => {})
}

type Reached = { slot: Slot; socket: Socket }

/** Asks again which slot it is with each attempt: traffic may be switched while it is held. */
async function reach(route: Pick<Route, 'target'>, gone: () => boolean): Promise<Reached | null> {
  for (let waited = 0; waited < HOLD_MS && !gone(); waited += DIAL_EVERY_MS) {
    const target = route.target()
    const socket = target && (await dial(target.port))
    if (socket) return { slot: target.slot, socket }
    await sleep(DIAL_EVERY_MS)
  }
  return null
}

function dial(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}

const endToEnd = (raw: readonly string[]): string[] =>
  pairs(raw)
    .filter(([name]) => !OF_ONE_HOP.has(name.toLowerCase()))
    .flat()

const pairs = (raw: readonly string[]): [string, string][] =>
  Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? ''])
