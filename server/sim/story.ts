import { NOT_COMPARED } from '../domain/comparison/arms.ts'
import { neitherPicked, picked } from '../domain/comparison/pick.ts'
import { plusSeconds } from '../domain/instant.ts'
import { ended, extended, resumed, waveBack } from '../domain/rollout/acts.ts'
import { DEMO_POLICY } from '../domain/rollout/default-policies.ts'
import { NO_HISTORY } from '../domain/rollout/fleet-history.ts'
import { makePlan } from '../domain/rollout/make-plan.ts'
import { cleared, overridden, overrideAsked } from '../domain/rollout/recovery-acts.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { runs } from '../domain/rollout/runs.ts'
import { reconcile } from '../engine/reconcile.ts'
import type { Arm } from '../protocol/arm.ts'
import type { DeviceState } from '../protocol/device-state.ts'
import type { DeviceId, Instant, RolloutId, Sha256 } from '../protocol/ids.ts'
import type { RolloutPolicy } from '../protocol/policy.ts'
import type { Phase } from '../protocol/rollout-state.ts'
import { MemoryStore } from './memory-store.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { type Behaviour, type Installation, SimulatedDevice } from './simulated-device.ts'

export const OLD: Installation = { sha256: 'a'.repeat(64) as Sha256, configDigest: '0'.repeat(64) as Sha256 }
export const NEW: Installation = { ...OLD, sha256: 'b'.repeat(64) as Sha256 }
/** The old artifact, told something else. */
export const NEW_CONFIG: Installation = { ...OLD, configDigest: '1'.repeat(64) as Sha256 }
/** Arm B's. */
export const OTHER: Installation = { ...OLD, sha256: 'c'.repeat(64) as Sha256 }
const START = 1_800_000_000_000 as Instant

type Told = {
  readonly devices?: number
  readonly policy?: Partial<RolloutPolicy>
  /** what a version does to a device; nothing bad when not told otherwise */
  readonly newVersion?: (device: SimulatedDevice) => Behaviour
  readonly oldVersion?: (device: SimulatedDevice) => Behaviour
  readonly offline?: readonly string[]
  readonly target?: Installation
  /** A/B: arm B, and what it does to a device */
  readonly other?: Installation
  readonly otherVersion?: (device: SimulatedDevice) => Behaviour
}

/** A fleet, one rollout and simulated time: what happened stands in `transcript`. */
export class Story {
  readonly transcript: string[] = []
  readonly fleet: ReadonlyMap<string, SimulatedDevice>
  readonly store: MemoryStore
  readonly #clock = new SimulatedClock(START)
  #observingSince: Instant = START
  #down = false

