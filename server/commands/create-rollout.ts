import { mayOperate } from '../domain/rollout/acts.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { CreateRollout } from '../protocol/commands/create-rollout.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { announceRollout, beginRollout, onePlanAtATime, untriedRollback, wordOf } from './begin-rollout.ts'
import type { CommandContext } from './command-context.ts'
import { planRollout } from './plan-rollout.ts'
import { previewOf } from './preview-rollout.ts'
import { refuseUnexplained } from './refuse-unexplained.ts'
import { refuseNoPlan } from './stored-plan.ts'
import { nameOf, writePlan } from './write-plan.ts'

/** Freezes the plan as a document and starts it: the engine checks it against the fleet before the first device is touched. */
export async function createRollout(ctx: CommandContext, asked: CreateRollout): Promise<Ack<{ id: RolloutId }>> {
  const may = mayOperate(ctx.person)
  if (!may.allowed) return refuse('forbidden', may.because)
  const created = await onePlanAtATime(ctx, async (tx): Promise<Ack<{ id: RolloutId }>> => {
    const missing = await refuseNoPlan(tx, asked.revisionOf)
    if (missing) return missing
    const planned = await planRollout(tx, asked, ctx.demo, ctx.now)
    if (!planned.ok) return planned
    if (asked.planHash && asked.planHash !== planned.value.plan.hash) {
      return refuse('stale', 'The fleet changed since you looked at this plan: look at it again, then start.')
    }
    const { revisionOf } = asked
    const unexplained = await refuseUnexplained(tx, { revisionOf, target: planned.value.target.contentHash })
    if (unexplained) return unexplained
    const word = wordOf(asked.rollbackTested, ctx)
    const untried = await untriedRollback(tx, word, planned.value)
    if (untried) return refuse('conflict', untried)
    const seen = await previewOf(tx, planned.value, [], ctx.now)
    const { number, document } = await writePlan(tx, ctx, asked, planned.value, seen, word)
    const name = nameOf(asked, planned.value)
    return accept({ id: await beginRollout(tx, ctx, { planNumber: number, name, document }) })
  })
  if (created.ok) announceRollout(ctx)
  return created
}
