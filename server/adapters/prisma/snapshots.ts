import type { ReleaseId } from '../../protocol/ids.ts'
import { contentHash as hashOf } from './content-hash.ts'
import type { Prisma } from './generated/client.ts'

/**
 * The number of the snapshot that holds this release with this config; made if nobody asked for it before. Its content
 * hash is its identity, so two people asking for the same at once get the same number.
 */
export async function snapshotOf(
  tx: Prisma.TransactionClient,
  releaseId: ReleaseId,
  config: Prisma.InputJsonObject,
  createdBy = 'wavegate',
): Promise<number> {
  const contentHash = hashOf({ releaseId, config })
  await tx.snapshot.createMany({ data: [{ contentHash, releaseId, config, createdBy }], skipDuplicates: true })
  const snapshot = await tx.snapshot.findUniqueOrThrow({ where: { contentHash }, select: { id: true } })
  return snapshot.id
}
