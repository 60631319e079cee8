import { secretPaths } from '../adapters/prisma/current-config.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { diffLayers } from '../domain/config/diff-layers.ts'
import { leavesOf } from '../domain/config/key-paths.ts'
import { layersOf } from '../domain/config/layers.ts'
import type { Instant } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { SnapshotDiffView } from '../protocol/views/snapshots-view.ts'
import { layerNames } from './layer-names.ts'
import type { SnapshotRecord } from './snapshot-row.ts'

/** What moving from one snapshot to another changes; null when either is not there. */
export async function snapshotDiffView(
  db: PrismaClient,
  now: Instant,
  a: number,
  b: number,
): Promise<SnapshotDiffView | null> {
  const records = await db.snapshot.findMany({ where: { id: { in: [a, b] } }, include: { release: true } })
  const [before, after] = [records.find((one) => one.id === a), records.find((one) => one.id === b)]
  if (!before || !after) return null
  const [from, to] = [LayeredConfig.parse(before.config), LayeredConfig.parse(after.config)]
  const changes = diffLayers(from, to, await secretPaths(db))
  const nameOf = await layerNames(
    db,
    changes.map((one) => one.layer),
  )
  const named = layersOf(to).reduce((sum, { document }) => sum + leavesOf(document).length, 0)
  return {
    serverTime: now,
    a: side(before),
    b: side(after),
    artifacts: artifacts(before, after),
    config: changes.map((one) => ({
      ...one,
      layer: { ...one.layer, name: nameOf(one.layer) },
      before: one.before as SnapshotDiffView['config'][number]['before'],
      after: one.after as SnapshotDiffView['config'][number]['after'],
    })),
    same: named - changes.filter((one) => one.after !== null).length,
  }
}

const side = ({ id, release, note, contentHash }: SnapshotRecord) => ({
  number: id,
  release: `${release.name} ${release.version}`,
  note,
  contentHash,
})

function artifacts(before: SnapshotRecord, after: SnapshotRecord): SnapshotDiffView['artifacts'] {
  const of = ({ release }: SnapshotRecord) =>
    new Map(
      ReleaseManifest.parse(JSON.parse(release.manifest)).artifacts.map((one) => [
        `${one.hardwareType}/${one.architecture}`,
        one.sha256 as string,
      ]),
    )
  const [old, fresh] = [of(before), of(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((platform) => ({ platform, before: old.get(platform) ?? null, after: fresh.get(platform) ?? null }))
    .filter((one) => one.before !== one.after)
}
