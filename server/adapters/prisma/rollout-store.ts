import type { RolloutStore } from '../../engine/ports.ts'
import { RolloutId } from '../../protocol/ids.ts'
import { commitDecision, restRollout } from './commit-decision.ts'
import type { PrismaClient } from './generated/client.ts'
import { loadRollout, type StoreEnvironment } from './load-rollout.ts'
import { toDate } from './rollout-row.ts'

/** The engine's store on PostgreSQL, the only truth. */
export function rolloutStore(db: PrismaClient, environment: StoreEnvironment): RolloutStore {
  return {
    async due(now) {
      const rows = await db.rollout.findMany({
        where: { active: true, OR: [{ nextWakeAt: null }, { nextWakeAt: { lte: toDate(now) } }] },
        select: { id: true },
        orderBy: { createdAt: 'asc' },
      })
      return rows.map((row) => RolloutId.parse(row.id))
    },
    load: (id, now, observingSince) => loadRollout(db, id, now, observingSince, environment),
    commit: (seen, decision, now) => commitDecision(db, seen, decision, now),
    rest: (seen, decision) => restRollout(db, seen, decision),
  }
}
