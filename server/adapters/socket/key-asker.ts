import type { Clock } from '../../engine/ports.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import { DeviceId as DeviceIdSchema } from '../../protocol/ids.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { keyFingerprint } from '../prisma/key-fingerprint.ts'
import type { AgentsGateway } from './agents-gateway.ts'

type Needs = {
  readonly db: PrismaClient
  readonly agents: Pick<AgentsGateway, 'connection'>
  readonly clock: Clock
}

/** More rows than this wait for the next look. */
const AT_ONCE = 1_000
/** A device that could not do it, or whose answer was lost, is not asked again before this. */
const PATIENCE_MS = 60_000

/** Says to connected devices that a person wants their key changed, until it is. Null: to all; nothing is remembered that matters. */
export function openKeyAsker({ db, agents, clock }: Needs): (devices: readonly DeviceId[] | null) => Promise<void> {
  const told = new WeakMap<object, number>()
  return async (devices) => {
    const asked = await db.deviceKey.findMany({
      where: { askedAt: { not: null }, state: 'active', ...(devices && { deviceId: { in: [...devices] } }) },
      select: { deviceId: true, publicKey: true },
      orderBy: { askedAt: 'asc' },
      take: AT_ONCE,
    })
    for (const { deviceId, publicKey } of asked) {
      const connection = agents.connection(DeviceIdSchema.parse(deviceId))
      if (!connection?.opened || clock.now() - (told.get(connection) ?? Number.NEGATIVE_INFINITY) < PATIENCE_MS)
        continue
      told.set(connection, clock.now())
      connection.tell({ type: 'change-key', from: keyFingerprint(publicKey) })
    }
  }
}
