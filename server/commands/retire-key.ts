import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import type { Instant } from '../protocol/ids.ts'

/** Ends the active key of a device. One that was registered before keys had a history gets its line now. */
export async function retireKey(
  tx: Prisma.TransactionClient,
  now: Instant,
  publicKey: string,
  untilWhy: string,
): Promise<void> {
  const until = new Date(now)
  const data = { state: 'retired', until, untilWhy }
  const { count } = await tx.deviceKey.updateMany({ where: { publicKey }, data })
  if (count > 0) return
  const device = await tx.device.findUniqueOrThrow({ where: { publicKey } })
  await tx.deviceKey.create({
    data: {
      fingerprint: keyFingerprint(publicKey),
      publicKey,
      deviceId: device.id,
      since: device.enrolledAt,
      why: 'enrolled',
      ...data,
    },
  })
}
