import type { PreflightEnvironment } from '../adapters/prisma/preflight-environment.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PlanNowView } from '../protocol/views/plan-view.ts'
import type { CommandContext } from './command-context.ts'
import { replan } from './replan.ts'
import { preflightOf } from './save-plan.ts'
import { storedPlan } from './stored-plan.ts'

/** How a saved plan would come out now, and its pre-flight now. Nothing is written; whoever may read a plan may ask. */
export async function planNow(
  ctx: CommandContext,
  number: number,
  environment: PreflightEnvironment,
): Promise<Ack<PlanNowView>> {
  const stored = await storedPlan(ctx.db, number)
  if (!stored) return refuse('not-found', `There is no plan ${number}.`)
  if (stored.rollout) return refuse('conflict', `Plan ${number} was started: look at ${stored.rollout.name}.`)
  const word = stored.document.rollbackTested
  const again = await replan(ctx.db, ctx, stored, (planned) =>
    preflightOf(ctx.db, ctx.now, stored.request, planned, word, environment),
  )
  const serverTime = ctx.now
  if (!again.ok) return accept({ serverTime, preflight: [], changes: [], problem: again.refusal.message })
  const { preflight, changes } = again.value
  return accept({ serverTime, preflight: [...preflight], changes: [...changes], problem: null })
}
