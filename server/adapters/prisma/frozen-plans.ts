import type { RolloutId } from '../../protocol/ids.ts'
import { Plan } from '../../protocol/plan.ts'
import type { Prisma } from './generated/client.ts'

const KEPT = 20

/** A rollout's plan is written with it and never changes: megabytes for a large fleet, so that the engine reads and parses it once. */
export class FrozenPlans {
  readonly #known = new Map<RolloutId, Plan>()

  async of(db: Prisma.TransactionClient, id: RolloutId): Promise<Plan> {
    const known = this.#known.get(id)
    if (known) return known
    const row = await db.rollout.findUniqueOrThrow({ where: { id }, select: { plan: true } })
    const plan = Plan.parse(row.plan)
    this.#known.set(id, plan)
    for (const oldest of [...this.#known.keys()].slice(0, Math.max(0, this.#known.size - KEPT)))
      this.#known.delete(oldest)
    return plan
  }
}
