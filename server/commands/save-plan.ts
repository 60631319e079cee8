import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { PreflightEnvironment } from '../adapters/prisma/preflight-environment.ts'
import { planPreflight, wordSentence } from '../adapters/prisma/rollout-preflight.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { CreateRollout } from '../protocol/commands/create-rollout.ts'
import type { Instant } from '../protocol/ids.ts'
import type { RollbackWord } from '../protocol/plan-document.ts'
import { onePlanAtATime, wordOf } from './begin-rollout.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { type PlannedRollout, planRollout } from './plan-rollout.ts'
import { previewOf } from './preview-rollout.ts'
import { refuseUnexplained } from './refuse-unexplained.ts'
import { refuseNoPlan } from './stored-plan.ts'
import { writePlan } from './write-plan.ts'

/** Keeps a plan as a document, with its pre-flight as it is now. Nothing is started; what is unmet may be met later. */
export async function savePlan(
  ctx: CommandContext,
  asked: CreateRollout,
  environment: PreflightEnvironment,
): Promise<Ack<{ number: number }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'save a plan')
  if (forbidden) return forbidden
  const saved = await onePlanAtATime(ctx, async (tx): Promise<Ack<{ number: number }>> => {
    const missing = await refuseNoPlan(tx, asked.revisionOf)
    if (missing) return missing
    const unexplained = await refuseUnexplained(tx, { revisionOf: asked.revisionOf })
    if (unexplained) return unexplained
    const planned = await planRollout(tx, asked, ctx.demo, ctx.now)
    if (!planned.ok) return planned
    if (asked.planHash && asked.planHash !== planned.value.plan.hash) {
      return refuse('stale', 'The fleet changed since you looked at this plan: look at it again, then save.')
    }
    const word = wordOf(asked.rollbackTested, ctx)
    const preflight = await preflightOf(tx, ctx.now, asked, planned.value, word, environment)
    const seen = await previewOf(tx, planned.value, preflight, ctx.now)
    const { number } = await writePlan(tx, ctx, asked, planned.value, seen, word)
    return accept({ number })
  })
  if (saved.ok) ctx.tell.changed('rollouts')
  return saved
}

/** R-025 … for a request that was just planned. */
export function preflightOf(
  tx: Prisma.TransactionClient,
  now: Instant,
  { communicationPlan }: CreateRollout,
  { target, other, policy, plan }: PlannedRollout,
  word: RollbackWord | null,
  environment: PreflightEnvironment,
) {
  const rollbackWord = word && wordSentence(word)
  const planned = {
    release: target.release,
    other: other?.release,
    policy,
    order: plan.order,
    communicationPlan,
    rollbackWord,
  }
  return planPreflight(tx, planned, now, environment)
}
