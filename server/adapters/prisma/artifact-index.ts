import type { ConfigTarget } from '../../domain/config/effective-config.ts'
import type { Sha256 } from '../../protocol/ids.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { ReleaseManifest } from '../../protocol/manifest.ts'
import { configDigests } from './config-digests.ts'
import type { Prisma } from './generated/client.ts'

/** Which artifact a snapshot means for a platform, and which configuration for a device. */
export type ArtifactIndex = {
  sha256(snapshotId: number | null, hardwareType: string, architecture: string): Sha256 | null
  /** of the effective configuration (canonical-json.ts); null for a snapshot that is not there */
  configDigest(snapshotId: number | null, target: ConfigTarget): Sha256 | null
  manifest(snapshotId: number): ReleaseManifest | null
}

/** Reads these snapshots and their signed manifests; neither ever changes, so callers may keep the answer. */
export async function artifactIndex(
  tx: Prisma.TransactionClient,
  snapshotIds: readonly number[],
): Promise<ArtifactIndex> {
  const snapshots = await tx.snapshot.findMany({
    where: { id: { in: [...new Set(snapshotIds)] } },
    select: { id: true, config: true, release: { select: { manifest: true } } },
  })
  const manifests = new Map(snapshots.map((one) => [one.id, ReleaseManifest.parse(JSON.parse(one.release.manifest))]))
  const digests = new Map(snapshots.map((one) => [one.id, configDigests(LayeredConfig.parse(one.config))]))
  return {
    manifest: (id) => manifests.get(id) ?? null,
    configDigest: (id, target) => (id === null ? undefined : digests.get(id))?.(target) ?? null,
    sha256: (id, hardwareType, architecture) =>
      (id === null ? undefined : manifests.get(id))?.artifacts.find(
        (one) => one.hardwareType === hardwareType && one.architecture === architecture,
      )?.sha256 ?? null,
  }
}
