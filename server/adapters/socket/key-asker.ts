import type { DeviceId } from '../../protocol/ids.ts'
import { DeviceId as DeviceIdSchema } from '../../protocol/ids.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { keyFingerprint } from '../prisma/key-fingerprint.ts'
import type { AgentsGateway } from './agents-gateway.ts'

type Needs = {
  readonly db: PrismaClient
  readonly agents: Pick<AgentsGateway, 'connection'>
}

/** Devices that do not answer are asked again when they connect again; more rows than this wait for the next look. */
const AT_ONCE = 1_000

/**
 * Says to connected devices that a person wants their key changed. Each connection is told once: a device that could not do
 * it comes back and is asked again. Null asks for all; nothing is remembered that matters.
 */
export function openKeyAsker({ db, agents }: Needs): (devices: readonly DeviceId[] | null) => Promise<void> {
  const told = new WeakSet<object>()
  return async (devices) => {
    const asked = await db.deviceKey.findMany({
      where: { askedAt: { not: null }, state: 'active', ...(devices && { deviceId: { in: [...devices] } }) },
      select: { deviceId: true, publicKey: true },
      orderBy: { askedAt: 'asc' },
      take: AT_ONCE,
    })
    for (const { deviceId, publicKey } of asked) {
      const connection = agents.connection(DeviceIdSchema.parse(deviceId))
      if (!connection?.opened || told.has(connection)) continue
      told.add(connection)
      connection.tell({ type: 'change-key', from: keyFingerprint(publicKey) })
    }
  }
}
