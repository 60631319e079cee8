import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { Sha256 } from '../protocol/ids.ts'
import type { ArtifactStored } from '../protocol/views/releases-view.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

/**
 * Notes an artifact whose bytes are durable. Saying it twice is harmless: the same name is the same bytes. One that was about to be
 * removed stays; where the removal came first, the new bytes went with the old ones and have to be uploaded again.
 */
export async function recordArtifact(
  ctx: CommandContext,
  { sha256, size }: ArtifactStored,
  sizeInStore: (sha256: Sha256) => Promise<number | null>,
): Promise<Ack<ArtifactStored>> {
  return ctx.db.$transaction(async (tx): Promise<Ack<ArtifactStored>> => {
    const at = new Date(ctx.now)
    const verified = { verifiedAt: at, verifiedSha256: sha256 }
    const row = { sha256, size: BigInt(size), createdAt: at, uploadedBy: ctx.person.name, ...verified }
    const isNew = (await insert(tx, row)) || (!(await keep(tx, sha256)) && (await insert(tx, row)))
    // The row is ours until the end of this transaction: what is in the store now is not being removed.
    if ((await sizeInStore(sha256)) !== size) {
      if (isNew) await tx.artifact.delete({ where: { sha256 } })
      return refuse('conflict', 'The same bytes were being removed while you uploaded them: upload them again.')
    }
    if (!isNew) return accept({ sha256, size })
    await tx.removedArtifact.deleteMany({ where: { sha256 } })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'artifact.upload',
      object: { kind: 'artifact', id: sha256 },
      outcome: 'done',
      reason: `${size} bytes`,
    })
    return accept({ sha256, size })
  })
}

const insert = async (tx: Prisma.TransactionClient, row: Prisma.ArtifactCreateManyInput): Promise<boolean> =>
  (await tx.artifact.createMany({ data: [row], skipDuplicates: true })).count === 1

/** Waits for whoever is removing it; false when it is gone then. */
const keep = async (tx: Prisma.TransactionClient, sha256: Sha256): Promise<boolean> =>
  (await tx.artifact.updateMany({ where: { sha256 }, data: { removingAt: null, unneededSince: null } })).count === 1
