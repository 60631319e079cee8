import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { planChanges } from '../adapters/prisma/plan-changes.ts'
import { type Ack, accept } from '../protocol/ack.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import type { PlanChange } from '../protocol/plan-change.ts'
import type { PreflightItem } from '../protocol/rollout-state.ts'
import type { CommandContext } from './command-context.ts'
import { type PlannedRollout, planRollout } from './plan-rollout.ts'
import { previewOf } from './preview-rollout.ts'
import type { StoredPlan } from './stored-plan.ts'
import { planDocument } from './write-plan.ts'

export type Replanned = { readonly planned: PlannedRollout; readonly changes: readonly PlanChange[] }

/** The same request planned now, and what became different since. A refusal says why nothing can be planned any more. */
export async function replan(
  tx: Prisma.TransactionClient,
  ctx: Pick<CommandContext, 'demo' | 'now'>,
  stored: StoredPlan,
  preflight: (planned: PlannedRollout) => Promise<PreflightItem[]> = async () => [],
): Promise<Ack<Replanned & { preflight: readonly PreflightItem[] }>> {
  const answer = await planRollout(tx, stored.request, ctx.demo, ctx.now, stored.document.seen.plan.canary)
  if (!answer.ok) return answer
  const planned = answer.value
  const items = await preflight(planned)
  const { config } = await tx.snapshot.findUniqueOrThrow({ where: { id: stored.toSnapshotId } })
  const seen = await previewOf(tx, planned, [...items], ctx.now)
  const document = planDocument(
    stored.request,
    planned,
    { snapshot: stored.toSnapshotId, otherSnapshot: stored.otherSnapshotId },
    seen,
    stored.document.rollbackTested,
  )
  const changes = await planChanges(
    tx,
    { document: stored.document, config: LayeredConfig.parse(config) },
    { document, config: planned.target.config },
  )
  return accept({ planned, changes, preflight: items })
}
