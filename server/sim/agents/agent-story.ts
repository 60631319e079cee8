import { DEMO_POLICY } from '../../domain/rollout/default-policies.ts'
import { runs } from '../../domain/rollout/runs.ts'
import type { Tell } from '../../engine/ports.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { Behaviour, Placed } from '../behaviour.ts'
import type { Installation } from '../installation.ts'
import { MemoryStore } from '../memory-store.ts'
import { planned } from '../planned.ts'
import { RolloutStory, START } from '../rollout-story.ts'
import type { AgentDevice } from './agent-device.ts'
import { AgentFleet } from './agent-fleet.ts'
import { desiredMessage, NEW } from './catalogue.ts'
import type { Act } from './power.ts'

export type AgentsTold = {
  readonly devices?: number
  /** of the chances of network and agents: the same number, the same story */
  readonly seed?: number
  readonly policy?: Partial<RolloutPolicy>
  /** what a version does to a device; nothing bad when not told otherwise */
  readonly newVersion?: (device: Placed) => Behaviour
  readonly oldVersion?: (device: Placed) => Behaviour
  readonly offline?: readonly string[]
  readonly target?: Installation
  /** A/B: arm B, and what it does to a device */
  readonly other?: Installation
  readonly otherVersion?: (device: Placed) => Behaviour
}

/** A story whose devices run the real agent, from the wire to the journal. */
export class AgentStory extends RolloutStory {
  readonly fleet: AgentFleet
  /** what each device that is not connected has said of it */
  readonly #lonely = new Map<string, Set<string>>()

  static async begin(told: AgentsTold = {}): Promise<AgentStory> {
    const { devices = 12, seed = 1, offline = [], target = NEW, other } = told
    const versionOf = (installation: Installation) => {
      if (runs(installation, target)) return told.newVersion
      return other && runs(installation, other) ? told.otherVersion : told.oldVersion
    }
    const behaves = (device: AgentDevice, installation: Installation) => versionOf(installation)?.(device) ?? {}
    return new AgentStory(await AgentFleet.started({ devices, seed, offline, behaves }), told)
  }

  private constructor(fleet: AgentFleet, { policy, target = NEW, other }: AgentsTold) {
    const { gateway, clock } = fleet
    const all = [...fleet.devices.values()].map((device) => ({
      ...device.registered,
      region: device.registered.siteId,
      hardwareType: device.registered.registry.hardwareType,
      online: gateway.known.get(device.id)?.online === true,
    }))
    const rollout = planned(all, { ...DEMO_POLICY, ...policy }, target, other)
    for (const { deviceId, wave } of rollout.plan.order) fleet.device(deviceId).wave = wave
    const silent = () => {}
    const tell: Tell = {
      desired: (devices) => gateway.tell(devices),
      capture: (devices, every, seconds) => gateway.capture(devices, every, seconds),
      sessions: silent,
      keys: silent,
      states: silent,
      changed: silent,
    }
    super(clock, tell, (log) => new MemoryStore(rollout, gateway.known, target, START, log, undefined, other))
    this.fleet = fleet
    this.store.samples = fleet.samples
    this.store.preflight = [{ rule: 'R-025', name: 'Artifact', met: true, because: '', at: START }]
    fleet.said = (device, sentence) => this.#said(device, sentence)
    fleet.wanted = (device) => {
      const row = this.store.wanted(device)
      return row && desiredMessage(device, row, rollout.policy.trial)
    }
  }

  override crash(): void {
    super.crash()
    this.write('the server is gone')
    this.fleet.crash()
  }

  override restart(): void {
    super.restart()
    this.write('the server is back')
    this.fleet.gateway.restart()
  }

  unplug(id: string): void {
    this.write(`${id} is cut off`)
    this.fleet.device(id).online = false
  }

  plugIn(id: string): void {
    this.write(`${id} can be reached again`)
    this.fleet.device(id).online = true
  }

  /** It is another machine after that, with the old disk in it. */
  replaceBoard(id: string, memoryMb: number): void {
    this.write(`${id} gets another board, with ${memoryMb} MB of memory`)
    const device = this.fleet.device(id)
    device.losePower()
    device.memoryMb = memoryMb
    device.boot()
  }

  /** The soak is extended as the command does it: its wave reports every second from then on. */
  override extendSoak(seconds: number): void {
    super.extendSoak(seconds)
    const { state, plan } = this.store.rollout
    if (state.phase !== 'soaking') return
    const wave = plan.order.filter((one) => one.wave === state.wave).map(({ deviceId }) => deviceId)
    this.tell.capture(wave, 1, Math.ceil((state.deadline - this.clock.now()) / 1000))
  }

  /** Power goes right before the device does this; it is back after so many seconds. */
  losesPowerBefore(id: string, act: Act, seconds: number): void {
    const device = this.fleet.device(id)
    device.cutBefore((next) => {
      if (next === act) this.clock.after(seconds * 1000, () => device.boot())
      return next === act
    })
  }

  /** In the device's own words; that the server cannot be reached, or refuses it, is told once. */
  #said({ id }: AgentDevice, sentence: string): void {
    const alone = sentence.startsWith('not connected') ? 'not connected to the server' : sentence
    if (sentence.startsWith('welcomed')) this.#lonely.delete(id)
    if (this.#lonely.get(id)?.has(alone)) return
    if (alone !== sentence || sentence.startsWith('the server refuses'))
      this.#lonely.set(id, new Set([...(this.#lonely.get(id) ?? []), alone]))
    this.write(`  ${id} · ${alone}`)
  }

  protected live(): Promise<void> {
    return this.clock.pass(1000)
  }

  protected sweep(): void {
    this.fleet.gateway.sweep()
  }
}
