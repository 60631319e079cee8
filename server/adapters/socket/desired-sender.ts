import type { Clock } from '../../engine/ports.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import { DeviceId as DeviceIdSchema } from '../../protocol/ids.ts'
import type { Log } from '../log.ts'
import { desiredMessages, devicesBehind } from '../prisma/desired-messages.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { ReleaseCache } from '../prisma/release-cache.ts'
import type { AgentsGateway } from './agents-gateway.ts'

export type DesiredSender = {
  /** these may have a newer desired state: those that are connected and behind are told, soon */
  tell(devices: readonly DeviceId[]): void
  /** tells everybody who is connected and behind: what a lost word or a crash left undone */
  sweep(): Promise<void>
  /** resolves when everything under way was sent */
  idle(): Promise<void>
}

type Needs = {
  readonly db: PrismaClient
  readonly releases: ReleaseCache
  readonly agents: Pick<AgentsGateway, 'connection'>
  readonly clock: Clock
  readonly log: Log
}

/** A device that was told is not told the same again before this: it needs a moment to answer. */
const PATIENCE_MS = 5_000

/** Says desired states from the store to connected devices, many in one query. Nothing is remembered that matters. */
export function openDesiredSender({ db, releases, agents, clock, log }: Needs): DesiredSender {
  let asked = new Set<DeviceId>()
  let running: Promise<void> | null = null
  const told = new WeakMap<object, { generation: number; at: number }>()

  async function run(): Promise<void> {
    while (asked.size > 0) {
      const devices = [...asked].filter((device) => agents.connection(device) !== null)
      asked = new Set()
      try {
        if (devices.length > 0) await send(devices)
      } catch (cause) {
        log.warn({ err: cause }, 'desired states could not be read: the next sweep says them')
      }
    }
    running = null
  }

  async function send(devices: readonly DeviceId[]): Promise<void> {
    for (const [device, message] of await desiredMessages(db, releases, devices)) {
      const connection = agents.connection(device)
      if (!connection?.opened || message.generation <= connection.opened.generation) continue
      told.set(connection, { generation: message.generation, at: clock.now() })
      connection.tell(message)
    }
  }

  function tell(devices: readonly DeviceId[]): void {
    for (const device of devices) asked.add(device)
    running ??= Promise.resolve().then(run)
  }

  return {
    tell,
    idle: async () => void (await running),
    async sweep() {
      const behind = await devicesBehind(db)
      const due = behind.flatMap(({ deviceId, generation }) => {
        const connection = agents.connection(DeviceIdSchema.parse(deviceId))
        const last = connection && told.get(connection)
        const patient = last && last.generation === Number(generation) && clock.now() - last.at < PATIENCE_MS
        return connection && !patient ? [DeviceIdSchema.parse(deviceId)] : []
      })
      if (due.length > 0) tell(due)
    },
  }
}
