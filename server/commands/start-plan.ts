import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { changeWords } from '../domain/rollout/diff-plans.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { announceRollout, beginRollout, onePlanAtATime, untriedRollback } from './begin-rollout.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnexplained } from './refuse-unexplained.ts'
import { replan } from './replan.ts'
import { type StoredPlan, storedPlan } from './stored-plan.ts'

/** Starts exactly the frozen plan, or nothing: it is planned again first, and any difference is refused in words. */
export async function startPlan(ctx: CommandContext, number: number): Promise<Ack<{ id: RolloutId }>> {
  const may = mayOperate(ctx.person)
  if (!may.allowed) return refuse('forbidden', may.because)
  const started = await onePlanAtATime(ctx, async (tx): Promise<Ack<{ id: RolloutId }>> => {
    const stored = await storedPlan(tx, number)
    if (!stored) return refuse('not-found', `There is no plan ${number}.`)
    const { rollout, document, name } = stored
    if (rollout) return refuse('conflict', `Plan ${number} was started already: it became ${rollout.name}.`)
    const revisionOf = stored.revisionOf ?? undefined
    const unexplained = await refuseUnexplained(tx, { revisionOf, target: document.target })
    if (unexplained) return unexplained
    const held = await refuseChanged(tx, ctx, stored)
    if (held) return held
    return accept({ id: await beginRollout(tx, ctx, { planNumber: number, name, document }) })
  })
  if (started.ok) announceRollout(ctx)
  return started
}

async function refuseChanged(tx: Prisma.TransactionClient, ctx: CommandContext, stored: StoredPlan) {
  const again = await replan(tx, ctx, stored)
  if (!again.ok) {
    const { code, message } = again.refusal
    return refuse(code, `Plan ${stored.number} cannot be started any more, nothing was deployed. ${message}`)
  }
  const { changes, planned } = again.value
  const held = changes.filter((change) => change.holds)
  if (held.length > 0)
    return refuse(
      'stale',
      `Since plan ${stored.number} was saved: ${changeWords(held)}. Nothing was deployed. Take the changed plan as a revision, look at it, and start that.`,
    )
  // What no difference names must not get past either: an approval is bound to this hash.
  if (planned.plan.hash !== stored.document.seen.plan.hash)
    return refuse(
      'stale',
      `Plan ${stored.number} would come out differently now. Nothing was deployed. Take it as a revision.`,
    )
  const untried = await untriedRollback(tx, stored.document.rollbackTested, planned)
  return untried ? refuse('conflict', untried) : null
}