  constructor({
    devices = 24,
    policy,
    newVersion = () => ({}),
    oldVersion = () => ({}),
    offline = [],
    target = NEW,
    other,
    otherVersion = () => ({}),
  }: Told = {}) {
    const world = {
      behaviour: (device: SimulatedDevice, installation: Installation) =>
        runs(installation, target)
          ? newVersion(device)
          : other && runs(installation, other)
            ? otherVersion(device)
            : oldVersion(device),
    }
    const all = Array.from({ length: devices }, (_, n) => {
      const device = new SimulatedDevice(
        `dev-${String(n).padStart(2, '0')}`,
        n % 2 === 0 ? 'eu' : 'us',
        n % 4 < 2 ? 'jetson' : 'rpi',
        OLD,
        START,
        world,
      )
      if (offline.includes(device.id)) device.online = false
      return device
    })
    this.fleet = new Map(all.map((device) => [device.id as string, device]))
    const rollout = planned(all, { ...DEMO_POLICY, ...policy }, other !== undefined)
    for (const { deviceId, wave } of rollout.plan.order) {
      const device = this.fleet.get(deviceId)
      if (device) device.wave = wave
    }
    this.store = new MemoryStore(rollout, this.fleet, target, START, (line) => this.#write(line), undefined, other)
    this.store.preflight = [{ rule: 'R-025', name: 'Artifact', met: true, because: '', at: START }]
    for (let n = 0; n < 60; n++) this.#devicesLive(this.#clock.now())
  }

  /** Time passes, one second at a time, for the devices and for the engine if the server is up. */
  async seconds(count: number): Promise<this> {
    for (let n = 0; n < count; n++) {
      this.#clock.advance(1000)
      this.#devicesLive(this.#clock.now())
      if (!this.#down) await this.#engineLooks()
    }
    return this
  }

  async until(phase: Phase, most = 600): Promise<this> {
    for (let n = 0; n < most && this.store.rollout.state.phase !== phase; n++) await this.seconds(1)
    if (this.store.rollout.state.phase !== phase)
      throw new Error(`never became ${phase}; is ${this.store.rollout.state.phase}\n${this.transcript.join('\n')}`)
    return this
  }

  say(name: string, decision: 'approve' | 'reject', comment = ''): void {
    this.#write(`${name} says ${decision}`)
    this.store.approval?.decisions.push({ name, decision, comment })
  }

  pause(): void {
    this.#write('paused')
    this.store.write({ paused: { since: this.#clock.now(), by: 'Olive', reason: '' } })
  }

  resume(): void {
    this.#write('resumed')
    this.store.write({ paused: null, state: resumed(this.store.rollout, this.#clock.now()) })
  }

  extendSoak(seconds: number): void {
    this.#write('soak extended')
    const suspicion = { by: 'olive', name: 'Olive', reason: 'memory climbs', at: this.#clock.now() }
    this.store.write({ state: extended(this.store.rollout, seconds, suspicion) })
  }

  clearSuspicion(): void {
    this.#write('degradation cleared')
    this.store.write({ state: cleared(this.store.rollout) })
  }

  /** Two people, one after the other. */
  overrideGate(): void {
    this.#write('gate passed over')
    const person = (id: string, name: string) => ({ id, name, email: '', role: 'approver' }) as const
    const now = this.#clock.now()
    this.store.write({ state: overrideAsked(this.store.rollout, person('ada', 'Ada'), 'cameras are cleaned', now) })
    this.store.write({ state: overridden(this.store.rollout, person('bo', 'Bo'), now) })
  }

  /** A/B, as the command writes it. */
  pick(arm: Arm | 'neither', reason = ''): void {
    this.#write(`Ada picks ${arm}${reason ? `: ${reason}` : ''}`)
    const person = { id: 'ada', name: 'Ada' }
    const { rollout } = this.store
    const now = this.#clock.now()
    if (arm === 'neither') this.store.write({ paused: null, state: neitherPicked(rollout, person, reason, now).state })
    else {
      const { state, comparison } = picked(rollout, arm, person, reason, now)
      this.store.write({ paused: null, state, comparison, target: rollout.plan.arms?.[arm].words ?? '' })
    }
  }

  rollBackWave(): void {
    this.#write('wave rolled back')
    this.store.write({
      paused: null,
      state: waveBack(this.store.rollout, { name: 'Olive' }, '', this.#clock.now()),
    })
  }

  abort(): void {
    this.#write('aborted')
    this.store.write({
      paused: null,
      state: ended(this.store.rollout, 'aborted', { name: 'Olive' }, '', this.#clock.now()),
    })
  }

  /** Before anything happened: it may begin after so many seconds. */
  startsAfter(seconds: number): void {
    this.#write(`set to start after ${seconds} s`)
    const since = this.#clock.now()
    this.store.write({ state: { phase: 'preparing', since, startAt: plusSeconds(since, seconds) } })
  }

  /** The server is gone; the devices live on. */
  crash(): void {
    this.#down = true
  }

  restart(): void {
    this.#down = false
    this.#observingSince = this.#clock.now()
  }

  counts(): Partial<Record<DeviceState, number>> {
    return this.store.counts()
  }

  /** What the devices really run, whatever anybody believes. */
  running(installation: Installation): number {
    return [...this.fleet.values()].filter((device) => runs(device.running, installation)).length
  }

  async #engineLooks(): Promise<void> {
    const silent = {
      desired: () => {},
      sessions: () => {},
      keys: () => {},
      capture: () => {},
      states: () => {},
      changed: () => {},
    }
    const engine = {
      store: this.store,
      clock: this.#clock,
      tell: silent,
      watch: { observingSince: () => this.#observingSince },
    }
    for (const id of await this.store.due()) await reconcile(engine, id)
    for (const device of this.fleet.values()) {
      const wanted = this.store.wanted(device.id)
      if (wanted) device.tell(wanted.generation, wanted.installation, this.#clock.now(), wanted.traffic)
    }
  }

  #devicesLive(now: Instant): void {
    for (const device of this.fleet.values()) {
      const sample = device.second(now)
      if (sample) this.store.samples.push(sample)
    }
  }

  #write(line: string): void {
    const at = Math.round((this.#clock.now() - START) / 1000)
    this.transcript.push(`${String(at).padStart(4)}s ${line}`)
  }
}

function planned(devices: readonly SimulatedDevice[], policy: RolloutPolicy, arms: boolean): Rollout {
  const plan = makePlan(
    devices.map((device) => ({
      deviceId: device.id as DeviceId,
      name: device.id,
      siteId: device.siteId,
      region: device.region,
      hardwareType: device.hardwareType,
      online: device.online,
      groups: [],
      redundancyGroup: device.redundancyGroup,
      singlePoint: null,
      knownIssue: null,
      monitoringFidelity: 3,
      bytes: 1000,
      excluded: null,
    })),
    '',
    policy,
    [],
    NO_HISTORY,
    null,
    arms ? { a: 'app b', b: 'app c' } : null,
  )
  if (!plan.ok) throw new Error(plan.refusal.message)
  return {
    id: 'story' as RolloutId,
    name: 'story',
    target: 'app b',
    policy,
    plan: { ...plan.value, hash: 'story' },
    state: { phase: 'preparing', since: START },
    paused: null,
    failure: null,
    rootCauses: [],
    createdBy: 'olive',
    comparison: arms ? NOT_COMPARED : null,
  }
}
