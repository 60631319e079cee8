import { z } from 'zod'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { counted } from '../domain/counted.ts'
import type { Instant } from '../protocol/ids.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'

type Need = FleetView['needsYou'][number]

const MOST_SHOWN = 3
const Addresses = z.array(z.string())

/** Identities two machines use, and devices that wait to be taken in: both wait for a person. */
export async function needsIdentity(db: PrismaClient): Promise<{ duplicates: Need[]; lobby: Need[] }> {
  const [open, waiting] = await Promise.all([
    db.discrepancy.findMany({
      where: { kind: 'identity', resolvedAt: null, device: { revokedAt: null } },
      include: { device: { select: { name: true } } },
      orderBy: { seenAt: 'desc' },
      take: MOST_SHOWN,
    }),
    db.lobbyEntry.aggregate({ where: { rejectedAt: null }, _count: true, _min: { firstSeenAt: true } }),
  ])
  const since = waiting._min.firstSeenAt
  return {
    duplicates: open.map(({ deviceId, device, reported, seenAt }) => ({
      kind: 'duplicate-identity',
      title: device.name,
      detail: `two machines use its identity, from ${Addresses.parse(reported).join(' and ')}: revoke or replace`,
      href: `/devices/${encodeURIComponent(deviceId)}`,
      act: 'Open',
      since: seenAt.getTime() as Instant,
    })),
    lobby: since
      ? [
          {
            kind: 'lobby',
            title: 'Lobby',
            detail: `${counted(waiting._count, 'device')} nobody vouched for ${waiting._count === 1 ? 'waits' : 'wait'} to be accepted`,
            href: '/devices/lobby',
            act: 'Open',
            since: since.getTime() as Instant,
          },
        ]
      : [],
  }
}
