import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { refuse } from '../protocol/ack.ts'
import { CreateRollout } from '../protocol/commands/create-rollout.ts'
import { PlanDocument } from '../protocol/plan-document.ts'

const WITH_ROLLOUT = { rollout: { select: { id: true, name: true, phase: true } } } as const

/** A plan as it was written, with what was asked for and what became of it; null when there is none of this number. */
export async function storedPlan(tx: Prisma.TransactionClient, number: number) {
  const row = await tx.rolloutPlan.findUnique({ where: { number }, include: WITH_ROLLOUT })
  if (!row) return null
  return { ...row, request: CreateRollout.parse(row.request), document: PlanDocument.parse(row.document) }
}

export type StoredPlan = NonNullable<Awaited<ReturnType<typeof storedPlan>>>

/** A revision is of a plan that exists. */
export async function refuseNoPlan(tx: Prisma.TransactionClient, number: number | undefined) {
  if (number === undefined || (await tx.rolloutPlan.count({ where: { number } })) > 0) return null
  return refuse('not-found', `There is no plan ${number}: make a revision of one that was saved.`)
}
