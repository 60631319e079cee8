import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { type Instant, Sha256 } from '../protocol/ids.ts'
import type { RemoveBytes } from './remove-artifact.ts'

/**
 * Forgets uploads nobody came back to, and bytes of them that reached the store the moment before power went. Those go first: a row
 * that is still there is looked at again.
 */
export async function expireUploads(db: PrismaClient, removeBytes: RemoveBytes, now: Instant): Promise<number> {
  const before = { expiresAt: { lt: new Date(now) } }
  const expired = await db.upload.findMany({ where: before, select: { id: true, sha256: true } })
  for (const { id, sha256 } of expired)
    await db.$transaction(async (tx) => {
      // Nobody begins an upload meanwhile, of these bytes least of all.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('upload', 0))`
      const artifact = await tx.artifact.findUnique({ where: { sha256 } })
      const another = await tx.upload.findFirst({ where: { sha256, finishedAt: null, id: { not: id } } })
      const mine = await tx.upload.findFirst({ where: { id, ...before } })
      if (mine && !mine.finishedAt && !artifact && !another) await removeBytes(Sha256.parse(sha256))
      await tx.upload.deleteMany({ where: { id, ...before } })
    })
  return expired.length
}
