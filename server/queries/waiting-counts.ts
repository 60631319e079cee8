import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'
import type { DiscrepancyCountView, LobbyCountView } from '../protocol/views/waiting-view.ts'
import { waitingCount } from './lobby.ts'

export async function lobbyCountView(db: PrismaClient, now: Instant): Promise<LobbyCountView> {
  return { serverTime: now, waiting: await waitingCount(db) }
}

/** Devices, not discrepancies; one that was revoked is cut off anyway. */
export async function discrepancyCountView(db: PrismaClient, now: Instant): Promise<DiscrepancyCountView> {
  const devices = await db.device.count({ where: { revokedAt: null, discrepancies: { some: { resolvedAt: null } } } })
  return { serverTime: now, devices }
}
