import { bytesGone } from '../adapters/prisma/artifact-gone.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { MarkRelease } from '../protocol/commands/mark-release.ts'
import type { ReleaseId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** It may still be chosen; whoever does is told why it should not be. */
export const deprecateRelease = (ctx: CommandContext, id: ReleaseId, { reason }: MarkRelease): Promise<Ack<null>> =>
  mark(ctx, id, 'deprecate', reason, {
    only: { deprecatedAt: null },
    data: { deprecatedAt: new Date(ctx.now), deprecatedBy: ctx.person.name, deprecatedReason: reason },
    otherwise: 'It is deprecated already.',
  })

export const reinstateRelease = (ctx: CommandContext, id: ReleaseId, { reason }: MarkRelease): Promise<Ack<null>> =>
  mark(ctx, id, 'reinstate', reason, {
    only: { deprecatedAt: { not: null } },
    data: { deprecatedAt: null, deprecatedBy: null, deprecatedReason: null },
    otherwise: 'It is not deprecated.',
  })

/** What a block paused stays paused: somebody resumes it who has looked. */
export const unblockRelease = (ctx: CommandContext, id: ReleaseId, { reason }: MarkRelease): Promise<Ack<null>> =>
  mark(ctx, id, 'unblock', reason, {
    only: { blockedAt: { not: null } },
    data: { blockedAt: null, blockedBy: null, blockedReason: null },
    otherwise: 'It is not blocked.',
  })

async function mark(
  ctx: CommandContext,
  id: ReleaseId,
  verb: 'deprecate' | 'reinstate' | 'unblock',
  reason: string,
  change: { only: Prisma.ReleaseWhereInput; data: Prisma.ReleaseUpdateManyMutationInput; otherwise: string },
): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, `${verb} a release`)
  if (forbidden) return forbidden
  const marked = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    // What is offered again has to be here.
    const gone = verb === 'reinstate' ? await bytesGone(tx, await tx.release.findMany({ where: { id } })) : null
    if (gone) return refuse('conflict', gone)
    const { count } = await tx.release.updateMany({ where: { id, ...change.only }, data: change.data })
    if (count === 0)
      return (await tx.release.findUnique({ where: { id } }))
        ? refuse('conflict', change.otherwise)
        : refuse('not-found', 'There is no such release.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: `release.${verb}`,
      object: { kind: 'release', id },
      outcome: 'done',
      reason,
    })
    return accept(null)
  })
  if (marked.ok) ctx.tell.changed('releases')
  return marked
}
