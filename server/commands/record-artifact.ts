import { type Ack, accept } from '../protocol/ack.ts'
import type { ArtifactStored } from '../protocol/views/releases-view.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

/** Notes an artifact whose bytes are durable. Saying it twice is harmless: the same name is the same bytes. */
export async function recordArtifact(
  ctx: CommandContext,
  { sha256, size }: ArtifactStored,
): Promise<Ack<ArtifactStored>> {
  await ctx.db.$transaction(async (tx) => {
    const at = new Date(ctx.now)
    const verified = { verifiedAt: at, verifiedSha256: sha256 }
    const row = { sha256, size: BigInt(size), createdAt: at, uploadedBy: ctx.person.name, ...verified }
    const { count } = await tx.artifact.createMany({ data: [row], skipDuplicates: true })
    if (count === 0) return
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'artifact.upload',
      object: { kind: 'artifact', id: sha256 },
      outcome: 'done',
      reason: `${size} bytes`,
    })
  })
  return accept({ sha256, size })
}
