import { seededRandom } from '../../../agent/fleet/seeded-random.ts'
import type { Sample } from '../../domain/report/receive.ts'
import { runs } from '../../domain/rollout/runs.ts'
import type { Desired } from '../../protocol/desired.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { BLUE_GREEN_CAPABILITY } from '../../protocol/traffic.ts'
import type { Behaviour } from '../behaviour.ts'
import type { Installation } from '../installation.ts'
import { START } from '../rollout-story.ts'
import { SimulatedClock } from '../simulated-clock.ts'
import { AgentDevice, type World } from './agent-device.ts'
import { OLD, PLATFORMS } from './catalogue.ts'
import { Gateway, type Registered } from './gateway.ts'
import { Network } from './network.ts'

/** Seconds the fleet runs before its story begins: long enough for a baseline. */
const BEFORE_SECONDS = 65
const SITES = ['eu', 'us'] as const

type Told = {
  readonly devices: number
  readonly seed: number
  readonly offline: readonly string[]
  readonly behaves: (device: AgentDevice, installation: Installation) => Behaviour
}

/** Devices with real agents, the network between, and the server's end of it. */
export class AgentFleet {
  readonly clock = new SimulatedClock((START - BEFORE_SECONDS * 1000) as Instant)
  readonly network: Network
  readonly gateway: Gateway
  readonly devices: ReadonlyMap<string, AgentDevice>
  readonly samples: Sample[] = []
  readonly #world: Omit<World, 'random'>
  readonly #seed: number
  /** what each device should run now; set by whoever has a rollout for them */
  wanted: (device: DeviceId) => Desired | null = () => null
  /** what an agent writes into its log */
  said: (device: AgentDevice, sentence: string) => void = () => {}

  private constructor({ devices, seed, offline, behaves }: Told) {
    const { clock } = this
    const registered = Array.from({ length: devices }, (_, n) => registeredAs(n))
    this.gateway = new Gateway(registered, OLD, {
      clock,
      desired: (device) => this.wanted(device),
      heard: (sample) => this.samples.push(sample),
    })
    this.network = new Network(clock, seededRandom(seed, 'network'), this.gateway)
    this.#world = {
      clock,
      network: this.network,
      serverIsUp: () => this.gateway.up,
      behaves,
      says: (device, sentence) => this.said(device, sentence),
    }
    this.#seed = seed
    this.devices = new Map(registered.map((one) => [one.id, this.#device(one)]))
    for (const id of offline) this.device(id).online = false
  }

  /** It has run for a while, and whoever is not offline is connected. */
  static async started(told: Told): Promise<AgentFleet> {
    const fleet = new AgentFleet(told)
    for (const device of fleet.devices.values()) device.boot()
    await fleet.clock.pass(BEFORE_SECONDS * 1000)
    return fleet
  }

  device(id: string): AgentDevice {
    const device = this.devices.get(id)
    if (!device) throw new Error(`there is no ${id}`)
    return device
  }

  /** What the devices really run, whatever anybody believes. */
  running(installation: Installation): number {
    return [...this.devices.values()].filter(({ running }) => running && runs(running, installation)).length
  }

  /** Somebody connects a device that nobody has enrolled. */
  stranger(n: number): AgentDevice {
    const device = this.#device(registeredAs(n))
    device.boot()
    return device
  }

  #device(registered: Registered): AgentDevice {
    return new AgentDevice(registered, OLD, { ...this.#world, random: seededRandom(this.#seed, registered.id) })
  }

  /** The server's process ends; what it had in its database stays. */
  crash(): void {
    this.gateway.crash()
    this.network.serverGone()
  }
}

function registeredAs(n: number): Registered {
  return {
    id: `dev-${String(n).padStart(2, '0')}` as DeviceId,
    siteId: SITES[n % 2] ?? SITES[0],
    redundancyGroup: null,
    registry: {
      hardwareType: PLATFORMS[n % 4 < 2 ? 0 : 1],
      architecture: 'arm64',
      memoryMb: 8192,
      diskMb: 32_768,
      capabilities: [BLUE_GREEN_CAPABILITY],
    },
  }
}
