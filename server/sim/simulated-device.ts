import type { Sample as Received } from '../domain/report/receive.ts'
import { runs } from '../domain/rollout/runs.ts'
import type { HealthLayers } from '../protocol/health.ts'
import type { DeviceId, Generation, Instant } from '../protocol/ids.ts'
import type { Reported } from '../protocol/reported.ts'
import { sketchBin } from '../protocol/sketch.ts'
import type { Traffic } from '../protocol/traffic.ts'
import type { Behaviour } from './behaviour.ts'
import { type Installation, versionOf } from './installation.ts'
import type { KnownDevice } from './known-device.ts'

export type World = { readonly behaviour: (device: SimulatedDevice, installation: Installation) => Modelled }

/** What no agent does, and what a server has to stand all the same. */
export type Modelled = Behaviour & {
  /** it runs, and its trial never ends */
  readonly neverProven?: boolean
}

export type Sample = Pick<Received, 'deviceId' | 'at' | 'sha256' | 'requests' | 'errors' | 'latency'>

/**
 * A device as the server hears it: it takes what it is told, step by step, and measures what its version does. Where the
 * agent is what a story is about, the real one runs (`agents/`). This one is for what that cannot do: a hundred thousand
 * seconds of random walks in a test, and devices that do what no agent would. `agents/same-story.test.ts` keeps it honest.
 */
export class SimulatedDevice implements KnownDevice {
  readonly id: DeviceId
  readonly region: string
  readonly hardwareType: string
  online = true
  readonly onlineSince = null
  readonly restarts = 0
  siteId: string
  redundancyGroup: string | null = null
  /** of the plan it is in */
  wave = 0
  lastSeenAt: Instant
  running: Installation
  generation = 0 as Generation
  reported: Reported
  memoryPercent = 40
  reachable = true
  /** what runs in the other slot: with it, a switch takes a second */
  beside: Installation | null = null
  #wanted: { generation: Generation; installation: Installation; toldAt: Instant; traffic: Traffic | null } | null =
    null
  #runningSince: Instant
  readonly #world: World

  constructor(id: string, region: string, hardwareType: string, running: Installation, now: Instant, world: World) {
    this.id = id as DeviceId
    this.region = region
    this.siteId = region
    this.hardwareType = hardwareType
    this.running = running
    this.lastSeenAt = now
    this.#runningSince = now
    this.#world = world
    this.reported = this.#report({ state: 'idle' })
  }

  get reportedAt(): Instant {
    return this.lastSeenAt
  }

  tell(generation: Generation, installation: Installation, now: Instant, traffic: Traffic | null = null): void {
    if (!this.online || generation <= this.generation) return
    this.generation = generation
    this.#wanted = { generation, installation, toldAt: now, traffic }
    if (runs(installation, this.running)) {
      this.beside = null
      this.#settle({ state: 'confirmed' })
    } else if (runs(this.beside, installation))
      this.reported = this.#report({ state: 'updating', step: 'switching', percent: null })
    else this.reported = this.#report({ state: 'updating', step: 'downloading', percent: 0 })
  }

  /** One second passes: 2 s to install, 3 s on trial; blue-green: 1 s to switch. */
  second(now: Instant): Sample | null {
    const behaviour = this.#world.behaviour(this, this.running)
    if (behaviour.dark) this.online = false
    if (!this.online) return null
    this.lastSeenAt = now
    this.#advance(now)
    const ran = this.#world.behaviour(this, this.running)
    this.reachable = !ran.silent
    this.memoryPercent = ran.memoryPercent?.((now - this.#runningSince) / 1000) ?? 40
    if (ran.silent) return null
    const requests = 20
    const bin = sketchBin(ran.latencyMs ?? 20)
    return {
      deviceId: this.id,
      at: now,
      sha256: this.running.sha256,
      requests,
      errors: Math.round(requests * (ran.errorRate ?? 0)),
      latency: { [bin]: requests },
    }
  }

  health(): HealthLayers {
    const layer = { status: this.reachable ? ('healthy' as const) : ('unhealthy' as const), checks: [] }
    return { connectivity: layer, system: layer, application: layer, functional: layer }
  }

  #advance(now: Instant): void {
    const wanted = this.#wanted
    if (!wanted) return
    const passed = (now - wanted.toldAt) / 1000
    if (wanted.traffic === 'standby') {
      this.#standBy(wanted.installation, passed)
      return
    }
    if (wanted.traffic === 'active' && runs(this.beside, wanted.installation) && passed >= 1) {
      const { failsWith } = this.#world.behaviour(this, wanted.installation)
      if (failsWith) {
        this.beside = null
        this.#settle({ state: 'rolled-back', reason: failsWith, detail: 'as told by the story' })
        return
      }
      this.beside = this.running
      this.running = wanted.installation
      this.#runningSince = now
      this.reported = this.#report({ state: 'updating', step: 'proving', percent: null })
    }
    if (passed >= 2 && !runs(wanted.installation, this.running)) {
      const { failsWith } = this.#world.behaviour(this, wanted.installation)
      if (failsWith) {
        this.#settle({ state: 'rolled-back', reason: failsWith, detail: 'as told by the story' })
        return
      }
      this.running = wanted.installation
      this.#runningSince = now
      this.reported = this.#report({ state: 'updating', step: 'proving', percent: null })
    }
    const { neverProven } = this.#world.behaviour(this, wanted.installation)
    if (passed >= 5 && !neverProven) this.#settle({ state: 'confirmed' })
  }

  #standBy(installation: Installation, passed: number): void {
    const { failsOnStandby } = this.#world.behaviour(this, installation)
    if (passed >= 3 && failsOnStandby) {
      this.#settle({ state: 'rolled-back', reason: failsOnStandby, detail: 'on standby, as told by the story' })
      return
    }
    if (passed < 2) return
    this.beside = installation
    this.reported = this.#report({ state: 'updating', step: passed >= 5 ? 'standing-by' : 'standby', percent: null })
  }

  #settle(update: Reported['update']): void {
    this.#wanted = null
    this.reported = this.#report(update)
  }

  #report(update: Reported['update']): Reported {
    const installed = { name: 'detector', version: versionOf(this.running), ...this.running }
    const beside = this.beside && { healthy: true, because: 'healthy' }
    return { generation: this.generation, running: installed, slot: 'a', standby: null, update, beside }
  }
}
