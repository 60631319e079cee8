import { type Disagreement, disagreementSentence } from '../../domain/device/disagreement.ts'
import { judgeHello } from '../../domain/device/judge-hello.ts'
import { type Registry, registryDifference } from '../../domain/device/registry-difference.ts'
import type { Stranger } from '../../domain/fleet/compare-scan.ts'
import { receive, type Sample } from '../../domain/report/receive.ts'
import type { Clock } from '../../engine/ports.ts'
import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { Desired } from '../../protocol/desired.ts'
import { DeviceUp } from '../../protocol/device-up.ts'
import { type Hello, helloText } from '../../protocol/hello.ts'
import type { DeviceId, Generation, Instant } from '../../protocol/ids.ts'
import type { ProgressEntry } from '../../protocol/progress.ts'
import type { Reported } from '../../protocol/reported.ts'
import type { Installation } from '../installation.ts'
import type { KnownDevice } from '../known-device.ts'
import type { Line, Server } from './network.ts'

const REPORT_SECONDS = 2
const RECONNECT_SECONDS = 2
/** A device that was told is not told the same again before this, as in the real sender. */
const PATIENCE_MS = 5_000

/** What the database keeps of a device. */
type Kept = { -readonly [K in keyof KnownDevice]: KnownDevice[K] } & {
  journal: readonly ProgressEntry[]
  /** last words of failed attempts, and when they were heard */
  logs: readonly { generation: Generation; at: Instant }[]
  /** what it is, as the device said it last */
  registry: Registry
  /** what it said otherwise and nobody resolved */
  disputed: readonly Disagreement[]
}

export type Registered = Pick<KnownDevice, 'id' | 'siteId' | 'redundancyGroup'> & { readonly registry: Registry }

type Open = { line: Line; generation: Generation; told: { generation: Generation; at: Instant } | null }

type Needs = {
  readonly clock: Clock
  readonly desired: (device: DeviceId) => Desired | null
  readonly heard: (sample: Sample) => void
}

/** What a device of this world signs with. */
export const signatureOf = (text: string, device: string) => `${device} signed ${text.length} letters`

/** The server's end of every line: who speaks is asked and judged, what is said is kept, what is wanted is said. */
export class Gateway implements Server {
  up = true
  readonly known: ReadonlyMap<string, Kept>
  readonly #needs: Needs
  readonly #open = new Map<DeviceId, Open>()
  /** who speaks and is nobody that is known */
  readonly lobby: Stranger[] = []
  readonly #asked = new Map<Line, string>()
  readonly #speakers = new Map<Line, DeviceId>()
  readonly #answered = new Map<string, Set<DeviceId>>()
  #nonces = 0

  constructor(devices: readonly Registered[], factory: Installation, needs: Needs) {
    this.#needs = needs
    this.known = new Map(devices.map((device) => [device.id, fresh(device, factory)]))
  }

  opened(line: Line): void {
    this.#nonces += 1
    const nonce = `nonce-${this.#nonces}`
    this.#asked.set(line, nonce)
    line.down({ type: 'challenge', nonce })
  }

  heard(line: Line, said: DeviceUp): Ack<null> {
    const message = DeviceUp.parse(said)
    if (message.type === 'hello') return this.#greet(line, message)
    const id = this.#speakers.get(line)
    const device = id && this.known.get(id)
    if (!device) return refuse('forbidden', 'Say hello first.')
    const at = this.#needs.clock.now()
    device.lastSeenAt = at
    switch (message.type) {
      case 'report': {
        const { status, samples } = receive(device.id, message, at)
        const { reported, health, reachable, restarts, system } = status
        takeWord(device, reported)
        Object.assign(device, { health: () => health, reachable, restarts, memoryPercent: system.memoryPercent })
        device.reportedAt = at
        const open = this.#open.get(device.id)
        if (open) open.generation = reported.generation
        for (const sample of samples) this.#needs.heard(sample)
        break
      }
      case 'progress': {
        const last = device.journal.at(-1)?.number ?? 0
        device.journal = [...device.journal, ...message.entries.filter(({ number }) => number > last)]
        break
      }
      case 'logs':
        device.logs = [...device.logs, { generation: message.generation, at }]
        break
      case 'pong':
        learn(device, message)
        this.#answered.get(message.scan)?.add(device.id)
        break
      case 'inventory':
        break
    }
    return accept(null)
  }

