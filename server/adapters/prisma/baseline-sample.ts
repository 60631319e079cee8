import { grouped } from '../../domain/by-text.ts'
import type { BaselineSample, PreflightDevice } from '../../domain/preflight/facts.ts'
import type { Instant } from '../../protocol/ids.ts'
import { Prisma } from './generated/client.ts'
import { maintenanceOf, OUTSIDE_MAINTENANCE } from './maintenance.ts'
import { SAME_CONFIGURATION } from './rollout-evidence.ts'
import { toDate } from './rollout-row.ts'

const MOST_CANARIES = 500
const MOST_PER_STRATUM = 20

/**
 * D-10: what the window holds of each device on the version it runs, without the stretches in which a rollout had it: those
 * are maintenance. All canaries up to 500, and of each wave, hardware type and release up to 20, those with the smallest ids:
 * an hour of a hundred thousand devices is tens of millions of samples, and a wave is compared as a whole.
 */
export async function baselineSample(
  db: Prisma.TransactionClient,
  devices: readonly PreflightDevice[],
  from: Instant,
): Promise<readonly BaselineSample[]> {
  const online = devices.filter((device) => device.online)
  const strata = grouped(online, (device) =>
    device.wave === 0 ? 'canary' : `${device.wave} ${device.hardwareType} ${device.running}`,
  )
  const ids = [...strata].flatMap(([stratum, some]) =>
    some.slice(0, stratum === 'canary' ? MOST_CANARIES : MOST_PER_STRATUM).map((device) => device.deviceId),
  )
  const rows = await db.$queryRaw<{ deviceId: string; requests: number }[]>`
    with ${maintenanceOf(Prisma.sql`select unnest(${ids}::text[])`, from)}
    select u.id as "deviceId", coalesce(sum(s."requests"), 0)::float8 as requests
    from unnest(${ids}::text[]) u(id)
    join "DeviceStatus" t on t."deviceId" = u.id
    left join maintenance m on m."deviceId" = u.id
    left join "DeviceSample" s on s."deviceId" = u.id and s."at" >= ${toDate(from)}
      and s."sha256" = t."runningSha256" and ${OUTSIDE_MAINTENANCE} and ${SAME_CONFIGURATION}
    group by 1`
  return rows
}
