import { Prisma } from '../adapters/prisma/generated/client.ts'
import { parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { refuseToGoOn } from '../domain/rollout/unexplained.ts'
import { refuse } from '../protocol/ack.ts'

/**
 * no new attempt while an earlier one failed and nobody has recorded why: neither as a revision of it, nor as
 * another rollout to the very same releases and configuration.
 */
export async function refuseUnexplained(
  tx: Prisma.TransactionClient,
  { revisionOf, target }: { revisionOf?: number | undefined; target?: string },
) {
  const failed = await tx.rollout.findMany({
    where: {
      failure: { not: Prisma.AnyNull },
      OR: [
        ...(revisionOf === undefined ? [] : [{ planNumber: revisionOf }]),
        ...(target === undefined ? [] : [{ toSnapshot: { contentHash: target } }]),
      ],
    },
    include: WITH_TARGET,
    orderBy: { createdAt: 'desc' },
  })
  const [because] = failed.flatMap((row) => refuseToGoOn(parseRollout(row)) ?? [])
  return because === undefined ? null : refuse('conflict', because)
}
