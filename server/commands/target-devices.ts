import { Prisma } from '../adapters/prisma/generated/client.ts'
import { SELECTOR_FROM, selectorSql } from '../adapters/prisma/selector-sql.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DeviceTarget } from '../protocol/commands/fleet-acts.ts'
import type { Instant } from '../protocol/ids.ts'
import { selectorOf } from '../protocol/selector/selector.ts'

/** A count that moved by more than this since somebody confirmed it is another decision. */
const MOVED_PERCENT = 5

/** The devices an act is for, in this transaction; refused when a selector no longer matches what was confirmed. */
export async function targetDevices(
  tx: Prisma.TransactionClient,
  target: DeviceTarget,
  now: Instant,
): Promise<Ack<readonly string[]>> {
  if ('ids' in target) {
    const ids = [...new Set<string>(target.ids)]
    const known = await tx.device.findMany({ where: { id: { in: ids }, revokedAt: null }, select: { id: true } })
    const missing = ids.length - known.length
    return missing === 0
      ? accept(known.map(({ id }) => id))
      : refuse('not-found', `${missing} of these devices are not in the registry any more: look again.`)
  }
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    select f."deviceId" as id from ${SELECTOR_FROM} where ${selectorSql(selectorOf(target.where), now)}`)
  const moved = Math.abs(rows.length - target.expected)
  if (moved * 100 > target.expected * MOVED_PERCENT)
    return refuse(
      'conflict',
      `${rows.length} devices match now, ${target.expected} were confirmed: look at them again, nothing was changed.`,
    )
  return accept(rows.map(({ id }) => id))
}
