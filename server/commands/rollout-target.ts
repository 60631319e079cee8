import { bytesGone } from '../adapters/prisma/artifact-gone.ts'
import { configDigests } from '../adapters/prisma/config-digests.ts'
import { contentHash } from '../adapters/prisma/content-hash.ts'
import { currentConfig } from '../adapters/prisma/current-config.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { snapshotOf } from '../adapters/prisma/snapshots.ts'
import type { ConfigTarget } from '../domain/config/effective-config.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { ReleaseId, type Sha256 } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'

/** Where a rollout moves its devices: a release and the configuration frozen with it. */
export type RolloutTarget = {
  readonly release: Prisma.ReleaseGetPayload<Record<string, never>>
  readonly manifest: ReleaseManifest
  /** names release and configuration together, also while no snapshot of them has a number yet */
  readonly contentHash: string
  readonly config: LayeredConfig
  /** of the configuration it means for a device */
  configDigest(target: ConfigTarget): Sha256
  /** number of its snapshot; made when there is none yet */
  snapshot(tx: Prisma.TransactionClient, by: string): Promise<number>
}

export async function rolloutTarget(
  tx: Prisma.TransactionClient,
  asked: { readonly releaseId?: ReleaseId | undefined; readonly snapshotId?: number | undefined },
): Promise<Ack<RolloutTarget>> {
  return asked.snapshotId === undefined ? byRelease(tx, asked.releaseId) : bySnapshot(tx, asked.snapshotId)
}

async function bySnapshot(tx: Prisma.TransactionClient, id: number): Promise<Ack<RolloutTarget>> {
  const found = await tx.snapshot.findUnique({ where: { id }, include: { release: true } })
  if (!found) return refuse('not-found', `There is no snapshot ${id}: choose one that was made.`)
  const { release, ...snapshot } = found
  const blocked = await refuseUnusable(tx, release)
  if (blocked) return blocked
  const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
  const config = LayeredConfig.parse(snapshot.config)
  return accept({
    release,
    manifest,
    contentHash: snapshot.contentHash,
    config,
    configDigest: configDigests(config),
    snapshot: async () => id,
  })
}

async function byRelease(tx: Prisma.TransactionClient, id: string | undefined): Promise<Ack<RolloutTarget>> {
  const release = id === undefined ? null : await tx.release.findUnique({ where: { id } })
  if (!release) return refuse('not-found', 'There is no such release: choose one of the published releases.')
  const blocked = await refuseUnusable(tx, release)
  if (blocked) return blocked
  const releaseId = ReleaseId.parse(release.id)
  // The configuration as it is edited now goes with the release: a rollout never takes away what devices were told.
  const config = await currentConfig(tx)
  const hash = contentHash({ releaseId, config })
  const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
  const layers = LayeredConfig.parse(config)
  return accept({
    release,
    manifest,
    contentHash: hash,
    config: layers,
    configDigest: configDigests(layers),
    snapshot: (writer, by) => snapshotOf(writer, releaseId, config, by),
  })
}

async function refuseUnusable(tx: Prisma.TransactionClient, release: RolloutTarget['release']) {
  if (release.blockedAt)
    return refuse('conflict', `${release.name} ${release.version} is blocked: choose another release.`)
  const gone = await bytesGone(tx, [release])
  return gone ? refuse('conflict', gone) : null
}
