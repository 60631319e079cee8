import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sampleRelease } from '../../scripts/artifact/sample-release.ts'
import { BLUE_GREEN_CAPABILITY } from '../../server/protocol/traffic.ts'
import { AGENT_VERSION, CAPABILITIES, MECHANISMS } from '../adapters/agent-version.ts'
import { deviceKeys } from '../adapters/device-keys.ts'
import { readFactory } from '../adapters/factory.ts'
import { tellServer } from '../adapters/rotate-key.ts'
import { socketLink } from '../adapters/socket-link.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { EMPTY_DISK } from '../slots/memory-slots.ts'
import { type DevicePlan, planFleet } from './demo-fleet.ts'
import type { FleetSettings } from './fleet-config.ts'
import { identities } from './identities.ts'
import { keptStates } from './kept-state.ts'
import { type Kept, type MemoryDevice, startMemoryDevice } from './memory-device.ts'
import { startRealDevice } from './real-device.ts'
import { seededRandom } from './seeded-random.ts'
import { read, sharedArtifacts } from './shared-artifacts.ts'

/** Both slots of a model can run; nobody sends it requests, so there is nothing to route. */
const MODELLED = [...CAPABILITIES, BLUE_GREEN_CAPABILITY]
const AT_ONCE = 4
/** What somebody writes into the configuration of a device, and when. */
const BY_HAND = { camera: { exposure: 12 } }
const EDIT_AFTER_MS = 60_000

export type Fleet = { agents: readonly MemoryDevice[]; stop(): Promise<void> }

/** Starts every device; resolves when all modelled ones are enrolled and running. */
export async function startFleet(settings: FleetSettings, say: (sentence: string) => void): Promise<Fleet> {
  const dir = resolve(settings.dir)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const factory = settings.factory ? resolve(settings.factory) : await packFactory(dir)
  const fresh = await freshState(factory)
  const plans = planFleet(settings.devices, settings.real, settings.seed, settings.sites)
  const { server, token, reconnectMaxSeconds } = settings
  const reals = plans.filter(({ real }) => real)
  const real = await Promise.all(
    reals.map((plan) => startRealDevice(plan, { server, token, dir, factory, reconnectMaxSeconds })),
  )

  const known = await identities(dir, server, token, MODELLED, seededRandom(settings.seed, 'enrolment'))
  const states = await keptStates(join(dir, 'memory'))
  const artifacts = sharedArtifacts(server)
  const agents: MemoryDevice[] = []

  async function start(plan: DevicePlan): Promise<void> {
    const { answer } = await known.of(plan)
    const store = known.keys(plan.id)
    const random = seededRandom(settings.seed, plan.id)
    const { hardwareType, architecture, memoryMb, diskMb } = plan.hardware
    const agent = await startMemoryDevice({
      plan,
      self: {
        deviceId: plan.id,
        instance: randomUUID(),
        agentVersion: AGENT_VERSION,
        platform: { hardwareType, architecture },
        memoryMb,
        diskMb,
        capabilities: MODELLED,
        mechanisms: MECHANISMS,
        resources: [{ kind: 'camera', id: '/dev/video0' }],
        reconnectCapMs: reconnectMaxSeconds * 1000,
      },
      link: socketLink(server, () => {}),
      keys: deviceKeys(answer, store, await store.read(), tellServer(server)),
      clock: systemClock,
      random,
      artifacts,
      kept: (await states.load(plan.id)) ?? fresh,
      keep: (kept) => states.keep(plan.id, kept),
    })
    agents.push(agent)
  }

  const queue = plans.filter((plan) => !plan.real)
  try {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let plan = queue.shift(); plan; plan = queue.shift()) await start(plan)
      }),
    )
  } finally {
    await known.save()
  }
  say(`fleet ready: ${plans.length} devices, ${real.length} of them real processes; ${habits(plans)}`)

  const stray = systemClock.after(EDIT_AFTER_MS, () => {
    for (const agent of agents.slice(0, settings.drift)) void agent.edit(BY_HAND)
  })

  return {
    agents,
    async stop() {
      stray()
      await Promise.all([...real.map((device) => device.stop()), ...agents.map((agent) => agent.stop())])
      await states.flush()
    },
  }
}

/** Every device leaves the factory with the good sample release. */
export async function packFactory(dir: string): Promise<string> {
  const { packed, release } = sampleRelease('1.0.0', 'good')
  const path = join(dir, 'factory.tar.gz')
  await writeFile(path, packed.bytes)
  await writeFile(`${path}.release.json`, JSON.stringify(release))
  return path
}

export async function freshState(factory: string): Promise<Kept> {
  const { installed, bytes } = await readFactory(factory)
  const { sha256, contents } = await read(bytes)
  return {
    records: [],
    disk: { ...EMPTY_DISK, active: 'a', a: { sha256, installed } },
    contents: { [sha256]: contents },
  }
}

function habits(plans: readonly DevicePlan[]): string {
  const count = (habit: DevicePlan['habit']) => plans.filter((plan) => plan.habit === habit).length
  return `${count('sleepy')} away by habit, ${count('flapping')} with a shaky connection`
}
