import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutsView } from '../protocol/views/rollouts-view.ts'
import { rolloutRows } from './rollout-row.ts'

/** Those in flight on top, then the newest 100. */
export async function rolloutsView(db: PrismaClient, person: Person, now: Instant): Promise<RolloutsView> {
  const records = await db.rollout.findMany({ include: WITH_TARGET, orderBy: { createdAt: 'desc' }, take: 100 })
  const rows = await rolloutRows(db, records, now)
  return {
    serverTime: now,
    rollouts: rows.toSorted((a, b) => Number(b.active) - Number(a.active)),
    create: mayOperate(person),
  }
}
