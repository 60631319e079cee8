import { configDigests } from '../adapters/prisma/config-digests.ts'
import { contentHash } from '../adapters/prisma/content-hash.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { snapshotOf } from '../adapters/prisma/snapshots.ts'
import type { ConfigTarget } from '../domain/config/effective-config.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PreviewRollout } from '../protocol/commands/create-rollout.ts'
import { ReleaseId, type Sha256 } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'

/** Where a rollout moves its devices: a release and the configuration frozen with it. */
export type RolloutTarget = {
  readonly release: Prisma.ReleaseGetPayload<Record<string, never>>
  readonly manifest: ReleaseManifest
  /** names release and configuration together, also while no snapshot of them has a number yet */
  readonly contentHash: string
  /** of the configuration it means for a device */
  configDigest(target: ConfigTarget): Sha256
  /** number of its snapshot; made when there is none yet */
  snapshot(tx: Prisma.TransactionClient, by: string): Promise<number>
}

export async function rolloutTarget(
  tx: Prisma.TransactionClient,
  asked: Pick<PreviewRollout, 'releaseId' | 'snapshotId'>,
): Promise<Ack<RolloutTarget>> {
  return asked.snapshotId === undefined ? byRelease(tx, asked.releaseId) : bySnapshot(tx, asked.snapshotId)
}

async function bySnapshot(tx: Prisma.TransactionClient, id: number): Promise<Ack<RolloutTarget>> {
  const found = await tx.snapshot.findUnique({ where: { id }, include: { release: true } })
  if (!found) return refuse('not-found', `There is no snapshot ${id}: choose one that was made.`)
  const { release, ...snapshot } = found
  const blocked = refuseBlocked(release)
  if (blocked) return blocked
  return accept({
    release,
    manifest: ReleaseManifest.parse(JSON.parse(release.manifest)),
    contentHash: snapshot.contentHash,
    configDigest: configDigests(LayeredConfig.parse(snapshot.config)),
    snapshot: async () => id,
  })
}

async function byRelease(tx: Prisma.TransactionClient, id: string | undefined): Promise<Ack<RolloutTarget>> {
  const release = id === undefined ? null : await tx.release.findUnique({ where: { id } })
  if (!release) return refuse('not-found', 'There is no such release: choose one of the published releases.')
  const blocked = refuseBlocked(release)
  if (blocked) return blocked
  const releaseId = ReleaseId.parse(release.id)
  const hash = contentHash({ releaseId, config: {} })
  return accept({
    release,
    manifest: ReleaseManifest.parse(JSON.parse(release.manifest)),
    contentHash: hash,
    configDigest: configDigests(LayeredConfig.parse({})),
    snapshot: (writer, by) => snapshotOf(writer, releaseId, {}, by),
  })
}

function refuseBlocked(release: RolloutTarget['release']) {
  return release.blockedAt
    ? refuse('conflict', `${release.name} ${release.version} is blocked: choose another release.`)
    : null
}
