import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { type Instant, RolloutId } from '../protocol/ids.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'

type SiteRow = FleetView['sites'][number]

const DAY_MS = 24 * 3600 * 1000
const WORST = 8

/** Sites with something offline or degraded, worst first, and whether a rollout touched them in the last day. */
export async function fleetSites(db: PrismaClient, now: Instant): Promise<SiteRow[]> {
  const worst = await db.$queryRaw<{ id: string; devices: number; offline: number; degraded: number }[]>`
    select "siteId" as id, count(*)::int as devices, count(*) filter (where "status" = 'offline')::int as offline,
      count(*) filter (where "status" in ('degraded', 'unhealthy'))::int as degraded
    from "FleetRow" group by 1
    having count(*) filter (where "status" in ('offline', 'degraded', 'unhealthy')) > 0
    order by count(*) filter (where "status" in ('offline', 'degraded', 'unhealthy')) desc, 1 limit ${WORST}`
  const ids = worst.map(({ id }) => id)
  const [places, rolloutOf] = await Promise.all([placesOf(db, ids), touchedBy(db, ids, now)])
  return worst.flatMap((site) => {
    const place = places.get(site.id)
    return place ? [{ ...site, ...place, rollout: rolloutOf.get(site.id) ?? null }] : []
  })
}

/** What the worst sites are called, and since when the first of their devices is away. */
async function placesOf(db: PrismaClient, sites: readonly string[]) {
  const rows = await db.$queryRaw<{ id: string; name: string; region: string; since: Date | null }[]>`
    select t.id, t.name, t.region, min(f."statusSince") filter (where f."status" = 'offline') as since
    from "Site" t join "FleetRow" f on f."siteId" = t.id where t.id = any(${[...sites]}) group by t.id`
  return new Map(
    rows.map(({ id, since, ...place }) => [id, { ...place, since: since ? (since.getTime() as Instant) : null }]),
  )
}

/** The rollout that exposed a device of each site last, if any did in the last day. Asked of the few sites shown only. */
async function touchedBy(db: PrismaClient, sites: readonly string[], now: Instant) {
  const touched = await db.$queryRaw<{ siteId: string; id: string; name: string }[]>`
    select distinct on (f."siteId") f."siteId", o."id", o."name" from "FleetRow" f
    join "RolloutDevice" r on r."deviceId" = f."deviceId" join "Rollout" o on o."id" = r."rolloutId"
    where f."siteId" = any(${[...sites]}) and r."exposedAt" >= ${new Date(now - DAY_MS)}
    order by f."siteId", r."exposedAt" desc`
  return new Map(touched.map((one) => [one.siteId, { id: RolloutId.parse(one.id), name: one.name }]))
}
