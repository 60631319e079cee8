import { DEMO_POLICY } from '../domain/rollout/default-policies.ts'
import { runs } from '../domain/rollout/runs.ts'
import type { Instant, Sha256 } from '../protocol/ids.ts'
import type { RolloutPolicy } from '../protocol/policy.ts'
import type { Installation } from './installation.ts'
import { MemoryStore } from './memory-store.ts'
import { planned } from './planned.ts'
import { RolloutStory, START } from './rollout-story.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { type Modelled, SimulatedDevice } from './simulated-device.ts'

export const OLD: Installation = { sha256: 'a'.repeat(64) as Sha256, configDigest: '0'.repeat(64) as Sha256 }
export const NEW: Installation = { ...OLD, sha256: 'b'.repeat(64) as Sha256 }
/** The old artifact, told something else. */
export const NEW_CONFIG: Installation = { ...OLD, configDigest: '1'.repeat(64) as Sha256 }
/** Arm B's. */
export const OTHER: Installation = { ...OLD, sha256: 'c'.repeat(64) as Sha256 }

type Told = {
  readonly devices?: number
  readonly policy?: Partial<RolloutPolicy>
  /** what a version does to a device; nothing bad when not told otherwise */
  readonly newVersion?: (device: SimulatedDevice) => Modelled
  readonly oldVersion?: (device: SimulatedDevice) => Modelled
  readonly offline?: readonly string[]
  readonly target?: Installation
  /** A/B: arm B, and what it does to a device */
  readonly other?: Installation
  readonly otherVersion?: (device: SimulatedDevice) => Modelled
}

const NOBODY_LISTENS = {
  desired: () => {},
  sessions: () => {},
  keys: () => {},
  capture: () => {},
  states: () => {},
  changed: () => {},
}

/** A story of devices that are models: quick, and worse than any real one if they have to be. */
export class Story extends RolloutStory {
  readonly fleet: ReadonlyMap<string, SimulatedDevice>

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
    const fleet = new Map(all.map((device) => [device.id as string, device]))
    const rollout = planned(all, { ...DEMO_POLICY, ...policy }, target, other)
    for (const { deviceId, wave } of rollout.plan.order) {
      const device = fleet.get(deviceId)
      if (device) device.wave = wave
    }
    super(
      new SimulatedClock(START),
      NOBODY_LISTENS,
      (log) => new MemoryStore(rollout, fleet, target, START, log, undefined, other),
    )
    this.fleet = fleet
    this.store.preflight = [{ rule: 'R-025', name: 'Artifact', met: true, because: '', at: START }]
    for (let n = 0; n < 60; n++) this.#everyDevice(START)
  }

  /** What the devices really run, whatever anybody believes. */
  running(installation: Installation): number {
    return [...this.fleet.values()].filter((device) => runs(device.running, installation)).length
  }

  protected async live(): Promise<void> {
    await this.clock.pass(1000)
    this.#everyDevice(this.clock.now())
  }

  protected sweep(): void {
    for (const device of this.fleet.values()) {
      const wanted = this.store.wanted(device.id)
      if (wanted) device.tell(wanted.generation, wanted.installation, this.clock.now(), wanted.traffic)
    }
  }

  #everyDevice(now: Instant): void {
    for (const device of this.fleet.values()) {
      const sample = device.second(now)
      if (sample) this.store.samples.push(sample)
    }
  }
}
