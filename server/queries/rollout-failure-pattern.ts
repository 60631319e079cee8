import { z } from 'zod'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { failurePattern } from '../domain/failure/pattern.ts'
import type { RolloutId } from '../protocol/ids.ts'
import type { RolloutView } from '../protocol/views/rollout-view.ts'

const Reason = z.object({ reason: z.string() })

/** what the failed devices of a rollout have in common. */
export async function rolloutFailurePattern(
  db: Prisma.TransactionClient,
  id: RolloutId,
): Promise<RolloutView['failurePattern']> {
  const exposed = await db.rolloutDevice.findMany({
    where: { rolloutId: id, exposedAt: { not: null } },
    select: { failure: true, device: { select: { hardwareType: true, site: { select: { region: true } } } } },
  })
  const all = exposed.map(({ failure, device }) => ({
    hardwareType: device.hardwareType,
    region: device.site.region,
    reason: Reason.nullable().parse(failure)?.reason ?? null,
  }))
  const failed = all.flatMap(({ reason, ...device }) => (reason === null ? [] : [{ ...device, reason }]))
  const pattern = failurePattern(failed, all)
  return pattern && { ...pattern, table: [...pattern.table] }
}
