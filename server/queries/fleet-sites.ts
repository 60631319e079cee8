import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { type Instant, RolloutId } from '../protocol/ids.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'

type SiteRow = FleetView['sites'][number]

const DAY_MS = 24 * 3600 * 1000

/** Sites with something offline or degraded, worst first, and whether a rollout touched them in the last day. */
export async function fleetSites(db: PrismaClient, now: Instant): Promise<SiteRow[]> {
  const rows = await db.$queryRaw<
    {
      id: string
      name: string
      region: string
      devices: bigint
      offline: bigint
      degraded: bigint
      since: Date | null
    }[]
  >`
    select t."id", t."name", t."region", count(d."id") as devices,
      count(*) filter (where s."deviceId" is not null and not s."online") as offline,
      count(*) filter (where s."online" and s."healthStatus" in ('degraded', 'unhealthy')) as degraded,
      min(s."lastSeenAt") filter (where not s."online") as since
    from "Site" t join "Device" d on d."siteId" = t."id" and d."revokedAt" is null
    left join "DeviceStatus" s on s."deviceId" = d."id"
    group by 1, 2, 3
    having count(*) filter (where not s."online" or s."healthStatus" in ('degraded', 'unhealthy')) > 0
    order by count(*) filter (where not s."online" or s."healthStatus" in ('degraded', 'unhealthy')) desc, t."id" limit 8`
  const touched = await db.$queryRaw<{ siteId: string; id: string; name: string }[]>`
    select distinct on (d."siteId") d."siteId", o."id", o."name" from "RolloutDevice" r
    join "Device" d on d."id" = r."deviceId" join "Rollout" o on o."id" = r."rolloutId"
    where r."exposedAt" >= ${new Date(now - DAY_MS)} order by d."siteId", r."exposedAt" desc`
  const rolloutOf = new Map(touched.map((one) => [one.siteId, { id: RolloutId.parse(one.id), name: one.name }]))
  return rows.map(({ since, ...row }) => ({
    ...row,
    devices: Number(row.devices),
    offline: Number(row.offline),
    degraded: Number(row.degraded),
    since: since ? (since.getTime() as Instant) : null,
    rollout: rolloutOf.get(row.id) ?? null,
  }))
}
