import { generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server, type Socket } from 'socket.io'
import type { Packed } from '../../scripts/artifact/pack.ts'
import { sampleRelease, type VariantName } from '../../scripts/artifact/sample-release.ts'
import type { Desired } from '../../server/protocol/desired.ts'
import { DeviceUp } from '../../server/protocol/device-up.ts'
import { EnrolRequest, LobbyAsk } from '../../server/protocol/enrol.ts'
import { helloText } from '../../server/protocol/hello.ts'
import { type DeviceId, Generation } from '../../server/protocol/ids.ts'
import { ReleaseManifest, type SignedManifest } from '../../server/protocol/manifest.ts'
import type { ProgressEntry } from '../../server/protocol/progress.ts'
import type { Report } from '../../server/protocol/report.ts'
import type { TrialPolicy } from '../../server/protocol/trial.ts'
import { fingerprintOf } from '../adapters/keys.ts'
import { systemClock } from '../adapters/system-clock.ts'

export const QUICK_TRIAL: TrialPolicy = {
  windowSeconds: 20,
  minReadySeconds: 1,
  intervalSeconds: 0.25,
  timeoutSeconds: 2,
  maxRestarts: 3,
  restartWindowSeconds: 60,
  maxMemoryPercent: 100,
}

export type Device = {
  reports: Report[]
  progress: ProgressEntry[]
  logs: string[]
  hellos: number
  publicKey: string
  desired: Desired | null
  socket: Socket | null
}

