import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { PlanRow } from '../protocol/views/plan-view.ts'
import { planRows } from './plan-row.ts'

/** D-09: the plan, every one it takes the place of, and every one that takes its place; the oldest first. */
export async function planChain(db: PrismaClient, number: number): Promise<PlanRow[]> {
  const family = await db.$queryRaw<{ number: number }[]>`
    with recursive up as (
      select "number", "revisionOf" from "RolloutPlan" where "number" = ${number}
      union select p."number", p."revisionOf" from "RolloutPlan" p join up on p."number" = up."revisionOf"
    ), down as (
      select "number" from up where "revisionOf" is null
      union select p."number" from "RolloutPlan" p join down on p."revisionOf" = down."number"
    )
    select "number" from down`
  const numbers = family.map((one) => one.number)
  return planRows(db, Prisma.sql`p."number" = any(${numbers}::int[])`, Prisma.sql`order by p."number"`)
}
