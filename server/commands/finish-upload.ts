import type { Ack } from '../protocol/ack.ts'
import type { Sha256 } from '../protocol/ids.ts'
import type { ArtifactStored } from '../protocol/views/releases-view.ts'
import type { CommandContext } from './command-context.ts'
import { recordArtifact } from './record-artifact.ts'

/** The bytes of an upload are durable in the store. Whoever lost the answer hears it again while the row is kept. */
export async function finishUpload(
  ctx: CommandContext,
  id: string,
  stored: ArtifactStored,
  sizeInStore: (sha256: Sha256) => Promise<number | null>,
): Promise<Ack<ArtifactStored>> {
  const recorded = await recordArtifact(ctx, stored, sizeInStore)
  if (recorded.ok)
    await ctx.db.upload.updateMany({ where: { id, finishedAt: null }, data: { finishedAt: new Date(ctx.now) } })
  else await ctx.db.upload.deleteMany({ where: { id, finishedAt: null } })
  return recorded
}