  gone(line: Line): void {
    const id = this.#speakers.get(line)
    this.#asked.delete(line)
    this.#speakers.delete(line)
    // One that gave way to a newer connection of the same device leaves nothing behind.
    if (!id || this.#open.get(id)?.line !== line) return
    this.#open.delete(id)
    const device = this.known.get(id)
    if (device?.online) device.lastSeenAt = this.#needs.clock.now()
    this.putOffline(id)
  }

  putOffline(id: DeviceId): void {
    const device = this.known.get(id)
    if (device) Object.assign(device, { online: false, onlineSince: null })
  }

  tell(devices: readonly DeviceId[]): void {
    for (const id of devices) this.#say(id)
  }

  /** Says it once more to whoever is connected and behind, but not to one that was told a moment ago. */
  sweep(): void {
    for (const [id, { told }] of this.#open) {
      const patient = told && this.#needs.clock.now() - told.at < PATIENCE_MS
      if (!patient) this.#say(id)
    }
  }

  /** asks everybody who is connected; who answers is in the set from then on. */
  ping(scan: string): ReadonlySet<DeviceId> {
    const answered = new Set<DeviceId>()
    this.#answered.set(scan, answered)
    for (const { line } of this.#open.values()) line.down({ type: 'ping', scan })
    return answered
  }

  capture(devices: readonly DeviceId[], intervalSeconds: number, forSeconds: number): void {
    for (const id of devices) this.#open.get(id)?.line.down({ type: 'capture', intervalSeconds, forSeconds })
  }

  /** What was only in memory is lost: who was connected, and what they were told. */
  crash(): void {
    this.up = false
    this.#open.clear()
    this.#asked.clear()
    this.#speakers.clear()
  }

  restart(): void {
    this.up = true
    for (const device of this.known.values()) Object.assign(device, { online: false, onlineSince: null })
  }

  #greet(line: Line, hello: Hello): Ack<null> {
    const device = this.known.get(hello.deviceId)
    const nonce = this.#asked.get(line)
    const signed = hello.signature === signatureOf(helloText(nonce ?? '', hello.deviceId), hello.deviceId)
    const key = signed ? ({ is: 'active' } as const) : ({ is: 'none' } as const)
    const verdict = judgeHello(hello, device ? { revoked: null, heldByAnother: false } : null, key)
    if (!device) this.#stranger(hello)
    if (!verdict.heard) {
      line.down({ type: 'refused', refusal: verdict.refusal, retry: verdict.retry })
      return { ok: false, refusal: verdict.refusal }
    }
    if (!device) throw new Error('a device that nobody knows was let in')
    const at = this.#needs.clock.now()
    const before = this.#open.get(device.id)
    if (before?.line === line) return accept(null) // said twice
    if (before) {
      this.#speakers.delete(before.line)
      before.line.end(false)
    }
    this.#speakers.set(line, device.id)
    this.#open.set(device.id, { line, generation: hello.reported.generation, told: null })
    takeWord(device, hello.reported)
    learn(device, hello)
    Object.assign(device, { online: true, onlineSince: at, lastSeenAt: at })
    line.down({
      type: 'welcome',
      serverTime: at,
      reportIntervalSeconds: REPORT_SECONDS,
      reconnectWindowSeconds: RECONNECT_SECONDS,
      lastProgress: device.journal.at(-1)?.number ?? 0,
    })
    this.#say(device.id)
    return accept(null)
  }

  #stranger({ deviceId, hardware }: Hello): void {
    if (this.lobby.some(({ name }) => name === deviceId)) return
    const what = `${hardware.hardwareType} on ${hardware.architecture}, not enrolled here.`
    this.lobby.push({ name: deviceId, claims: null, lastSeenAt: this.#needs.clock.now(), what })
  }

  #say(id: DeviceId): void {
    const open = this.#open.get(id)
    const message = open && this.#needs.desired(id)
    if (!message || message.generation <= open.generation) return
    open.told = { generation: message.generation, at: this.#needs.clock.now() }
    open.line.down(message)
  }
}

function takeWord(device: Kept, reported: Reported): void {
  device.reported = reported
  device.generation = reported.generation
  const { running } = reported
  if (running)
    device.running = { sha256: running.sha256, configDigest: running.configDigest ?? device.running.configDigest }
}

/** the device is right; that it said otherwise is kept for a person. */
function learn(device: Kept, said: Pick<Hello, 'hardware' | 'capabilities'>): void {
  const difference = registryDifference(device.registry, said)
  if (!difference) return
  device.registry = difference.next
  device.disputed = [...device.disputed, ...difference.disagreements]
}

export const disputedWords = ({ disputed }: Kept) => disputed.map(disagreementSentence).join(' ')

const fresh = (device: Registered, running: Installation): Kept => ({
  ...device,
  online: false,
  onlineSince: null,
  lastSeenAt: null,
  reportedAt: null,
  reported: null,
  running,
  generation: 0 as Generation,
  reachable: null,
  memoryPercent: null,
  restarts: 0,
  health: () => null,
  journal: [],
  logs: [],
  disputed: [],
})
