import { z } from 'zod'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import { HealthLayers, LAYER_NAMES, LayerStatus } from '../protocol/health.ts'
import { DeviceId, type Instant, RolloutId } from '../protocol/ids.ts'
import type { DeviceRow } from '../protocol/views/devices-view.ts'

/** What a row is made of, whatever else is read with it. */
export const WITH_ROW = {
  site: true,
  fleetRow: { select: { drift: true, statusSince: true } },
  desired: { include: { snapshot: { include: { release: { select: { version: true } } } } } },
  rollouts: {
    include: { rollout: { select: { id: true, name: true } } },
    where: { rollout: { phase: { notIn: [...ENDED_PHASES] } } },
    take: 1,
  },
} as const satisfies Prisma.DeviceInclude

const STATUS = { online: true, lastSeenAt: true, healthStatus: true, health: true, runningVersion: true } as const

type RowRecord = Prisma.DeviceGetPayload<{ include: typeof WITH_ROW }> & {
  status: Prisma.DeviceStatusGetPayload<{ select: typeof STATUS }> | null
}

/** Rows in the order of `ids`; one that is gone is left out. */
export async function deviceRows(db: PrismaClient, ids: readonly string[]): Promise<DeviceRow[]> {
  const devices = await db.device.findMany({
    where: { id: { in: [...ids] } },
    include: { ...WITH_ROW, status: { select: STATUS } },
  })
  const byId = new Map(devices.map((device) => [device.id, device]))
  return ids.flatMap((id) => {
    const device = byId.get(id)
    return device ? [deviceRow(device)] : []
  })
}

export function deviceRow(device: RowRecord): DeviceRow {
  const { status, desired } = device
  const health = HealthLayers.nullable().parse(status?.health ?? null)
  const drift = device.fleetRow?.drift ?? []
  const [place] = device.rollouts
  return {
    id: DeviceId.parse(device.id),
    name: device.name,
    siteId: device.siteId,
    site: device.site.name,
    region: device.site.region,
    hardwareType: device.hardwareType,
    groups: device.groups,
    labels: z.record(z.string(), z.string()).parse(device.labels),
    quarantined: device.quarantinedAt !== null,
    online: status?.online ?? false,
    status: LayerStatus.catch('unknown').parse(status?.healthStatus),
    layers: LAYER_NAMES.map((layer) => health?.[layer].status ?? 'unknown'),
    running: status?.runningVersion ?? null,
    desired: desired?.snapshot.release.version ?? null,
    drift,
    drifted: drift.length > 0,
    lastSeenAt: status ? (status.lastSeenAt.getTime() as Instant) : null,
    rollout: place
      ? {
          id: RolloutId.parse(place.rollout.id),
          name: place.rollout.name,
          wave: place.wave,
          state: stateOfByte(place.state),
        }
      : null,
  }
}
