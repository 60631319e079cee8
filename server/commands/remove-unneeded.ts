import { type Ack, accept } from '../protocol/ack.ts'
import type { ArtifactsRemoved, RemoveArtifacts } from '../protocol/commands/remove-artifacts.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'
import { finishRemoval, markForRemoval, type RemoveBytes } from './remove-artifact.ts'

/** Removes these artifacts at once, without waiting out the time for which they are kept unneeded. What something needs stays. */
export async function removeUnneeded(
  ctx: CommandContext,
  { sha256s }: RemoveArtifacts,
  removeBytes: RemoveBytes,
): Promise<Ack<ArtifactsRemoved>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'remove artifacts')
  if (forbidden) return forbidden
  const by = { kind: 'person', id: ctx.person.id, name: ctx.person.name } as const
  let removed = 0
  let freedBytes = 0
  const kept: ArtifactsRemoved['kept'] = []
  for (const sha256 of new Set(sha256s)) {
    const marked = await markForRemoval(ctx.db, sha256, by, ctx.now, ctx.now)
    if (marked.kind === 'kept') kept.push({ sha256, because: marked.because })
    else {
      freedBytes += await finishRemoval(ctx.db, sha256, removeBytes, ctx.now)
      removed += 1
    }
  }
  ctx.tell.changed('releases')
  return accept({ removed, freedBytes, kept })
}
