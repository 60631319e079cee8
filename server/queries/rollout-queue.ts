import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { rolloutsAhead, rolloutsBehind } from '../adapters/prisma/rollouts-ahead.ts'
import { hasEnded } from '../domain/rollout/ended-phases.ts'
import { mayPrioritise } from '../domain/rollout/queue.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutView } from '../protocol/views/rollout-view.ts'

/** For whom a rollout waits, and who waits for it. */
export async function queueOf(
  db: Prisma.TransactionClient,
  person: Person,
  rollout: Rollout,
  now: Instant,
): Promise<Pick<RolloutView, 'queue' | 'waiting'>> {
  const { id, state } = rollout
  const queue = state.phase === 'preparing' ? state.queue : undefined
  const ahead = queue ? await rolloutsAhead(db, id, queue, now) : []
  return {
    queue: queue ? { ...queue, ahead: [...ahead], prioritise: mayPrioritise(rollout, person) } : null,
    waiting: hasEnded(state.phase) ? [] : [...(await rolloutsBehind(db, rollout, now))],
  }
}
