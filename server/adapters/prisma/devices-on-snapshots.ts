import { Prisma } from './generated/client.ts'

export type OnSnapshot = {
  readonly snapshotId: number
  /** are to run it */
  readonly desired: number
  /** say that they do */
  readonly running: number
  readonly connected: number
  readonly healthy: number
}

/** Where each snapshot is now, counted by the database; one that no device is to run has no row. */
export function devicesOnSnapshots(tx: Prisma.TransactionClient, only: number | null = null): Promise<OnSnapshot[]> {
  return tx.$queryRaw<OnSnapshot[]>`
    select w."snapshotId", count(*)::int as desired,
      count(*) filter (where ${RUNS})::int as running,
      count(*) filter (where ${RUNS} and s."online")::int as connected,
      count(*) filter (where ${RUNS} and s."online" and s."healthStatus" = 'healthy')::int as healthy
    from "Desired" w join "Device" d on d."id" = w."deviceId" and d."revokedAt" is null
    join "Snapshot" n on n."id" = w."snapshotId" join "Release" l on l."id" = n."releaseId"
    left join "DeviceStatus" s on s."deviceId" = w."deviceId"
    where ${only}::int is null or w."snapshotId" = ${only} group by 1`
}

/** It took what it was told, has nothing in flight, and runs that release. */
const RUNS = Prisma.sql`(s."generation" >= w."generation" and s."runningVersion" = l."version"
  and s."reported" -> 'update' ->> 'state' in ('confirmed', 'idle'))`
