import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { SELECTOR_FROM, selectorSql } from '../adapters/prisma/selector-sql.ts'
import type { Instant } from '../protocol/ids.ts'
import { selectorOf } from '../protocol/selector/selector.ts'
import type { DeviceMapQuery, DeviceMapView } from '../protocol/views/devices-view.ts'

const SHOWN = 120

/** Devices as dots, by site or hardware type: places where something is wrong come first. */
export async function deviceMapView(
  db: PrismaClient,
  now: Instant,
  { where, by }: DeviceMapQuery,
): Promise<DeviceMapView> {
  const [id, name] =
    by === 'site'
      ? [Prisma.sql`f."siteId"`, Prisma.sql`f."siteName"`]
      : [Prisma.sql`f."hardwareType"`, Prisma.sql`f."hardwareType"`]
  const groups = await db.$queryRaw<DeviceMapView['groups']>(Prisma.sql`
    select ${id} as id, min(${name}) as name, count(*)::int as devices,
      count(*) filter (where f."status" = 'unhealthy')::int as unhealthy,
      count(*) filter (where f."status" = 'degraded')::int as degraded,
      count(*) filter (where f."status" = 'healthy')::int as healthy,
      count(*) filter (where f."status" in ('unknown', 'never'))::int as unknown,
      count(*) filter (where f."status" = 'offline')::int as offline,
      count(*) filter (where f."drift" <> '{}')::int as drifted
    from ${SELECTOR_FROM} where ${selectorSql(selectorOf(where), now)} group by 1
    order by count(*) filter (where f."status" = 'unhealthy') desc, count(*) filter (where f."status" = 'degraded') desc,
      count(*) filter (where f."status" = 'offline') desc, count(*) desc, 1`)
  return { serverTime: now, groups: groups.slice(0, SHOWN), more: Math.max(0, groups.length - SHOWN) }
}
