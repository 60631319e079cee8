import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import { RouteOrder, RouterCard } from '../../engine/route-order.ts'
import { writeDurably } from '../durable.ts'
import { proxy } from './proxy.ts'
import { routeOf } from './route.ts'

/**
 * the router of one device, a process of its own: `router/main.ts DIR PORT`. It goes on when the agent is killed, and
 * knows no network but this machine. It ends when it is told to, or when its card is gone or another's.
 */
const [dir = '.', port = '0'] = process.argv.slice(2)
const CARD = join(dir, 'router.json')
const STILL_WANTED_MS = 5_000
const MOST_ORDER_BYTES = 1 << 10

const secret = randomBytes(24).toString('base64url')
const route = await routeOf(dir, end)
const front = proxy(route)
const control = createServer((request, response) => {
  obey(request).then(
    (answer) => response.end(JSON.stringify(answer)),
    () => response.writeHead(400).end(),
  )
})
// The front first: whoever finds the card finds a router that serves.
const card: RouterCard = {
  pid: process.pid,
  port: await listening(front, Number(port)),
  control: await listening(control, 0),
  secret,
}
await writeDurably(CARD, JSON.stringify(card), 0o600)
setInterval(() => void isWanted().then((wanted) => wanted || process.exit(0)), STILL_WANTED_MS)
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, end)

async function obey(request: IncomingMessage) {
  const said = Buffer.from(request.headers.authorization ?? '')
  const known = Buffer.from(secret)
  if (said.length !== known.length || !timingSafeEqual(said, known)) throw new Error('not the agent of this device')
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > MOST_ORDER_BYTES) throw new Error('too long for an order')
  }
  return route.order(RouteOrder.parse(JSON.parse(text)))
}

async function isWanted(): Promise<boolean> {
  const text = await readFile(CARD, 'utf8').catch(() => '{}')
  return RouterCard.safeParse(JSON.parse(text)).data?.pid === process.pid
}

/** What is under way is answered; nothing new is taken. */
function end(): void {
  void rm(CARD, { force: true })
  control.close()
  front.close(() => process.exit(0))
  front.closeIdleConnections()
  setTimeout(() => process.exit(0), 1_000).unref()
}

async function listening(server: Server, at: number): Promise<number> {
  server.listen(at, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('a listening server has an address')
  return address.port
}
