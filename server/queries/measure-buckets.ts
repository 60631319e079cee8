import { Prisma } from '../adapters/prisma/generated/client.ts'
import { ON_TARGET_VERSION, UNDER_TARGET_CONFIGURATION } from '../adapters/prisma/rollout-evidence.ts'
import type { Instant, RolloutId } from '../protocol/ids.ts'

export type Side = {
  readonly requests: number
  readonly errors: number
  readonly cpu: number | null
  /** of the worst device: a spike is never averaged away */
  readonly memoryMax: number | null
  readonly latency: Record<string, number>
  /** of the releases it was measured on, as far as they were named */
  readonly versions: readonly string[]
}
/** A stretch of time: what ran the old version, what ran the new one; null where nothing was measured. */
export type Bucket = { readonly at: Instant; readonly old: Side | null; readonly fresh: Side | null }

type Asked = {
  readonly devices: readonly string[]
  readonly targets: readonly string[]
  /** its config-only devices are told apart by time instead: they run one artifact before and after */
  readonly rollout?: RolloutId
  readonly from: Instant
  readonly to: Instant
  readonly bucketMs: number
}

/** Telemetry cut into equal stretches by the database; empty stretches are there, as gaps. */
export async function measureBuckets(db: Prisma.TransactionClient, asked: Asked): Promise<Bucket[]> {
  const { devices, targets, bucketMs } = asked
  const from = new Date(asked.from)
  const to = new Date(asked.to)
  const samples = Prisma.sql`from "DeviceSample" s
    left join "RolloutDevice" r on r."deviceId" = s."deviceId" and r."rolloutId" = ${asked.rollout ?? null}
    left join "Rollout" o on o."id" = r."rolloutId" left join "Snapshot" target on target."id" = coalesce(r."toSnapshotId", o."toSnapshotId")
    left join "Release" "toRelease" on "toRelease"."id" = target."releaseId"
    left join "Snapshot" before on before."id" = r."fromSnapshotId"
    where s."deviceId" = any(${devices}) and s."at" >= ${from} and s."at" < ${to}`
  const fresh = Prisma.sql`coalesce(s."sha256" = any(${targets}) and ${ON_TARGET_VERSION}
    and (before."releaseId" is distinct from target."releaseId" or ${UNDER_TARGET_CONFIGURATION}), false)`
  const sums = await db.$queryRaw<
    {
      bucket: number
      fresh: boolean
      requests: bigint
      errors: bigint
      cpu: number | null
      memory: number | null
      versions: string[]
    }[]
  >`
    select floor(extract(epoch from (s."at" - ${from})) * 1000 / ${bucketMs})::int as bucket, ${fresh} as fresh,
      sum(s."requests") as requests, sum(s."errors") as errors, avg(s."cpuPercent") as cpu, max(s."memoryPercent") as memory,
      coalesce(array_agg(distinct s."version") filter (where s."version" is not null), '{}') as versions
    ${samples} group by 1, 2`
  const bins = await db.$queryRaw<{ bucket: number; fresh: boolean; bin: string; count: bigint }[]>`
    select floor(extract(epoch from (s."at" - ${from})) * 1000 / ${bucketMs})::int as bucket, s.fresh,
      b.key as bin, sum(least(b.value::numeric, 2147483647)::bigint) as count
    from (select s.*, ${fresh} as fresh ${samples}) s cross join lateral jsonb_each_text(s."latency") b group by 1, 2, 3`
  const latency = new Map<string, Record<string, number>>()
  for (const { bucket, fresh, bin, count } of bins) {
    const key = `${bucket} ${fresh}`
    latency.set(key, { ...latency.get(key), [bin]: Number(count) })
  }
  const sides = new Map(
    sums.map(({ bucket, fresh, requests, errors, cpu, memory, versions }) => [
      `${bucket} ${fresh}`,
      {
        requests: Number(requests),
        errors: Number(errors),
        cpu,
        memoryMax: memory,
        versions,
        latency: latency.get(`${bucket} ${fresh}`) ?? {},
      },
    ]),
  )
  return Array.from({ length: Math.ceil((asked.to - asked.from) / bucketMs) }, (_, n) => ({
    at: (asked.from + n * bucketMs) as Instant,
    old: sides.get(`${n} false`) ?? null,
    fresh: sides.get(`${n} true`) ?? null,
  }))
}
