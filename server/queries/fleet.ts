import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import type { Instant } from '../protocol/ids.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'
import type { Person } from '../protocol/views/person.ts'
import { fleetChanges } from './fleet-changes.ts'
import { fleetMatrix } from './fleet-matrix.ts'
import { fleetNeedsYou } from './fleet-needs-you.ts'
import { fleetSites } from './fleet-sites.ts'
import { rolloutRows } from './rollout-row.ts'

const DAY_MS = 24 * 3600 * 1000

/** What is running where, what changed, which sites are degraded or offline, and who is waited for (R-171 … R-174). */
export async function fleetView(db: PrismaClient, person: Person, now: Instant): Promise<FleetView> {
  const records = await db.rollout.findMany({
    where: {
      OR: [{ phase: { notIn: [...ENDED_PHASES] } }, { endedAt: { gte: new Date(now - DAY_MS) } }],
    },
    include: WITH_TARGET,
    orderBy: { createdAt: 'desc' },
    take: 20,
  })
  const rollouts = await rolloutRows(db, records, now)
  const [counts, matrix, changes, sites] = await Promise.all([
    healthCounts(db),
    fleetMatrix(db, records),
    fleetChanges(db, now),
    fleetSites(db, now),
  ])
  return {
    serverTime: now,
    devices: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    needsYou: await fleetNeedsYou(db, person, now, rollouts, sites),
    matrix,
    changes,
    sites,
    rollouts: rollouts.filter((rollout) => rollout.active),
  }
}

/** Each device in exactly one bucket: offline first, because what it said last is not what it is. */
async function healthCounts(db: PrismaClient): Promise<FleetView['counts']> {
  const rows = await db.fleetRow.groupBy({ by: ['status'], _count: { _all: true } })
  const of = (status: string) => rows.find((row) => row.status === status)?._count._all ?? 0
  return {
    healthy: of('healthy'),
    degraded: of('degraded'),
    unhealthy: of('unhealthy'),
    unknown: of('unknown') + of('never'),
    offline: of('offline'),
  }
}
