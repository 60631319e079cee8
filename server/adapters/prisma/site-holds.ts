import { type Hold, holdOf } from '../../domain/calendar/hold.ts'
import { type Freeze, MaintenanceWindows } from '../../protocol/calendar.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Freeze as FreezeRow, Prisma } from './generated/client.ts'

/** Those of the sites that take nothing new now, with the reason. */
export async function siteHolds(
  db: Prisma.TransactionClient,
  siteIds: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Hold>> {
  const freezes = await openFreezes(db, now)
  const sites = await db.site.findMany({ where: { id: { in: [...siteIds] } } })
  return new Map(
    sites.flatMap((site) => {
      const hold = holdOf({ ...site, windows: MaintenanceWindows.parse(site.windows) }, freezes, now)
      return hold ? [[site.id, hold] as const] : []
    }),
  )
}

/** Those that nobody ended and that are not over, the soonest first. */
export async function openFreezes(db: Prisma.TransactionClient, now: Instant): Promise<readonly Freeze[]> {
  const rows = await db.freeze.findMany({
    where: { endedAt: null, until: { gt: new Date(now) } },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
  })
  return rows.map(freezeOf)
}

const freezeOf = ({ id, siteIds, from, until, reason, createdByName }: FreezeRow): Freeze => ({
  id,
  sites: siteIds,
  from: from.getTime() as Instant,
  until: until.getTime() as Instant,
  reason,
  by: createdByName,
})
