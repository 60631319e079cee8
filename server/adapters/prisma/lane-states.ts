import type { RolloutId } from '../../protocol/ids.ts'
import type { PrismaClient } from './generated/client.ts'

/** All device states of a rollout, one byte a device in lane order; null when there is no such rollout. */
export async function laneStates(db: PrismaClient, rolloutId: RolloutId): Promise<Uint8Array<ArrayBuffer> | null> {
  const rows = await db.rolloutDevice.findMany({
    where: { rolloutId },
    orderBy: { index: 'asc' },
    select: { index: true, state: true },
  })
  const last = rows.at(-1)
  if (!last) return null
  const bytes = new Uint8Array(last.index + 1)
  for (const { index, state } of rows) bytes[index] = state
  return bytes
}
