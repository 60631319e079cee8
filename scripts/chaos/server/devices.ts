import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AGENT_VERSION, CAPABILITIES, MECHANISMS } from '../../../agent/adapters/agent-version.ts'
import { deviceKeys } from '../../../agent/adapters/device-keys.ts'
import { tellServer } from '../../../agent/adapters/rotate-key.ts'
import { socketLink } from '../../../agent/adapters/socket-link.ts'
import { systemClock } from '../../../agent/adapters/system-clock.ts'
import { HARDWARE } from '../../../agent/fleet/demo-fleet.ts'
import { freshState } from '../../../agent/fleet/fleet.ts'
import { identities } from '../../../agent/fleet/identities.ts'
import { type MemoryDevice, startMemoryDevice } from '../../../agent/fleet/memory-device.ts'
import { seededRandom } from '../../../agent/fleet/seeded-random.ts'
import { read } from '../../../agent/fleet/shared-artifacts.ts'
import type { Clock } from '../../../agent/ports.ts'
import { DeviceId, Instant, type Sha256 } from '../../../server/protocol/ids.ts'
import { flakyLink } from './flaky-link.ts'

export type Devices = {
  readonly agents: ReadonlyMap<DeviceId, MemoryDevice>
  /** how often each device laid these bytes */
  laid(device: DeviceId, sha256: Sha256): number
  stop(): Promise<void>
}

type Asked = {
  readonly count: number
  readonly site: string
  readonly servers: readonly string[]
  readonly token: string
  readonly folder: string
  /** a packed artifact in a file, with its release beside it */
  readonly factory: string
  /** bytes a device may be told to lay, by digest */
  readonly artifacts: ReadonlyMap<string, Buffer>
  readonly seed: string
}

/** Devices whose agent is the real one, on a disk that is a model and a network that is bad. */
export async function startDevices(asked: Asked): Promise<Devices> {
  const { count, site, servers, token, folder, factory, artifacts, seed } = asked
  const [home = ''] = servers
  const [hardware] = HARDWARE
  if (!hardware) throw new Error('there is always some hardware')
  const dir = join(folder, site)
  await mkdir(dir, { recursive: true })
  const known = await identities(dir, home, token, CAPABILITIES, seededRandom(seed, 'enrolment'))
  const kept = await freshState(factory)
  const laid = new Map<string, number>()
  const agents = new Map<DeviceId, MemoryDevice>()
  for (let n = 0; n < count; n++) {
    const id = DeviceId.parse(`${site}-${n}`)
    const plan = {
      id,
      name: id,
      siteId: site,
      hardware,
      habit: 'steady' as const,
      real: false,
      singlePointOfFailure: false,
      fidelity: 3,
      labels: {},
    }
    const { answer } = await known.of(plan)
    const store = known.keys(id)
    const random = seededRandom(seed, id)
    const { hardwareType, architecture, memoryMb, diskMb } = hardware
    const agent = await startMemoryDevice({
      plan,
      self: {
        deviceId: id,
        instance: randomUUID(),
        agentVersion: AGENT_VERSION,
        platform: { hardwareType, architecture },
        memoryMb,
        diskMb,
        capabilities: CAPABILITIES,
        mechanisms: MECHANISMS,
        resources: [],
        reconnectCapMs: 1_000,
      },
      link: flakyLink(
        servers.map((server) => socketLink(server, () => {})),
        random,
      ),
      keys: deviceKeys(answer, store, await store.read(), tellServer(home)),
      // Nothing depends on what time a device believes it is.
      clock: wrongClock(random),
      random,
      artifacts: {
        async fetch(sha256) {
          const bytes = artifacts.get(sha256)
          if (!bytes) throw new Error(`nobody published ${sha256}`)
          laid.set(`${id} ${sha256}`, (laid.get(`${id} ${sha256}`) ?? 0) + 1)
          return read(bytes)
        },
      },
      kept,
      keep: () => {},
    })
    agents.set(id, agent)
  }
  return {
    agents,
    laid: (device, sha256) => laid.get(`${device} ${sha256}`) ?? 0,
    stop: async () => void (await Promise.all([...agents.values()].map((agent) => agent.stop()))),
  }
}

/** Wrong by up to a day, and each time it is asked for a little differently. */
function wrongClock(random: () => number): Clock {
  const wrongMs = (random() - 0.5) * 2 * 86_400_000
  return {
    ...systemClock,
    now: () => Instant.parse(Math.round(systemClock.now() + wrongMs + (random() - 0.5) * 60_000)),
  }
}
