import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { SELECTOR_FROM, selectorSql } from '../adapters/prisma/selector-sql.ts'
import type { Instant } from '../protocol/ids.ts'
import { selectorOf } from '../protocol/selector/selector.ts'
import type { DeviceRowsQuery, DeviceRowsView } from '../protocol/views/devices-view.ts'
import { deviceRows } from './device-row.ts'
import { countMatching } from './devices.ts'

/** The rows somebody looks at, as they are now: a list follows what changes without moving under the cursor. */
export async function deviceRowsView(
  db: PrismaClient,
  now: Instant,
  { where, ids }: DeviceRowsQuery,
): Promise<DeviceRowsView> {
  const condition = selectorSql(selectorOf(where), now)
  const [devices, matching, matched] = await Promise.all([
    deviceRows(db, ids),
    db.$queryRaw<{ id: string }[]>(Prisma.sql`
      select f."deviceId" as id from ${SELECTOR_FROM} where f."deviceId" = any(${ids}) and ${condition}`),
    countMatching(db, condition),
  ])
  const still = new Set(matching.map(({ id }) => id))
  return { serverTime: now, devices, moved: ids.filter((id) => !still.has(id)), matched }
}
