import { NOTHING_MEASURED } from '../../domain/gate/measurement.ts'
import type { Arm } from '../../protocol/arm.ts'
import { stateByte } from '../../protocol/device-state.ts'
import type { Measurement } from '../../protocol/evidence.ts'
import type { DeviceId, Instant, RolloutId } from '../../protocol/ids.ts'
import { Prisma } from './generated/client.ts'
import { maintenanceOf, OUTSIDE_MAINTENANCE } from './maintenance.ts'
import { toDate } from './rollout-row.ts'

type SumRow<K> = {
  key: K
  requests: bigint
  errors: bigint
  samples: bigint
  cpu: number | null
  memory: number | null
  memoryMb: number | null
}
/** A device may claim any figure; one beyond reason must not make the sum overflow, and with it the judgement of all others. */
const MOST = 2_147_483_647
const SANE_COUNT = Prisma.sql`least(b.value::numeric, ${MOST})::bigint`

/** States in which a device that was told the target runs what it ran before. */
const BACK = (['failed', 'rolled-back'] as const).map(stateByte)

/** Over aliases `s` and `r`, of a device whose artifact stays the same. */
export const UNDER_TARGET_CONFIGURATION = Prisma.sql`
  (s."at" >= r."onTargetSince" and s."at" < coalesce(r."onTargetUntil", 'infinity'))`

/**
 * Over aliases `s` and `toRelease`: measured on that version. A release may have the artifact of another, or of the other arm. Where
 * nobody named the version, as old agents do not, the artifact alone tells.
 */
export const ON_TARGET_VERSION = Prisma.sql`coalesce(s."version" = "toRelease"."version", true)`

/** What the devices of a rollout are to run. `configs`: digests of what they are told; null: time alone tells configurations apart. */
export type Targets = { readonly artifacts: readonly string[]; readonly configs: readonly string[] | null }

type BinRow<K> = { key: K; bin: string; count: bigint }

const BY_WAVE = Prisma.sql`r."wave"`
const BY_ARM = Prisma.sql`r."arm"`
const BY_DEVICE = Prisma.sql`r."deviceId"`

type Measuring = [
  tx: Prisma.TransactionClient,
  rollout: RolloutId,
  from: Instant,
  targets: Targets,
  side: 'target' | 'previous',
  /** what was measured later does not belong to it: the report of an ended rollout stays as it is */
  until?: Date | null,
]

/** Telemetry of a rollout's exposed devices since `from`, by wave. */
export const measureByWave = (...measuring: Measuring): Promise<ReadonlyMap<number, Measurement>> =>
  measureBy<number>(BY_WAVE, measuring)

/** The same by arm, for devices that are in one; null: those that are in none. */
export const measureByArm = (...measuring: Measuring): Promise<ReadonlyMap<Arm | null, Measurement>> =>
  measureBy<Arm | null>(BY_ARM, measuring)

/** The same for each device that is in an arm. */
export const measureInArms = (...measuring: Measuring): Promise<ReadonlyMap<DeviceId, Measurement>> =>
  measureBy<DeviceId>(BY_DEVICE, measuring, Prisma.sql`and r."arm" is not null`)

/**
 * Merged by the database. `side` tells the versions apart: samples name the release they were measured on (R-154), so an old
 * sample never speaks for a new version, however late it comes. Nor does a sample from before its device was told: the same
 * artifact may have run here in an earlier rollout. Where only the configuration changes, both sides run one artifact, and time
 * tells them apart: since the device was seen on the target, or back; and the configuration where the sample names it.
 */
