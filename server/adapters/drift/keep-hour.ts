import type { Instant } from '../../protocol/ids.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'

/** Longer than any screen looks back. */
const KEPT_DAYS = 30

/** Takes note of how many devices differ now: of an hour the most counts, so that a short wave is seen afterwards too. */
export async function keepDriftHour(db: PrismaClient, now: Instant): Promise<void> {
  await db.$executeRaw`
    insert into "DriftHour" (at, drifted, devices)
    select date_trunc('hour', ${new Date(now)}::timestamptz, 'UTC'), count(*) filter (where exists
      (select 1 from "DriftItem" i where i."deviceId" = d.id))::int, count(*)::int
    from "Device" d where d."revokedAt" is null
    on conflict (at) do update set drifted = greatest("DriftHour".drifted, excluded.drifted), devices = excluded.devices`
  await db.driftHour.deleteMany({ where: { at: { lt: new Date(now - KEPT_DAYS * 24 * 3_600_000) } } })
}
