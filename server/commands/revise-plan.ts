import type { PreflightEnvironment } from '../adapters/prisma/preflight-environment.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { onePlanAtATime } from './begin-rollout.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { previewOf } from './preview-rollout.ts'
import { refuseUnexplained } from './refuse-unexplained.ts'
import { replan } from './replan.ts'
import { preflightOf } from './save-plan.ts'
import { storedPlan } from './stored-plan.ts'
import { writePlan } from './write-plan.ts'

/** The same request as it comes out now, kept as a plan of its own. The one it takes the place of stays as it is. */
export async function revisePlan(
  ctx: CommandContext,
  number: number,
  environment: PreflightEnvironment,
): Promise<Ack<{ number: number }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'revise a plan')
  if (forbidden) return forbidden
  const revised = await onePlanAtATime(ctx, async (tx): Promise<Ack<{ number: number }>> => {
    const stored = await storedPlan(tx, number)
    if (!stored) return refuse('not-found', `There is no plan ${number}.`)
    const unexplained = await refuseUnexplained(tx, { revisionOf: number })
    if (unexplained) return unexplained
    const { request, document } = stored
    const word = document.rollbackTested
    const again = await replan(tx, ctx, stored, (planned) =>
      preflightOf(tx, ctx.now, request, planned, word, environment),
    )
    if (!again.ok) return again
    const { planned, changes, preflight } = again.value
    if (!stored.rollout && !changes.some((change) => change.holds))
      return refuse('conflict', `Nothing that would be deployed differs from plan ${number}: start that one.`)
    const seen = await previewOf(tx, planned, [...preflight], ctx.now)
    const written = await writePlan(tx, ctx, { ...request, revisionOf: number }, planned, seen, word)
    return accept({ number: written.number })
  })
  if (revised.ok) ctx.tell.changed('rollouts')
  return revised
}
