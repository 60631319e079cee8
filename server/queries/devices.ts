import { z } from 'zod'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import { HealthLayers, LAYER_NAMES, LayerStatus } from '../protocol/health.ts'
import { DeviceId, type Instant, RolloutId } from '../protocol/ids.ts'
import type { DeviceRow, DevicesView } from '../protocol/views/device-view.ts'
import type { Person } from '../protocol/views/person.ts'

const PAGE = 200

/** Values of the address bar; each left out means any. `cursor` is the id after which the page begins. */
export const DeviceFilter = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  status: z.enum(['healthy', 'degraded', 'unhealthy', 'unknown', 'offline']).optional().catch(undefined),
  site: z.string().max(100).optional().catch(undefined),
  hardware: z.string().max(60).optional().catch(undefined),
  version: z.string().max(60).optional().catch(undefined),
  cursor: z.string().max(100).optional().catch(undefined),
})
export type DeviceFilter = z.infer<typeof DeviceFilter>

const WITH_ALL = {
  site: true,
  status: true,
  desired: { include: { snapshot: { include: { release: true } } } },
  rollouts: {
    include: { rollout: { select: { id: true, name: true } } },
    where: { rollout: { phase: { notIn: [...ENDED_PHASES] } } },
    take: 1,
  },
} as const satisfies Prisma.DeviceInclude
export type DeviceRecord = Prisma.DeviceGetPayload<{ include: typeof WITH_ALL }>
export const WITH_DEVICE = WITH_ALL

/** Which devices match, and how do they split. Keyset pages in the order of ids; facets count what matches. */
export async function devicesView(
  db: PrismaClient,
  _person: Person,
  now: Instant,
  filter: DeviceFilter,
): Promise<DevicesView> {
  const where = whereOf(filter)
  const [rows, matched, total, facets] = await Promise.all([
    db.device.findMany({
      where: { AND: [where, filter.cursor ? { id: { gt: filter.cursor } } : {}] },
      include: WITH_ALL,
      orderBy: { id: 'asc' },
      take: PAGE + 1,
    }),
    db.device.count({ where }),
    db.device.count({ where: { revokedAt: null } }),
    countFacets(db, where),
  ])
  const named = [...Object.keys(facets.site), ...(filter.site ? [filter.site] : [])]
  const sites = await db.site.findMany({ where: { id: { in: named } }, select: { id: true, name: true } })
  const page = rows.slice(0, PAGE)
  return {
    serverTime: now,
    devices: page.map(deviceRow),
    matched,
    total,
    cursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    facets,
    siteNames: Object.fromEntries(sites.map((site) => [site.id, site.name])),
  }
}

function whereOf({ q, status, site, hardware, version }: DeviceFilter): Prisma.DeviceWhereInput {
  const contains = q ? { contains: q, mode: 'insensitive' as const } : undefined
  return {
    revokedAt: null,
    ...(contains ? { OR: [{ id: contains }, { name: contains }, { site: { name: contains } }] } : {}),
    ...(site ? { siteId: site } : {}),
    ...(hardware ? { hardwareType: hardware } : {}),
    AND: [version ? { status: { is: { runningVersion: version } } } : {}, statusWhere(status)],
  }
}

function statusWhere(status: DeviceFilter['status']): Prisma.DeviceWhereInput {
  switch (status) {
    case undefined:
      return {}
    case 'offline':
      return { status: { is: { online: false } } }
    case 'unknown':
      return { OR: [{ status: { is: null } }, { status: { is: { online: true, healthStatus: 'unknown' } } }] }
    default:
      return { status: { is: { online: true, healthStatus: status } } }
  }
}

async function countFacets(db: PrismaClient, where: Prisma.DeviceWhereInput): Promise<DevicesView['facets']> {
  const [sites, hardware, statuses] = await Promise.all([
    db.device.groupBy({ by: ['siteId'], where, _count: { _all: true } }),
    db.device.groupBy({ by: ['hardwareType'], where, _count: { _all: true } }),
    db.deviceStatus.groupBy({
      by: ['online', 'healthStatus', 'runningVersion'],
      where: { device: where },
      _count: { _all: true },
    }),
  ])
  const status: Record<string, number> = {}
  const version: Record<string, number> = {}
  for (const row of statuses) {
    const bucket = row.online ? row.healthStatus : 'offline'
    status[bucket] = (status[bucket] ?? 0) + row._count._all
    if (row.runningVersion) version[row.runningVersion] = (version[row.runningVersion] ?? 0) + row._count._all
  }
  return {
    status,
    version,
    site: Object.fromEntries(sites.map((row) => [row.siteId, row._count._all])),
    hardware: Object.fromEntries(hardware.map((row) => [row.hardwareType, row._count._all])),
  }
}

export function deviceRow(device: DeviceRecord): DeviceRow {
  const { status, desired } = device
  const health = HealthLayers.nullable().parse(status?.health ?? null)
  const wanted = desired?.snapshot.release.version ?? null
  const [place] = device.rollouts
  return {
    id: DeviceId.parse(device.id),
    name: device.name,
    site: device.site.name,
    region: device.site.region,
    hardwareType: device.hardwareType,
    online: status?.online ?? false,
    status: LayerStatus.catch('unknown').parse(status?.healthStatus),
    layers: LAYER_NAMES.map((layer) => health?.[layer].status ?? 'unknown'),
    running: status?.runningVersion ?? null,
    desired: wanted,
    drifted: wanted !== null && status?.runningVersion != null && status.runningVersion !== wanted && !place,
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
