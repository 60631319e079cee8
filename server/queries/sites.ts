import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { Instant } from '../protocol/ids.ts'
import { StoredLabels } from '../protocol/registry.ts'
import type { Person } from '../protocol/views/person.ts'
import type { SitesView } from '../protocol/views/registry-view.ts'

type Row = Omit<SitesView['sites'][number], 'labels'> & { labels: unknown }

/** Every site with what stands there and how it is, by region and name. */
export async function sitesView(db: PrismaClient, person: Person, now: Instant): Promise<SitesView> {
  const rows = await db.$queryRaw<Row[]>`
    select t."id", t."name", t."region", t."timeZone", t."labels",
      count(d."id")::int as devices,
      count(*) filter (where s."deviceId" is not null and not s."online")::int as offline,
      count(*) filter (where s."online" and s."healthStatus" in ('degraded', 'unhealthy'))::int as degraded,
      (select count(*)::int from "ExpectedDevice" e where e."siteId" = t."id") as expected
    from "Site" t left join "Device" d on d."siteId" = t."id" and d."revokedAt" is null
    left join "DeviceStatus" s on s."deviceId" = d."id"
    group by t."id" order by t."region", t."name", t."id"`
  return {
    serverTime: now,
    sites: rows.map((row) => ({ ...row, labels: StoredLabels.parse(row.labels) })),
    may: mayOperate(person),
  }
}
