import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'
import { ReconcileRow } from '../protocol/views/drift-view.ts'

const SHOWN = 20

/** What is being brought back now, and what came of it lately. */
export async function reconcileRows(
  db: PrismaClient,
  where: Prisma.ReconcileRunWhereInput = {},
  take = SHOWN,
): Promise<ReconcileRow[]> {
  const runs = await db.reconcileRun.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take })
  const counts = await db.reconcileDevice.groupBy({
    by: ['runId', 'state'],
    where: { runId: { in: runs.map(({ id }) => id) } },
    _count: { _all: true },
  })
  const count = (runId: string, state?: string) =>
    counts
      .filter((row) => row.runId === runId && (!state || row.state === state))
      .reduce((sum, row) => sum + row._count._all, 0)
  return runs.map((run) =>
    ReconcileRow.parse({
      id: run.id,
      state: run.state,
      because: run.because,
      by: run.createdByName,
      byRule: run.ruleId !== null,
      at: run.createdAt.getTime() as Instant,
      endedAt: run.endedAt?.getTime() ?? null,
      devices: count(run.id),
      healthy: count(run.id, 'healthy'),
      failed: count(run.id, 'failed'),
    }),
  )
}
