import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** What waited for it goes on at once. */
export async function endFreeze(ctx: CommandContext, id: string): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'end a freeze')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const freeze = await tx.freeze.findUnique({ where: { id } })
    if (!freeze) return refuse('not-found', 'There is no such freeze.')
    const { count } = await tx.freeze.updateMany({
      where: { id, endedAt: null, until: { gt: new Date(ctx.now) } },
      data: { endedAt: new Date(ctx.now), endedByName: ctx.person.name },
    })
    if (count === 0) return refuse('conflict', 'It is over already.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'freeze.end',
      object: { kind: 'freeze', id },
      outcome: 'done',
      reason: `Ended the freeze of ${freeze.createdByName}: ${freeze.reason}`,
    })
    return accept(null)
  })
  if (!done.ok) return done
  for (const room of ['fleet', 'rollouts'] as const) ctx.tell.changed(room)
  ctx.nudge()
  return done
}
