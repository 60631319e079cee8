import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openFreezes } from '../adapters/prisma/site-holds.ts'
import { holdOf } from '../domain/calendar/hold.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { MaintenanceWindows } from '../protocol/calendar.ts'
import type { Instant } from '../protocol/ids.ts'
import { StoredLabels } from '../protocol/registry.ts'
import type { Person } from '../protocol/views/person.ts'
import type { SitesView } from '../protocol/views/registry-view.ts'

type Row = Omit<SitesView['sites'][number], 'labels' | 'windows' | 'hold'> & { labels: unknown; windows: unknown }

/** Every site with what stands there and how it is, by region and name. */
export async function sitesView(db: PrismaClient, person: Person, now: Instant): Promise<SitesView> {
  const rows = await db.$queryRaw<Row[]>`
    select t."id", t."name", t."region", t."timeZone", t."labels", t."windows",
      count(d."id")::int as devices,
      count(*) filter (where s."deviceId" is not null and not s."online")::int as offline,
      count(*) filter (where s."online" and s."healthStatus" in ('degraded', 'unhealthy'))::int as degraded,
      (select count(*)::int from "ExpectedDevice" e where e."siteId" = t."id") as expected
    from "Site" t left join "Device" d on d."siteId" = t."id" and d."revokedAt" is null
    left join "DeviceStatus" s on s."deviceId" = d."id"
    group by t."id" order by t."region", t."name", t."id"`
  const freezes = await openFreezes(db, now)
  return {
    serverTime: now,
    sites: rows.map((row) => {
      const windows = MaintenanceWindows.parse(row.windows)
      return {
        ...row,
        labels: StoredLabels.parse(row.labels),
        windows,
        hold: holdOf({ ...row, windows }, freezes, now),
      }
    }),
    freezes: [...freezes],
    may: mayOperate(person),
  }
}
