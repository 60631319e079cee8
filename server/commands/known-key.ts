import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { DeviceId } from '../protocol/ids.ts'

/**
 * What a key that proved itself is good for: the device it belongs to; a refusal when it was retired, revoked or rejected;
 * null when nobody ever heard of it.
 */
export async function knownKey(tx: Prisma.TransactionClient, publicKey: string): Promise<Ack<DeviceId> | null> {
  const owner = await tx.device.findUnique({
    where: { publicKey },
    select: { id: true, revokedAt: true, revokedReason: true },
  })
  if (owner?.revokedAt)
    return refuse(
      'forbidden',
      `Device ${owner.id} was revoked${owner.revokedReason ? ` (${owner.revokedReason})` : ''}: ask the owner to readmit it.`,
    )
  if (owner) return accept(DeviceId.parse(owner.id))
  const key = await tx.deviceKey.findUnique({ where: { publicKey } })
  if (key && key.state !== 'next')
    return refuse(
      'forbidden',
      `This key of device ${key.deviceId} was ${key.state} (${key.untilWhy}): make a new key, or have this hardware enrolled under another id.`,
    )
  if (key) return accept(DeviceId.parse(key.deviceId))
  const waiting = await tx.lobbyEntry.findUnique({ where: { publicKey } })
  return waiting?.rejectedAt
    ? refuse('forbidden', `${waiting.rejectedBy} rejected this device: ${waiting.reason}.`)
    : null
}
