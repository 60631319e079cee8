import { z } from 'zod'
import { currentConfig, secretPaths, setInLayers } from '../adapters/prisma/current-config.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { leavesOf } from '../domain/config/key-paths.ts'
import { layersOf } from '../domain/config/layers.ts'
import { originsOf } from '../domain/config/origins.ts'
import { maskConfig } from '../domain/config/secrets.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { CONFIG_SCOPES, type LayerName } from '../protocol/config-layer.ts'
import { DeviceId, type Instant, ReleaseId } from '../protocol/ids.ts'
import { ConfigDocument, LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { ConfigView } from '../protocol/views/config-view.ts'
import type { Person } from '../protocol/views/person.ts'
import { layerNames } from './layer-names.ts'

/** Which layer is edited and whose effective configuration is shown; it lives in the address. */
export const ConfigQuery = z.object({
  scope: z.enum(CONFIG_SCOPES).catch('fleet'),
  key: z.string().max(100).catch(''),
  device: z.string().max(100).optional().catch(undefined),
})
export type ConfigQuery = z.infer<typeof ConfigQuery>

const SOME_RELEASES = 50

/** Desired configuration as it is edited: one layer, and what all of them make of one device. Secret values are masked. */
export async function configView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  query: ConfigQuery,
): Promise<ConfigView> {
  const name: LayerName = { scope: query.scope, key: query.scope === 'fleet' ? '' : query.key }
  const [config, secrets, row, sites, groups, releases] = await Promise.all([
    currentConfig(db).then((partial) => LayeredConfig.parse(partial)),
    secretPaths(db),
    db.configLayer.findUnique({ where: { scope_key: name } }),
    db.site.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } }),
    groupsOf(db),
    db.release.findMany({ where: { blockedAt: null }, orderBy: { createdAt: 'desc' }, take: SOME_RELEASES }),
  ])
  const layers = layersOf(config)
  const nameOf = await layerNames(db, [name, ...layers.map((one) => one.name)])
  const where = reached(name)
  return {
    serverTime: now,
    layer: {
      ...name,
      name: nameOf(name),
      document: maskConfig(ConfigDocument.parse(row?.document ?? {}), secrets),
      version: row?.version ?? 0,
      updatedBy: row?.updatedBy ?? '',
      updatedAt: row ? (row.updatedAt.getTime() as Instant) : null,
      devices: await db.device.count({ where }),
    },
    layers: layers.map((one) => ({ ...one.name, name: nameOf(one.name), keys: leavesOf(one.document).length })),
    secrets: [...secrets],
    scopes: { groups, sites },
    releases: releases.map(({ id, name: called, version, manifest }) => ({
      id: ReleaseId.parse(id),
      label: `${called} ${version}`,
      hasSchema: ReleaseManifest.parse(JSON.parse(manifest)).configSchema !== undefined,
    })),
    effective: await effective(db, config, secrets, query.device, where),
    edit: mayOperate(person),
  }
}

async function groupsOf(db: PrismaClient): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select distinct unnest("groups") as name from "Device" where "revokedAt" is null order by 1 limit 500`
  return rows.map((row) => row.name)
}

const reached = ({ scope, key }: LayerName): Prisma.DeviceWhereInput => ({
  revokedAt: null,
  ...(scope === 'group' ? { groups: { has: key } } : {}),
  ...(scope === 'site' ? { siteId: key } : {}),
  ...(scope === 'device' ? { id: key } : {}),
})

/** Of the device asked for, else of the first one the layer reaches. */
async function effective(
  db: PrismaClient,
  config: LayeredConfig,
  secrets: readonly string[],
  asked: string | undefined,
  where: Prisma.DeviceWhereInput,
): Promise<ConfigView['effective']> {
  const include = { site: { select: { name: true } } }
  const device =
    (asked ? await db.device.findFirst({ where: { OR: [{ id: asked }, { name: asked }] }, include }) : null) ??
    (await db.device.findFirst({ where, orderBy: { name: 'asc' }, include }))
  if (!device) return null
  const { id, name, siteId, groups } = device
  return {
    device: { id: DeviceId.parse(id), name, site: device.site.name, groups },
    origins: originsOf(config, { deviceId: id, siteId, groups }, secrets, await setInLayers(db)),
  }
}
