import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { EnrolRequest } from '../protocol/enrol.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import type { LobbyView } from '../protocol/views/lobby-view.ts'
import type { Person } from '../protocol/views/person.ts'

const MOST_SHOWN = 200
const REJECTED_SHOWN = 50

/** Who waits to be taken in, heard last first, and whom somebody sent away. */
export async function lobbyView(db: PrismaClient, person: Person, now: Instant): Promise<LobbyView> {
  const [waiting, total, rejected, sites] = await Promise.all([
    db.lobbyEntry.findMany({ where: { rejectedAt: null }, orderBy: { lastSeenAt: 'desc' }, take: MOST_SHOWN }),
    waitingCount(db),
    db.lobbyEntry.findMany({
      where: { rejectedAt: { not: null } },
      orderBy: { rejectedAt: 'desc' },
      take: REJECTED_SHOWN,
    }),
    db.site.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } }),
  ])
  const taken = await db.device.findMany({
    where: { id: { in: waiting.map(({ deviceId }) => deviceId) } },
    select: { id: true },
  })
  const ids = new Set(taken.map(({ id }) => id))
  return {
    serverTime: now,
    waiting: waiting.map(({ fingerprint, request, address, because, firstSeenAt, lastSeenAt }) => {
      const { deviceId, name, siteId, hardware, labels } = EnrolRequest.parse(request)
      return {
        fingerprint,
        deviceId,
        name,
        siteId: siteId ?? null,
        idTaken: ids.has(deviceId),
        ...hardware,
        labels,
        address,
        because,
        firstSeenAt: firstSeenAt.getTime() as Instant,
        lastSeenAt: lastSeenAt.getTime() as Instant,
      }
    }),
    total,
    rejected: rejected.map(({ fingerprint, deviceId, reason, rejectedBy, rejectedAt }) => ({
      fingerprint,
      deviceId: deviceId as DeviceId,
      reason: reason ?? '',
      by: rejectedBy ?? '',
      at: (rejectedAt?.getTime() ?? 0) as Instant,
    })),
    sites,
    act: mayOperate(person),
  }
}

export const waitingCount = (db: PrismaClient): Promise<number> => db.lobbyEntry.count({ where: { rejectedAt: null } })
