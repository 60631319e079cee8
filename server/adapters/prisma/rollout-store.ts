import type { RolloutStore } from '../../engine/ports.ts'
import { RolloutId } from '../../protocol/ids.ts'
import { commitDecision, restRollout } from './commit-decision.ts'
import { DecisionWriter } from './decision-writer.ts'
import { FrozenPlans } from './frozen-plans.ts'
import type { PrismaClient } from './generated/client.ts'
import { claimRollout, freeFor, whileRenewed } from './lease.ts'
import { loadRollout, type StoreEnvironment } from './load-rollout.ts'
import { toDate } from './rollout-row.ts'

/** The engine's store on PostgreSQL, the only truth. `holder` names this process among the servers of the database. */
export function rolloutStore(db: PrismaClient, environment: StoreEnvironment, holder: string): RolloutStore {
  const ledger = new DecisionWriter()
  const plans = new FrozenPlans()
  return {
    async due(now) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        select "id" from "Rollout" where "active" and ("nextWakeAt" is null or "nextWakeAt" <= ${toDate(now)})
          and ${freeFor(holder)} order by "createdAt"`
      return rows.map((row) => RolloutId.parse(row.id))
    },
    async load(id, now, observingSince) {
      const fence = await claimRollout(db, id, holder)
      if (fence === null) return null
      return whileRenewed(db, { id, fence }, () => loadRollout(db, id, fence, now, observingSince, environment, plans))
    },
    commit: (seen, decision, now) => commitDecision(db, seen, decision, now, ledger),
    rest: (seen, decision) => restRollout(db, seen, decision),
  }
}
