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
  const known = await tx.snapshot.findUnique({ where: { contentHash }, select: { id: true } })
  if (known) return known.id
  // One maker at a time: an insert that loses on the hash would still use up a number.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('snapshot', 0))`
  const made = await tx.snapshot.findUnique({ where: { contentHash }, select: { id: true } })
  if (made) return made.id
  return (await tx.snapshot.create({ data: { contentHash, releaseId, config, createdBy }, select: { id: true } })).id
}
