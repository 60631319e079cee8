import type { Prisma } from './generated/client.ts'

/** Why a snapshot must stay; null when nothing needs it. */
export async function whyKept(tx: Prisma.TransactionClient, number: number): Promise<string | null> {
  const [desired, back, rollouts, plan] = await Promise.all([
    tx.desired.count({ where: { snapshotId: number } }),
    tx.rolloutDevice.count({ where: { fromSnapshotId: number } }),
    tx.rollout.count({ where: { OR: [{ toSnapshotId: number }, { otherSnapshotId: number }] } }),
    tx.rolloutPlan.findFirst({
      where: { OR: [{ toSnapshotId: number }, { otherSnapshotId: number }] },
      orderBy: { number: 'desc' },
      select: { number: true },
    }),
  ])
  if (desired > 0) return `It is in use: ${desired} ${desired === 1 ? 'device is' : 'devices are'} to run it.`
  if (back > 0) return 'It is a rollback target: devices of a rollout go back to it.'
  if (rollouts > 0) return 'A rollout went to it, and its report needs it.'
  if (plan) return `Plan ${plan.number} goes to it.`
  return null
}
