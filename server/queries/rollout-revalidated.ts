import { z } from 'zod'
import type { Prisma, Revalidation } from '../adapters/prisma/generated/client.ts'
import type { Instant, RolloutId } from '../protocol/ids.ts'
import { type Revalidated, Unfit } from '../protocol/views/revalidated.ts'

/** What the newest scan that met this rollout open made of its plan. */
export async function rolloutRevalidated(
  db: Prisma.TransactionClient,
  rolloutId: RolloutId,
): Promise<Revalidated | null> {
  const row = await db.revalidation.findFirst({ where: { rolloutId }, orderBy: { id: 'desc' } })
  return row && revalidated(row)
}

export const revalidated = ({ scanId, at, checked, unfit }: Revalidation): Revalidated => ({
  scanId,
  at: at.getTime() as Instant,
  checked,
  unfit: z.array(Unfit).parse(unfit),
})
