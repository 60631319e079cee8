import { openScan } from '../../commands/open-scan.ts'
import { nextScan } from '../../domain/fleet/next-scan.ts'
import type { Instant } from '../../protocol/ids.ts'
import { ScanRhythm } from '../../protocol/views/scan-view.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'

/** Starts the scheduled scan when its time has come; of several servers one does. While one runs, the due one is left out. */
export async function startDueScan(db: PrismaClient, now: Instant, id: string): Promise<boolean> {
  const schedule = await db.scanSchedule.findUnique({ where: { id: 1 } })
  const due = schedule?.nextAt
  if (!schedule || !due || due.getTime() > now) return false
  const next = nextScan(ScanRhythm.parse(schedule.rhythm), now)
  return db.$transaction(async (tx) => {
    const { count } = await tx.scanSchedule.updateMany({
      where: { id: 1, nextAt: due },
      data: { nextAt: next === null ? null : new Date(next) },
    })
    if (count === 0) return false
    const actor = { kind: 'system', id: 'wavegate', name: 'The schedule' } as const
    return (await openScan(tx, { id, selector: schedule.selector, cause: 'schedule', actor, now })) !== null
  })
}
