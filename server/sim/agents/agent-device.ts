import type { DownloadEnd } from '../../../agent/engine/happening.ts'
import type { Installed } from '../../../agent/engine/installed.ts'
import type { JournalRecord } from '../../../agent/engine/journal-record.ts'
import { asleep, type Self, type State } from '../../../agent/engine/state.ts'
import type { Ports } from '../../../agent/ports.ts'
import { runAgent } from '../../../agent/run.ts'
import { digestOf } from '../../../agent/slots/sealed-files.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { Behaviour } from '../behaviour.ts'
import type { Installation } from '../installation.ts'
import type { SimulatedClock } from '../simulated-clock.ts'
import { simulatedApplication } from './application.ts'
import { SIGNATURE } from './catalogue.ts'
import { type Registered, signatureOf } from './gateway.ts'
import type { Line, Network } from './network.ts'
import { type Act, Power } from './power.ts'
import { Storage } from './storage.ts'

const DOWNLOAD_MS = 1_000
const STALLED_MS = 500
const RECONNECT_CAP_MS = 10_000

export type World = {
  readonly clock: SimulatedClock
  readonly network: Network
  readonly serverIsUp: () => boolean
  readonly random: () => number
  readonly behaves: (device: AgentDevice, installation: Installation) => Behaviour
  /** in the words of the agent's own log */
  readonly says: (device: AgentDevice, sentence: string) => void
}

/** A device with the real agent: only its disk, its cable, its power and its application are of this world. */
export class AgentDevice {
  readonly registered: Registered
  /** of the plan it is in */
  wave = 0
  /** somebody may put in another board while it has no power */
  memoryMb: number
  readonly #world: World
  readonly #storage: Storage
  #power: Power | null = null
  #application: ReturnType<typeof simulatedApplication> | null = null
  #line: () => Line | null = () => null
  #cable = true
  #lives = 0
  #state: State

  constructor(registered: Registered, factory: Installation, world: World) {
    this.registered = registered
    this.memoryMb = registered.registry.memoryMb
    this.#world = world
    this.#storage = new Storage(factory)
    this.#state = asleep(this.#self())
  }

  get id(): DeviceId {
    return this.registered.id
  }

  /** Is there a cable to the server in it? */
  get online(): boolean {
    return this.#cable
  }

  set online(whole: boolean) {
    this.#cable = whole
    if (!whole) this.#line()?.break()
  }

  get powered(): boolean {
    return this.#power?.on === true
  }

  get state(): State {
    return this.#state
  }

  /** What its disk says of every update. */
  get records(): readonly JournalRecord[] {
    return this.#storage.records
  }

  /** What the active slot holds. */
  get installed(): Installed | null {
    const { active, ...slots } = this.#storage.slots.disk()
    return active && slots[active].installed
  }

  /** What really runs with the traffic on it. */
  get serves(): Installed | null {
    return this.#application?.runs(this.#storage.slots.disk().active) ?? null
  }

  get running(): Installation | null {
    return this.installed && installationOf(this.installed)
  }

  /** It has power, until it has not. */
  boot(): void {
    if (this.powered) return
    const { clock, network, serverIsUp, random, behaves, says } = this.#world
    const power = new Power(clock, () => this.#dark())
    const link = network.link(power, () => this.#cable)
    const slots = this.#storage.driver(power, (archive) => {
      const { failsWith } = behaves(this, installationOf(archive))
      return failsWith === 'unpack-failed' || failsWith === 'disk-full' ? failsWith : null
    })
    const application = simulatedApplication({
      clock,
      power,
      behaves: (installed) => behaves(this, installationOf(installed)),
      active: () => this.#storage.slots.disk().active,
      unplug: () => {
        this.online = false
      },
    })
    this.#lives += 1
    this.#power = power
    this.#line = link.line
    this.#application = application
    const ports: Ports = {
      clock: { mono: () => clock.mono(), now: () => clock.now(), after: (ms, call) => power.after(ms, call) },
      random,
      log: (_, sentence) => says(this, sentence),
      link,
      journal: this.#storage.journal(power),
      words: this.#storage.words(power),
      slots,
      supervisor: application,
      probe: application,
      download: this.#storage.download(power, async (plan, progressed, signal): Promise<DownloadEnd> => {
        const { failsWith } = behaves(this, installationOf(plan.to))
        const reached = () => this.#cable && serverIsUp() && failsWith !== 'download-failed' && !signal.aborted
        for (const percent of [50, 100]) {
          await new Promise<void>((resolve) => power.after(reached() ? DOWNLOAD_MS / 2 : STALLED_MS, resolve))
          if (!reached()) return { kind: 'interrupted', because: 'the server does not answer' }
          progressed(percent)
        }
        if (failsWith === 'hash-mismatch') return { kind: 'wrong', because: 'the bytes have another digest' }
        return { kind: 'complete' }
      }),
      // Nobody sends a model requests, so there is nothing to route.
      router: null,
      keys: {
        sign: (text) => signatureOf(text, this.id),
        vouched: ({ signature }) => signature === SIGNATURE,
        change: async () => ({ noted: false, because: 'this device keeps its key' }),
        known: async () => {},
        doubt: () => false,
      },
    }
    void runAgent(this.#self(), ports, (state) => {
      if (power.on) this.#state = state
    })
  }

  losePower(): void {
    this.#power?.lose()
  }

  /** Power goes right before the first act this is true of. */
  cutBefore(isLast: (act: Act) => boolean): void {
    this.#power?.cutBefore(isLast)
  }

  #dark(): void {
    this.#storage.losePower()
    this.#line()?.break()
    this.#application = null
    this.#world.says(this, 'loses power')
  }

  #self(): Self {
    const { hardwareType, architecture, diskMb, capabilities } = this.registered.registry
    return {
      deviceId: this.id,
      instance: `${this.id}-${this.#lives}`,
      agentVersion: '0.1.0',
      platform: { hardwareType, architecture },
      memoryMb: this.memoryMb,
      diskMb,
      capabilities,
      mechanisms: ['dual-slot'],
      resources: [],
      reconnectCapMs: RECONNECT_CAP_MS,
    }
  }
}

const installationOf = ({ sha256, config }: Installed): Installation => ({
  sha256,
  configDigest: digestOf(canonicalJson(config)),
})
