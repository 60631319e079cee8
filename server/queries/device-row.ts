import { z } from 'zod'
import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import { LAYER_NAMES, LayerStatus } from '../protocol/health.ts'
import { DeviceId, type Instant, RolloutId } from '../protocol/ids.ts'
import type { DeviceRow } from '../protocol/views/devices-view.ts'

type Found = {
  id: string
  name: string
  siteId: string
  site: string
  region: string
  hardwareType: string
  groups: string[]
  labels: unknown
  quarantined: boolean
  online: boolean | null
  healthStatus: string | null
  layers: unknown
  running: string | null
  desired: string | null
  drift: string[] | null
  lastSeenAt: Date | null
  rolloutId: string | null
  rollout: string | null
  wave: number | null
  state: number | null
}

const Labels = z.record(z.string(), z.string())
const Layers = z.array(LayerStatus.nullable())

/** Rows in the order of `ids`; one that is gone is left out. One statement: a page is read ten times a minute by everybody. */
export async function deviceRows(db: PrismaClient, ids: readonly string[]): Promise<DeviceRow[]> {
  const found = await db.$queryRaw<Found[]>(Prisma.sql`
    select d.id, d.name, t.id as "siteId", t.name as site, t.region, d."hardwareType", d.groups, d.labels,
      d."quarantinedAt" is not null as quarantined, s.online, s."healthStatus", s."lastSeenAt", s."runningVersion" as running,
      jsonb_build_array(s.health #> '{connectivity,status}', s.health #> '{system,status}', s.health #> '{application,status}',
        s.health #> '{functional,status}') as layers,
      l.version as desired, f.drift, p."rolloutId", p.name as rollout, p.wave, p.state
    from "Device" d join "Site" t on t.id = d."siteId" left join "FleetRow" f on f."deviceId" = d.id
    left join "DeviceStatus" s on s."deviceId" = d.id left join "Desired" w on w."deviceId" = d.id
    left join "Snapshot" n on n.id = w."snapshotId" left join "Release" l on l.id = n."releaseId"
    left join lateral (
      select r."rolloutId", o.name, r.wave, r.state from "RolloutDevice" r join "Rollout" o on o.id = r."rolloutId"
      where r."deviceId" = d.id and not (o.phase = any(${[...ENDED_PHASES]})) limit 1
    ) p on true
    where d.id = any(${[...ids]})`)
  const byId = new Map(found.map((one) => [one.id, one]))
  return ids.flatMap((id) => {
    const one = byId.get(id)
    return one ? [rowOf(one)] : []
  })
}

function rowOf(found: Found): DeviceRow {
  const { rolloutId, rollout, wave, state, drift } = found
  // Behind a connection that is gone the layers are what they were, not what they are.
  const layers = found.online ? Layers.catch([]).parse(found.layers) : []
  return {
    id: DeviceId.parse(found.id),
    name: found.name,
    siteId: found.siteId,
    site: found.site,
    region: found.region,
    hardwareType: found.hardwareType,
    groups: found.groups,
    labels: Labels.parse(found.labels),
    quarantined: found.quarantined,
    online: found.online ?? false,
    status: LayerStatus.catch('unknown').parse(found.healthStatus),
    layers: LAYER_NAMES.map((_, index) => layers[index] ?? 'unknown'),
    running: found.running,
    desired: found.desired,
    drift: drift ?? [],
    drifted: (drift ?? []).length > 0,
    lastSeenAt: found.lastSeenAt ? (found.lastSeenAt.getTime() as Instant) : null,
    rollout:
      rolloutId === null || wave === null || state === null
        ? null
        : { id: RolloutId.parse(rolloutId), name: rollout ?? '', wave, state: stateOfByte(state) },
  }
}
