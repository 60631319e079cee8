import { createPrivateKey, sign } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { helloText } from '../../../server/protocol/hello.ts'
import { PROTOCOL_VERSION } from '../../../server/protocol/protocol-version.ts'
import { BENCH_REPORTED, benchReport } from './report.ts'

/** One driver process: holds a share of the devices and keeps a few reports of each on the way, always. */
export type DriverOrder =
  | {
      do: 'connect'
      address: string
      namespace: string
      path: string
      devices: { id: string; key: string | null }[]
      inFlight: number
    }
  | { do: 'run' }
  | { do: 'measure' }
  | { do: 'stop' }
export type DriverNews =
  | { is: 'connected' }
  | { is: 'measured'; acks: number; refused: number; latencies: number[] }
  | { is: 'stopped' }

const BUCKETS = 60_000 // one a millisecond: nothing here waits a minute
let sockets: Socket[] = []
let running = false
let inFlight = 1
let acks = 0
let refused = 0
let latencies = new Uint32Array(BUCKETS)

process.on('message', (order: DriverOrder) => void obey(order))

async function obey(order: DriverOrder): Promise<void> {
  switch (order.do) {
    case 'connect':
      inFlight = order.inFlight
      sockets = []
      // A few at a time: this is about reports, not about a storm of arrivals.
      for (let from = 0; from < order.devices.length; from += 50)
        sockets.push(
          ...(await Promise.all(order.devices.slice(from, from + 50).map((device) => connect(order, device)))),
        )
      return tell({ is: 'connected' })
    case 'run':
      running = true
      for (const [index, socket] of sockets.entries()) for (let n = 0; n < inFlight; n++) next(socket, index, n)
      return
    case 'measure':
      tell({ is: 'measured', acks, refused, latencies: quantiles() })
      acks = 0
      refused = 0
      latencies = new Uint32Array(BUCKETS)
      return
    case 'stop':
      running = false
      for (const socket of sockets) socket.disconnect()
      return tell({ is: 'stopped' })
    default:
      order satisfies never
  }
}

function next(socket: Socket, device: number, turn: number): void {
  if (!running) return
  const began = performance.now()
  socket.emit('up', benchReport(device, turn), (ack: { ok: boolean }) => {
    if (ack.ok) acks += 1
    else refused += 1
    const bucket = Math.min(BUCKETS - 1, Math.floor(performance.now() - began))
    latencies[bucket] = (latencies[bucket] ?? 0) + 1
    next(socket, device, turn + inFlight)
  })
}

function connect(
  { address, namespace, path }: Extract<DriverOrder, { do: 'connect' }>,
  device: { id: string; key: string | null },
): Promise<Socket> {
  const socket = io(`${address}${namespace}`, { path, transports: ['websocket'], reconnection: false, forceNew: true })
  return new Promise((resolve, reject) => {
    socket.on('connect_error', reject)
    const { id, key } = device
    if (key === null) {
      socket.on('connect', () => resolve(socket))
      return
    }
    socket.on('down', (message: { type: string; nonce: string }) => {
      if (message.type === 'welcome') resolve(socket)
      if (message.type === 'refused') reject(new Error(JSON.stringify(message)))
      if (message.type === 'challenge') socket.emit('up', hello(id, key, message.nonce))
    })
  })
}

function hello(id: string, key: string, nonce: string): object {
  return {
    type: 'hello',
    protocolVersion: PROTOCOL_VERSION,
    deviceId: id,
    signature: sign(null, Buffer.from(helloText(nonce, id)), createPrivateKey(key)).toString('base64'),
    agentVersion: '0.1.0',
    hardware: { hardwareType: 'gw-100', architecture: 'arm64', memoryMb: 1024, diskMb: 8192 },
    capabilities: [],
    reported: BENCH_REPORTED,
  }
}

/** The histogram as pairs of millisecond and count, empty ones left out. */
function quantiles(): number[] {
  const pairs: number[] = []
  for (const [ms, count] of latencies.entries()) if (count > 0) pairs.push(ms, count)
  return pairs
}

function tell(news: DriverNews): void {
  process.send?.(news)
}
