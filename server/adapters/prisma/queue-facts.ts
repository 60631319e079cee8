import { replan } from '../../commands/replan.ts'
import { storedPlan } from '../../commands/stored-plan.ts'
import { changeWords } from '../../domain/rollout/diff-plans.ts'
import type { QueueFacts } from '../../domain/rollout/queue-facts.ts'
import type { Rollout } from '../../domain/rollout/rollout.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Prisma } from './generated/client.ts'
import { rolloutsAhead } from './rollouts-ahead.ts'

/** Who goes before a rollout that waits for its turn, and, once nobody does, whether its plan would come out the same; else null. */
export async function queueFacts(
  db: Prisma.TransactionClient,
  { planNumber }: { readonly planNumber: number | null },
  { id, state, paused, plan }: Rollout,
  now: Instant,
): Promise<QueueFacts | null> {
  if (state.phase !== 'preparing' || !state.queue) return null
  if (paused || state.queue.changed || (state.startAt ?? 0) > now) return { ahead: [], changed: null }
  const ahead = await rolloutsAhead(db, id, state.queue, now)
  return { ahead, changed: ahead.length > 0 ? null : await changedSince(db, planNumber, plan.hash, now) }
}

/** How the plan would come out otherwise now, in words; null when it would be walked the same. */
async function changedSince(
  db: Prisma.TransactionClient,
  number: number | null,
  hash: string,
  now: Instant,
): Promise<string | null> {
  const stored = number === null ? null : await storedPlan(db, number)
  if (!stored) return null
  // The time of its start has passed while it waited, and a policy that was accepted stays accepted.
  const { startAt: _, ...request } = stored.request
  const again = await replan(db, { demo: stored.document.policy.demo, now }, { ...stored, request })
  if (!again.ok) return again.refusal.message
  const { changes, planned } = again.value
  const held = changes.filter((change) => change.holds)
  if (held.length > 0) return changeWords(held)
  return planned.plan.hash === hash ? null : 'it would be walked otherwise'
}
