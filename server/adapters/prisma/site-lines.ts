import type { OnTheLine } from '../../domain/rollout/site-line.ts'
import { stateByte } from '../../protocol/device-state.ts'
import type { RolloutId } from '../../protocol/ids.ts'
import { Prisma } from './generated/client.ts'

const INSTALLING = stateByte('installing')

/** Over alias `o`; 0: none. */
const CAP = Prisma.sql`coalesce((o."policy" #>> '{ramp,bytesPerSecondPerSite}')::float8, 0)`

/** Steps before the bytes are there. */
const FETCHING = ['accepted', 'downloading']

/**
 * Who downloads at these sites for another rollout: told and not heard of, too. Where neither this rollout has a cap nor the
 * other, nobody is counted. A way back is not: it never waits, and finds what it needs in its slot.
 */
export function siteLines(
  db: Prisma.TransactionClient,
  id: RolloutId,
  cap: number,
  sites: readonly string[],
): Promise<readonly OnTheLine[]> {
  return db.$queryRaw<OnTheLine[]>`
    select d."id" as "deviceId", d."siteId", o."name" as rollout, w."bytesPerSecond"::float8 as "bytesPerSecond", ${CAP} as cap
    from "Rollout" o
    join "RolloutDevice" r on r."rolloutId" = o."id" and r."state" = ${INSTALLING}
    join "Device" d on d."id" = r."deviceId" and d."siteId" = any(${sites})
    join "Desired" w on w."deviceId" = d."id" and w."rolloutId" = o."id"
    join "Snapshot" target on target."id" = w."snapshotId"
    left join "Snapshot" before on before."id" = r."fromSnapshotId"
    left join "DeviceStatus" s on s."deviceId" = d."id"
    where o."active" and o."id" <> ${id} and (${cap} > 0 or ${CAP} > 0)
      and before."releaseId" is distinct from target."releaseId"
      and (s."deviceId" is null or s."generation" < w."generation" or s."reported" #>> '{update,step}' = any(${FETCHING}))
    order by d."id"`
}

/** Is there anything to count? Almost always nobody has a cap, and then nothing else is asked. */
export async function linesAreKept(db: Prisma.TransactionClient, id: RolloutId, cap: number): Promise<boolean> {
  if (cap > 0) return true
  const [other] = await db.$queryRaw<unknown[]>`
    select 1 from "Rollout" o where o."active" and o."id" <> ${id} and ${CAP} > 0 limit 1`
  return other !== undefined
}
