import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'
import type { DriftCountView } from '../protocol/views/drift-count-view.ts'

/** Devices with any difference; one that was revoked is nobody's to mend. */
export async function driftCountView(db: PrismaClient, now: Instant): Promise<DriftCountView> {
  const devices = await db.device.count({ where: { revokedAt: null, drift: { some: {} } } })
  return { serverTime: now, devices }
}