async function measureBy<K>(
  key: Prisma.Sql,
  [tx, rollout, from, targets, side, until = null]: Measuring,
  only: Prisma.Sql = Prisma.empty,
): Promise<ReadonlyMap<K, Measurement>> {
  const onTarget = Prisma.sql`(s."sha256" = any(${targets.artifacts}) and ${ON_TARGET_VERSION})`
  const matches = side === 'target' ? onTarget : Prisma.sql`not ${onTarget}`
  const named = Prisma.sql`s."configDigest" = any(${targets.configs}::text[])`
  const apart =
    side === 'target'
      ? Prisma.sql`${UNDER_TARGET_CONFIGURATION} and coalesce(${named}, true)`
      : Prisma.sql`r."state" = any(${BACK}) and s."at" >= r."changedAt" and coalesce(not ${named}, true)`
  const window = Prisma.sql`
    from "DeviceSample" s join "RolloutDevice" r on r."deviceId" = s."deviceId"
    join "Rollout" o on o."id" = r."rolloutId" join "Snapshot" target on target."id" = coalesce(r."toSnapshotId", o."toSnapshotId")
    join "Release" "toRelease" on "toRelease"."id" = target."releaseId"
    left join "Snapshot" before on before."id" = r."fromSnapshotId"
    where r."rolloutId" = ${rollout} and s."at" >= r."exposedAt" and s."at" >= ${toDate(from)}
      and s."at" <= coalesce(${until}::timestamptz, 'infinity') ${only}
      and case when before."releaseId" = target."releaseId" then ${apart} else ${matches} end`
  const sums = await tx.$queryRaw<SumRow<K>[]>`
    select ${key} as key, sum(s."requests") as requests, sum(s."errors") as errors, count(*) as samples,
      avg(s."cpuPercent") as cpu, avg(least(s."memoryPercent", ${MOST})) as memory,
      avg(least(s."memoryMb", ${MOST})) as "memoryMb"
    ${window} group by 1`
  const bins = await tx.$queryRaw<BinRow<K>[]>`
    select w.key, b.key as bin, sum(${SANE_COUNT}) as count
    from (select ${key} as key, s."latency" ${window}) w cross join lateral jsonb_each_text(w."latency") b
    group by 1, 2`
  const binsOf = Map.groupBy(bins, (bin) => bin.key)
  return new Map(sums.map((sum) => [sum.key, measurement(sum, binsOf.get(sum.key) ?? [])]))
}

function measurement<K>(sum: SumRow<K>, bins: readonly BinRow<K>[]): Measurement {
  return {
    ...NOTHING_MEASURED,
    requests: Number(sum.requests),
    errors: Number(sum.errors),
    samples: Number(sum.samples),
    latency: Object.fromEntries(bins.map((bin) => [bin.bin, Number(bin.count)])),
    cpuPercent: sum.cpu,
    memoryPercent: sum.memory,
    memoryMb: sum.memoryMb,
  }
}

/**
 * Over aliases `s` and `t`, the device's status: not measured while the same artifact ran under another configuration, that of
 * a rollout which changed nothing else. Such a rollout that holds its devices began a new time; one that was undone is cut out.
 */
export const SAME_CONFIGURATION = Prisma.sql`coalesce(s."configDigest" = t."reported" #>> '{running,configDigest}', true) and not exists (
  select 1 from "RolloutDevice" p
  join "Rollout" po on po."id" = p."rolloutId" join "Snapshot" pt on pt."id" = coalesce(p."toSnapshotId", po."toSnapshotId")
  join "Snapshot" pf on pf."id" = p."fromSnapshotId" and pf."releaseId" = pt."releaseId"
  where p."deviceId" = s."deviceId" and p."exposedAt" is not null and case when p."state" = any(${BACK})
    then s."at" between p."exposedAt" and p."changedAt" else s."at" < coalesce(p."onTargetSince", 'infinity') end)`

/** D-10: what each device measured before the rollout, on the version it runs; stored with the plan's devices. */
export async function captureBaseline(tx: Prisma.TransactionClient, rollout: RolloutId, from: Instant): Promise<void> {
  await tx.$executeRaw`
    with ${maintenanceOf(Prisma.sql`select "deviceId" from "RolloutDevice" where "rolloutId" = ${rollout}`, from)}, seen as (
      select s.* from "DeviceSample" s
      join "RolloutDevice" r on r."deviceId" = s."deviceId" and r."rolloutId" = ${rollout}
      join "DeviceStatus" t on t."deviceId" = s."deviceId" and t."runningSha256" = s."sha256"
      left join maintenance m on m."deviceId" = s."deviceId"
      where s."at" >= ${toDate(from)} and ${OUTSIDE_MAINTENANCE} and ${SAME_CONFIGURATION}
    ), bins as (
      select "deviceId", jsonb_object_agg(bin, count) as latency from (
        select s."deviceId", b.key as bin, sum(${SANE_COUNT}) as count
        from seen s cross join lateral jsonb_each_text(s."latency") b group by 1, 2
      ) merged group by 1
    ), sums as (
      select "deviceId", sum("requests") as requests, sum("errors") as errors, count(*) as samples,
        avg("cpuPercent") as cpu, avg(least("memoryPercent", ${MOST})) as memory,
        avg(least("memoryMb", ${MOST})) as "memoryMb"
      from seen group by 1
    )
    update "RolloutDevice" r set "baseline" = jsonb_build_object(
      'requests', sums.requests, 'errors', sums.errors, 'samples', sums.samples, 'latency', coalesce(bins.latency, '{}'),
      'cpuPercent', sums.cpu, 'memoryPercent', sums.memory, 'memoryMb', sums."memoryMb")
    from sums left join bins on bins."deviceId" = sums."deviceId"
    where r."rolloutId" = ${rollout} and r."deviceId" = sums."deviceId"`
}
