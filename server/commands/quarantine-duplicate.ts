import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'

/**
 * Two machines use one identity: until a person revokes or replaces it, the open disagreement keeps everything from being
 * deployed to the device. Says nothing twice.
 */
export async function quarantineDuplicate(
  tx: Prisma.TransactionClient,
  now: Instant,
  deviceId: DeviceId,
  { addresses, because }: { readonly addresses: readonly string[]; readonly because: string },
): Promise<boolean> {
  const device = await tx.device.findUnique({ where: { id: deviceId }, select: { name: true, revokedAt: true } })
  if (!device || device.revokedAt) return false
  if (await tx.discrepancy.count({ where: { deviceId, kind: 'identity', resolvedAt: null } })) return false
  await tx.discrepancy.create({
    data: {
      deviceId,
      kind: 'identity',
      expected: 'one machine',
      reported: [...addresses],
      seenAt: new Date(now),
    },
  })
  await audit(tx, {
    at: now,
    actor: { kind: 'system', id: 'identity', name: 'Identity' },
    action: 'device.duplicate-identity',
    object: { kind: 'device', id: deviceId },
    deviceId,
    outcome: 'done',
    reason: because,
    after: { addresses: [...addresses] },
  })
  return true
}
