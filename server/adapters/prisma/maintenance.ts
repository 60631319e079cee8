import type { Instant } from '../../protocol/ids.ts'
import { Prisma } from './generated/client.ts'
import { toDate } from './rollout-row.ts'

/** CTE `maintenance`: for each of these devices, the stretches since `from` in which a rollout had it in hand. */
export const maintenanceOf = (devices: Prisma.Sql, from: Instant): Prisma.Sql => Prisma.sql`maintenance as (
  select "deviceId", array_agg(tstzrange("exposedAt", greatest("exposedAt", "changedAt"), '[]')) as stretches
  from "RolloutDevice"
  where "deviceId" in (${devices}) and "exposedAt" is not null and "changedAt" >= ${toDate(from)} group by 1)`

/** Over a sample `s` and the device's `maintenance m`. */
export const OUTSIDE_MAINTENANCE = Prisma.sql`(m.stretches is null or not (s."at" <@ any(m.stretches)))`
