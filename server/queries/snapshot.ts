import { secretPaths, setInLayers } from '../adapters/prisma/current-config.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { whyKept } from '../adapters/prisma/snapshot-uses.ts'
import { layersOf } from '../domain/config/layers.ts'
import { originsOf } from '../domain/config/origins.ts'
import { maskLayers } from '../domain/config/secrets.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { DEMO_KNOWN_GOOD, KNOWN_GOOD, knownGoodSentence } from '../domain/snapshot/known-good.ts'
import { DeviceId, type Instant, RolloutId } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { ActPermission, Person } from '../protocol/views/person.ts'
import { SnapshotValidation, type SnapshotView } from '../protocol/views/snapshots-view.ts'
import { layerNames } from './layer-names.ts'
import { snapshotRows } from './snapshot-row.ts'

const SOME_DEVICES = 50
const SOME_ROLLOUTS = 20

/** One snapshot whole; `device`: whose effective configuration is asked for. */
export async function snapshotView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  demo: boolean,
  number: number,
  device: string | null,
): Promise<SnapshotView | null> {
  const record = await db.snapshot.findUnique({ where: { id: number }, include: { release: true } })
  const [row] = record ? await snapshotRows(db, [record]) : []
  if (!record || !row) return null
  const config = LayeredConfig.parse(record.config)
  const secrets = await secretPaths(db)
  const masked = maskLayers(config, secrets)
  const layers = layersOf(masked)
  const [nameOf, some, to, from, kept] = await Promise.all([
    layerNames(
      db,
      layers.map((one) => one.name),
    ),
    db.device.findMany({
      where: { desired: { snapshotId: number }, revokedAt: null },
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
      take: SOME_DEVICES,
    }),
    rollouts(db, { toSnapshotId: number }),
    rollouts(db, { devices: { some: { fromSnapshotId: number } } }),
    whyKept(db, number),
  ])
  const manifest = ReleaseManifest.parse(JSON.parse(record.release.manifest))
  const may = mayOperate(person)
  return {
    ...row,
    serverTime: now,
    rule: knownGoodSentence(demo ? DEMO_KNOWN_GOOD : KNOWN_GOOD),
    layers: layers.map(({ name, document }) => ({ ...name, name: nameOf(name), document })),
    secrets: masked.secrets,
    artifacts: manifest.artifacts.map(({ hardwareType, architecture, sha256, size }) => ({
      platform: `${hardwareType}/${architecture}`,
      sha256,
      size,
    })),
    validation: SnapshotValidation.nullable().parse(record.validation),
    effective: await effective(db, config, secrets, device ?? some[0]?.id ?? null),
    some: some.map(({ id, name }) => ({ id: DeviceId.parse(id), name })),
    to,
    from,
    acts: {
      tag: may,
      validate: may,
      remove: may.allowed && kept ? no(kept) : may,
      rollOut:
        may.allowed && record.release.blockedAt ? no('Its release is blocked: unblock it, or choose another.') : may,
    },
  }
}

async function rollouts(db: PrismaClient, where: Prisma.RolloutWhereInput): Promise<SnapshotView['to']> {
  const found = await db.rollout.findMany({
    where,
    select: { id: true, name: true, phase: true, createdAt: true },
    orderBy: { createdAt: 'desc' },
    take: SOME_ROLLOUTS,
  })
  return found.map((one) => ({
    id: RolloutId.parse(one.id),
    name: one.name,
    phase: one.phase,
    createdAt: one.createdAt.getTime() as Instant,
  }))
}

/** Of the device asked for; of any, while none is to run the snapshot: what would it be told? */
async function effective(db: PrismaClient, config: LayeredConfig, secrets: readonly string[], id: string | null) {
  const device =
    id === null
      ? await db.device.findFirst({ where: { revokedAt: null }, orderBy: { name: 'asc' } })
      : await db.device.findUnique({ where: { id } })
  if (!device) return null
  const target = { deviceId: device.id, siteId: device.siteId, groups: device.groups }
  const origins = originsOf(config, target, secrets, await setInLayers(db))
  return { id: DeviceId.parse(device.id), name: device.name, origins }
}

const no = (because: string): ActPermission => ({ allowed: false, because })