/** The server's side of the wire and nothing else: one process's peer for tests of real agents. Loopback, port of its own. */
export async function serverStandIn(options: { reportIntervalSeconds?: number } = {}) {
  const key = generateKeyPairSync('ed25519')
  const releaseKey = key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const keyId = 'test-key'
  const artifacts = new Map<string, Buffer>()
  const devices = new Map<string, Device>()
  const lobby = new Map<string, { request: EnrolRequest; accepted: Promise<void>; accept: () => void }>()
  const watchers = new Set<() => void>()
  let counter = 0

  const http = createServer((request, response) => void serve(request, response))
  const io = new Server(http, { path: '/agents/socket', transports: ['websocket'], serveClient: false })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST' && request.url === '/agents/lobby') {
      const { publicKey } = LobbyAsk.parse(await json(request))
      const waiting = lobby.get(publicKey)
      if (!waiting) return void response.writeHead(404).end('{"refusal":{"code":"not-found","message":"who?"}}')
      await waiting.accepted
      return take(waiting.request, response)
    }
    if (request.method === 'POST' && request.url === '/agents/enrol') {
      const asked = EnrolRequest.parse(await json(request))
      if (asked.token !== undefined) return take(asked, response)
      const { promise: accepted, resolve: accept } = Promise.withResolvers<void>()
      lobby.set(asked.publicKey, { request: asked, accepted, accept })
      for (const look of watchers) look()
      const waiting = {
        waiting: true,
        fingerprint: fingerprintOf(asked.publicKey),
        because: 'no token',
        comeBackSeconds: 0,
      }
      return void response.writeHead(202).end(JSON.stringify(waiting))
    }
    const sha256 = /^\/agents\/artifacts\/([0-9a-f]{64})$/.exec(request.url ?? '')?.[1] ?? ''
    const bytes = artifacts.get(sha256)
    if (!bytes) return void response.writeHead(404).end()
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    response.setHeader('etag', `"${sha256}"`)
    if (from > 0) response.setHeader('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`)
    response.writeHead(from > 0 ? 206 : 200).end(bytes.subarray(from))
  }

  function take({ deviceId, publicKey }: EnrolRequest, response: ServerResponse): void {
    devices.set(deviceId, { reports: [], progress: [], logs: [], hellos: 0, publicKey, desired: null, socket: null })
    response.end(JSON.stringify({ deviceId, releaseKey, keyId }))
  }

  io.of('/agents').on('connection', (socket) => {
    const nonce = randomUUID()
    let speaker: Device | null = null
    socket.on('up', (raw: unknown, answer: (ack: unknown) => void) => {
      const message = DeviceUp.parse(raw)
      if (message.type === 'hello') {
        const device = devices.get(message.deviceId)
        const publicKey = { key: Buffer.from(device?.publicKey ?? '', 'base64'), type: 'spki', format: 'der' } as const
        const text = Buffer.from(helloText(nonce, message.deviceId))
        if (!device || !verify(null, text, publicKey, Buffer.from(message.signature, 'base64')))
          return answer({ ok: false, refusal: { code: 'forbidden', message: 'who are you?' } })
        speaker = device
        device.socket = socket
        device.hellos += 1
        answer({ ok: true, value: null })
        socket.emit('down', {
          type: 'welcome',
          serverTime: systemClock.now(),
          reportIntervalSeconds: options.reportIntervalSeconds ?? 1,
          reconnectWindowSeconds: 0.2,
          lastProgress: device.progress.at(-1)?.number ?? 0,
        })
        if (device.desired && device.desired.generation > message.reported.generation)
          socket.emit('down', device.desired)
      } else if (speaker) {
        if (message.type === 'report') speaker.reports.push(message)
        if (message.type === 'logs') speaker.logs.push(...message.lines)
        if (message.type === 'progress') {
          const last = speaker.progress.at(-1)?.number ?? 0
          speaker.progress.push(...message.entries.filter((entry) => entry.number > last))
        }
        answer({ ok: true, value: null })
      }
      for (const look of watchers) look()
    })
    socket.emit('down', { type: 'challenge', nonce })
  })

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const port = typeof address === 'object' && address ? address.port : 0

  function device(id: string): Device {
    const found = devices.get(id)
    if (!found) throw new Error(`${id} has not enrolled`)
    return found
  }

  return {
    url: `http://127.0.0.1:${port}`,
    releaseKey,
    keyId,
    device,
    devices,

    /** the fingerprints of those that wait in the lobby */
    waiting: () => [...lobby.keys()].map(fingerprintOf),
    accept: (fingerprint: string) =>
      [...lobby].find(([publicKey]) => fingerprintOf(publicKey) === fingerprint)?.[1].accept(),

    signed(manifest: ReleaseManifest): SignedManifest {
      const text = JSON.stringify(manifest)
      return { manifest: text, signature: sign(null, Buffer.from(text), key.privateKey).toString('base64'), keyId }
    },

    /** packs, stores and signs a version of the sample application */
    publish(version: string, variant: VariantName): { packed: Packed; manifest: ReleaseManifest } {
      const { packed, release } = sampleRelease(version, variant)
      artifacts.set(packed.sha256, packed.bytes)
      counter += 1
      const manifest = ReleaseManifest.parse({ ...release, format: 1, counter, createdAt: systemClock.now() })
      return { packed, manifest }
    },

    /** one flipped bit in what is sent from now on */
    corrupt(sha256: string): void {
      const bytes = Buffer.from(artifacts.get(sha256) ?? [])
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      artifacts.set(sha256, bytes)
    },

    /** the newest desired state of a device: said now if it is connected, and again whenever it comes back without it */
    desire(
      id: string,
      manifest: ReleaseManifest,
      packed: Packed,
      generation: number,
      trial = QUICK_TRIAL,
      more: Partial<Desired> = {},
    ): Desired {
      const desired: Desired = {
        type: 'desired',
        deviceId: id as DeviceId,
        generation: Generation.parse(generation),
        reason: 'rollout',
        sha256: packed.sha256,
        size: packed.size,
        path: `/agents/artifacts/${packed.sha256}`,
        release: this.signed(manifest),
        config: {},
        trial,
        ...more,
      }
      const told = device(id)
      told.desired = desired
      told.socket?.emit('down', desired)
      return desired
    },

    /** resolves as soon as something heard makes it true */
    heard(isTrue: () => boolean, withinMs = 30_000): Promise<void> {
      return new Promise((resolve, reject) => {
        const deadline = setTimeout(
          () => end(() => reject(new Error(`not heard within ${withinMs} ms: ${isTrue}`))),
          withinMs,
        )
        const look = () => isTrue() && end(resolve)
        const end = (then: () => void) => {
          clearTimeout(deadline)
          watchers.delete(look)
          then()
        }
        watchers.add(look)
        look()
      })
    },

    async stop(): Promise<void> {
      await io.close()
      http.closeAllConnections()
    },
  }
}

async function json(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += chunk
  return JSON.parse(text)
}
