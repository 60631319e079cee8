import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { Criteria } from '../protocol/plan-document.ts'
import type { RolloutPlan } from '../protocol/views/rollout-plan.ts'
import { planChain } from './plan-chain.ts'

/** Null for a rollout that was started before plans were documents. */
export async function rolloutPlan(db: PrismaClient, number: number | null): Promise<RolloutPlan | null> {
  if (number === null) return null
  const [{ criteria }, chain] = await Promise.all([
    db.rolloutPlan.findUniqueOrThrow({ where: { number }, select: { criteria: true } }),
    planChain(db, number),
  ])
  return { number, criteria: Criteria.parse(criteria), chain }
}
