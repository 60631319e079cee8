import { type Ack, accept } from '../protocol/ack.ts'
import type { ArtifactStored } from '../protocol/views/releases-view.ts'
import type { CommandContext } from './command-context.ts'
import { recordArtifact } from './record-artifact.ts'

/** The bytes of an upload are durable in the store. Whoever lost the answer hears it again while the row is kept. */
export async function finishUpload(
  ctx: CommandContext,
  id: string,
  stored: ArtifactStored,
): Promise<Ack<ArtifactStored>> {
  await recordArtifact(ctx, stored)
  await ctx.db.upload.updateMany({ where: { id, finishedAt: null }, data: { finishedAt: new Date(ctx.now) } })
  return accept(stored)
}
