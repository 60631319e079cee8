import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { DeviceId } from '../protocol/ids.ts'

/**
 * Whatever connection a device has now, on whatever server, belongs to an older epoch and is cut at that server's next look.
 * Who took it from whom is of the past, too: the next machine that comes under this identity is not held against it.
 */
export async function endSession(tx: Prisma.TransactionClient, deviceId: DeviceId): Promise<void> {
  await tx.deviceTakeover.deleteMany({ where: { deviceId } })
  await tx.deviceStatus.updateMany({ where: { deviceId }, data: { sessionEpoch: { increment: 1 } } })
}
