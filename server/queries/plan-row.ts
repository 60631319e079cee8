import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { type Instant, RolloutId } from '../protocol/ids.ts'
import type { Phase } from '../protocol/rollout-state.ts'
import type { PlanRow } from '../protocol/views/plan-view.ts'

type Packed = {
  number: number
  name: string
  to: string
  cohort: number
  waves: number
  revisionOf: number | null
  createdByName: string
  createdAt: Date
  rolloutId: string | null
  rolloutName: string | null
  phase: Phase | null
}

/** Plans as lines of a list. The documents stay in the database: one of a large fleet is megabytes. */
export async function planRows(db: PrismaClient, where: Prisma.Sql, tail: Prisma.Sql): Promise<PlanRow[]> {
  const rows = await db.$queryRaw<Packed[]>`
    select p."number", p."name", l."name" || ' ' || l."version" as to, p."cohort", p."waves", p."revisionOf", p."createdByName", p."createdAt",
      r."id" as "rolloutId", r."name" as "rolloutName", r."phase"
    from "RolloutPlan" p
    join "Snapshot" s on s."id" = p."toSnapshotId"
    join "Release" l on l."id" = s."releaseId"
    left join "Rollout" r on r."planNumber" = p."number"
    where ${where} ${tail}`
  return rows.map(({ rolloutId, rolloutName, phase, createdByName, createdAt, ...row }) => ({
    ...row,
    createdBy: createdByName,
    createdAt: createdAt.getTime() as Instant,
    rollout:
      rolloutId === null || rolloutName === null || phase === null
        ? null
        : { id: RolloutId.parse(rolloutId), name: rolloutName, phase },
  }))
}
