import type { Sha256 } from '../../protocol/ids.ts'
import { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Prisma } from './generated/client.ts'

/** Which artifact a snapshot means for a platform. */
export type ArtifactIndex = {
  sha256(snapshotId: number | null, hardwareType: string, architecture: string): Sha256 | null
  manifest(snapshotId: number): ReleaseManifest | null
}

/** Reads the signed manifests of these snapshots; a manifest never changes, so callers may keep the answer. */
export async function artifactIndex(
  tx: Prisma.TransactionClient,
  snapshotIds: readonly number[],
): Promise<ArtifactIndex> {
  const snapshots = await tx.snapshot.findMany({
    where: { id: { in: [...new Set(snapshotIds)] } },
    select: { id: true, release: { select: { manifest: true } } },
  })
  const manifests = new Map(snapshots.map((one) => [one.id, ReleaseManifest.parse(JSON.parse(one.release.manifest))]))
  return {
    manifest: (id) => manifests.get(id) ?? null,
    sha256: (id, hardwareType, architecture) =>
      (id === null ? undefined : manifests.get(id))?.artifacts.find(
        (one) => one.hardwareType === hardwareType && one.architecture === architecture,
      )?.sha256 ?? null,
  }
}
