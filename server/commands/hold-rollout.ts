import type { Prisma } from '../adapters/prisma/generated/client.ts'
import type { RolloutId } from '../protocol/ids.ts'

/**
 * First in the transaction of every act: waits for the engine's commit that is under way and keeps the next one out. A person
 * who stops a rollout must not be sent away because it moved; what they may do is judged by where it stands then.
 */
export async function holdRollout(tx: Prisma.TransactionClient, id: RolloutId): Promise<void> {
  await tx.$queryRaw`select 1 from "Rollout" where "id" = ${id} for update`
}
