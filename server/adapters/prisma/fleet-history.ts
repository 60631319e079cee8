import { stratumOf } from '../../domain/canary/candidate.ts'
import type { FleetHistory } from '../../domain/rollout/fleet-history.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Prisma } from './generated/client.ts'

const ROLLOUTS = 10
/** Of each rollout, evenly spread over its places: enough for a percentile, and the same work for every fleet. */
const STEPS = 1000
const WEEK_MS = 7 * 86_400_000

/** What the newest rollouts and the last week say about how long installing takes and who is away. */
export async function fleetHistory(db: Prisma.TransactionClient, now: Instant): Promise<FleetHistory> {
  const installs = await db.$queryRaw<
    { type: string; devices: number; median: number; p90: number; rollouts: number }[]
  >`
    with past as (
      select o."id", t."releaseId", (select max(r."index") from "RolloutDevice" r where r."rolloutId" = o."id") as last
      from "Rollout" o join "Snapshot" t on t."id" = o."toSnapshotId"
      where o."startedAt" is not null order by o."createdAt" desc limit ${ROLLOUTS}
    ), took as (
      select p."id", d."hardwareType" as type, extract(epoch from r."onTargetSince" - r."exposedAt")::float8 as seconds
      from past p cross join lateral generate_series(0, p.last, greatest(1, p.last / ${STEPS}::int)) as place
      join "RolloutDevice" r on r."rolloutId" = p."id" and r."index" = place
      join "Device" d on d."id" = r."deviceId"
      join "Snapshot" f on f."id" = r."fromSnapshotId" and f."releaseId" <> p."releaseId"
      where r."onTargetSince" >= r."exposedAt"
    )
    select type, count(*)::int as devices, (select count(distinct "id") from took)::int as rollouts,
      percentile_cont(0.5) within group (order by seconds) as median,
      percentile_cont(0.9) within group (order by seconds) as p90
    from took group by type`
  const [hours] = await db.$queryRaw<[{ counted: number }]>`
    select count(distinct "hour")::int as counted from "FleetAvailability" where "hour" >= ${new Date(now - WEEK_MS)}`
  const away = await db.$queryRaw<{ hardwareType: string; region: string; share: number }[]>`
    select "hardwareType", "region", sum("away")::float8 / greatest(1, sum("devices")) as share from "FleetAvailability"
    where "hour" >= ${new Date(now - WEEK_MS)} group by 1, 2`
  return {
    installs: new Map(
      installs.map((row) => [row.type, { devices: row.devices, medianSeconds: row.median, p90Seconds: row.p90 }]),
    ),
    rollouts: installs[0]?.rollouts ?? 0,
    away: new Map(away.map((row) => [stratumOf(row), row.share])),
    hours: hours.counted,
  }
}

/** Looks who is away, once for each hour; two weeks are kept. Doing it again within the hour changes nothing. */
export async function countAvailability(db: Prisma.TransactionClient, now: Instant): Promise<void> {
  await db.$executeRaw`
    insert into "FleetAvailability" ("hour", "hardwareType", "region", "devices", "away")
    select date_trunc('hour', ${new Date(now)}::timestamptz), "hardwareType", "region", count(*),
      count(*) filter (where "status" = 'offline')
    from "FleetRow" where "status" <> 'never' group by 2, 3 on conflict do nothing`
  await db.$executeRaw`delete from "FleetAvailability" where "hour" < ${new Date(now - 2 * WEEK_MS)}`
}
