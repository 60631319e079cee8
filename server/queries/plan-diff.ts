import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { planChanges } from '../adapters/prisma/plan-changes.ts'
import type { Instant } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { PlanDocument } from '../protocol/plan-document.ts'
import type { PlanDiffView } from '../protocol/views/plan-view.ts'
import { planRows } from './plan-row.ts'

/** What plan b does otherwise than plan a; null when either is not there. */
export async function planDiffView(db: PrismaClient, now: Instant, a: number, b: number): Promise<PlanDiffView | null> {
  const [rows, stored] = await Promise.all([
    planRows(db, Prisma.sql`p."number" in (${a}, ${b})`, Prisma.empty),
    db.rolloutPlan.findMany({
      where: { number: { in: [a, b] } },
      select: { number: true, document: true, toSnapshot: { select: { config: true } } },
    }),
  ])
  const side = (number: number) => {
    const [row, one] = [rows.find((some) => some.number === number), stored.find((some) => some.number === number)]
    if (!row || !one) return null
    return { row, document: PlanDocument.parse(one.document), config: LayeredConfig.parse(one.toSnapshot.config) }
  }
  const [before, after] = [side(a), side(b)]
  if (!before || !after) return null
  return { serverTime: now, a: before.row, b: after.row, changes: [...(await planChanges(db, before, after))] }
}
