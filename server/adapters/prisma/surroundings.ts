import { hasBudget } from '../../domain/rollout/disruption.ts'
import type { Neighbour, Placed, Surroundings } from '../../domain/rollout/surroundings.ts'
import { stateByte } from '../../protocol/device-state.ts'
import { DeviceId } from '../../protocol/ids.ts'
import type { DisruptionBudget } from '../../protocol/policy.ts'
import type { Prisma } from './generated/client.ts'

/** Nobody can count on a device of which the registry says one of these. */
const OUT = ['offline', 'never', 'unhealthy']

/** Where a rollout has a device in hand. */
const IN_HAND = (['installing', 'verifying', 'rolling-back'] as const).map(stateByte)

/** What a disruption budget counts where these devices are. `own`: the rollout counts them itself. Null without a budget. */
export async function surroundings(
  db: Prisma.TransactionClient,
  budget: DisruptionBudget,
  devices: readonly Placed[],
  own: ReadonlySet<string>,
): Promise<Surroundings | null> {
  if (!hasBudget(budget)) return null
  const away = await awayAt(db, placesOf(devices))
  return { totals: await unitTotals(db, devices), away: away.filter(({ deviceId }) => !own.has(deviceId)) }
}

/** Registered devices of every site and redundancy group that one of these is in. */
export async function unitTotals(
  db: Prisma.TransactionClient,
  devices: readonly Placed[],
): Promise<ReadonlyMap<string, number>> {
  const { sites, groups } = placesOf(devices)
  const rows = await db.$queryRaw<{ key: string; devices: number }[]>`
    select 'site ' || f."siteId" as key, count(*)::int as devices from "FleetRow" f
    where f."siteId" = any(${sites}) group by 1
    union all
    select 'redundancy group ' || d."redundancyGroup", count(*)::int from "Device" d
    where d."redundancyGroup" = any(${groups}) and d."revokedAt" is null group by 1`
  return new Map(rows.map((row) => [row.key, row.devices]))
}

async function awayAt(
  db: Prisma.TransactionClient,
  { sites, groups }: ReturnType<typeof placesOf>,
): Promise<readonly Neighbour[]> {
  const rows = await db.$queryRaw<(Placed & { id: string; name: string })[]>`
    select d."id", d."name", d."siteId", d."redundancyGroup" from "Device" d
    join "FleetRow" f on f."deviceId" = d."id"
    left join "Desired" w on w."deviceId" = d."id"
    left join "RolloutDevice" r on r."rolloutId" = w."rolloutId" and r."deviceId" = d."id"
    where (d."siteId" = any(${sites}) or d."redundancyGroup" = any(${groups}))
      and (f."status" = any(${OUT}) or r."state" = any(${IN_HAND}))`
  return rows.map(({ id, ...row }) => ({ ...row, deviceId: DeviceId.parse(id) }))
}

const placesOf = (devices: readonly Placed[]) => ({
  sites: [...new Set(devices.map(({ siteId }) => siteId))],
  groups: [...new Set(devices.flatMap(({ redundancyGroup }) => redundancyGroup ?? []))],
})
