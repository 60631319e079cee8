import { ageOf, artifactNeeds } from '../adapters/prisma/artifact-needs.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { RemovedBy } from '../adapters/prisma/removed-by.ts'
import { artifactFates } from '../domain/release/artifact-fate.ts'
import type { Instant, Sha256 } from '../protocol/ids.ts'
import { audit } from './audit.ts'

/** Takes an artifact's bytes out of the store; taking away what is not there is no error. */
export type RemoveBytes = (sha256: Sha256) => Promise<void>

export type Marked =
  | { readonly kind: 'marked' }
  /** something needs it after all, or it went meanwhile */
  | { readonly kind: 'kept'; readonly because: string }

/** A bucket may take its time to delete an object. */
const REMOVAL_MS = 60_000

/**
 * Decides that an artifact goes. From here on nothing new may rely on it: whoever wants to waits for this transaction, or is waited
 * for and then counted. `unneededBefore`: something needed it after that, and it stays for now.
 */
export async function markForRemoval(
  db: PrismaClient,
  sha256: Sha256,
  by: RemovedBy,
  now: Instant,
  unneededBefore: Instant,
): Promise<Marked> {
  return db.$transaction(async (tx): Promise<Marked> => {
    const row = await locked(tx, sha256)
    if (!row) return { kind: 'kept', because: 'it is not here any more' }
    if (row.removingAt) return { kind: 'marked' }
    const fate = artifactFates([ageOf(row)], await artifactNeeds(tx), now).get(sha256)
    if (fate?.kind !== 'unneeded') return { kind: 'kept', because: fate?.because.join('; ') ?? '' }
    if (fate.since > unneededBefore) return { kind: 'kept', because: 'something needed it a short while ago' }
    await tx.artifact.update({
      where: { sha256 },
      data: { removingAt: new Date(now), removingBy: { ...by }, removingBecause: fate.because },
    })
    return { kind: 'marked' }
  })
}

/**
 * Removes what was marked: the bytes, then the row with its audit entry. Killed anywhere, doing it again ends it. The row stays locked
 * meanwhile, so that an upload of the same bytes is recorded before or after, never in between. Answers the bytes that were freed.
 */
export async function finishRemoval(
  db: PrismaClient,
  sha256: Sha256,
  removeBytes: RemoveBytes,
  now: Instant,
): Promise<number> {
  return db.$transaction(
    async (tx) => {
      const row = await locked(tx, sha256)
      if (!row?.removingAt) return 0
      await removeBytes(sha256)
      const by = RemovedBy.parse(row.removingBy)
      const gone = { size: row.size, removedAt: new Date(now), removedBy: by.name, because: row.removingBecause }
      await tx.artifact.delete({ where: { sha256 } })
      await tx.removedArtifact.upsert({ where: { sha256 }, create: { sha256, ...gone }, update: gone })
      await audit(tx, {
        at: now,
        actor: by,
        action: 'artifact.remove',
        object: { kind: 'artifact', id: sha256 },
        outcome: 'done',
        reason: `${row.size} bytes: ${row.removingBecause}`,
      })
      return Number(row.size)
    },
    { timeout: REMOVAL_MS, maxWait: REMOVAL_MS },
  )
}

async function locked(tx: Prisma.TransactionClient, sha256: Sha256) {
  await tx.$executeRaw`select 1 from "Artifact" where "sha256" = ${sha256} for update`
  return tx.artifact.findUnique({ where: { sha256 } })
}
