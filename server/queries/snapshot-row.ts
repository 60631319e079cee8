import { devicesOnSnapshots, type OnSnapshot } from '../adapters/prisma/devices-on-snapshots.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { leavesOf } from '../domain/config/key-paths.ts'
import { layersOf } from '../domain/config/layers.ts'
import { type Instant, ReleaseId } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import type { SnapshotRow } from '../protocol/views/snapshots-view.ts'

export type SnapshotRecord = Prisma.SnapshotGetPayload<{ include: { release: true } }>

/** Snapshots as they stand in a list: who made them is named, and their devices are counted. */
export async function snapshotRows(
  db: Prisma.TransactionClient,
  records: readonly SnapshotRecord[],
): Promise<SnapshotRow[]> {
  const [only = null] = records.length === 1 ? records.map((one) => one.id) : []
  const [on, people] = await Promise.all([
    devicesOnSnapshots(db, only),
    db.user.findMany({ where: { id: { in: records.map((one) => one.createdBy) } }, select: { id: true, name: true } }),
  ])
  const counts = new Map(on.map((one) => [one.snapshotId, one]))
  const names = new Map(people.map((one) => [one.id, one.name]))
  return records.map((record) => row(record, names.get(record.createdBy) ?? 'Wavegate', counts.get(record.id)))
}

function row(record: SnapshotRecord, author: string, on: OnSnapshot | undefined): SnapshotRow {
  const { release } = record
  const { desired = 0, running = 0, connected = 0, healthy = 0 } = on ?? {}
  const layers = layersOf(LayeredConfig.parse(record.config))
  return {
    number: record.id,
    contentHash: record.contentHash,
    note: record.note,
    author,
    createdAt: record.createdAt.getTime() as Instant,
    scope: record.scope,
    release: {
      id: ReleaseId.parse(release.id),
      name: release.name,
      version: release.version,
      blocked: release.blockedAt !== null,
    },
    keys: new Set(layers.flatMap(({ document }) => leavesOf(document).map(({ path }) => path))).size,
    tags: record.tags,
    knownGood: {
      since: record.knownGoodSince ? (record.knownGoodSince.getTime() as Instant) : null,
      because: record.knownGoodBecause || 'No rollout to it has completed yet.',
    },
    devices: { desired, running, connected, healthy },
  }
}
