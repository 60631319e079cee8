import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Stops waiting. Nothing is compared and no device is marked; what devices said meanwhile stays known. */
export async function cancelScan(ctx: CommandContext, id: string): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'cancel a scan')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const { count } = await tx.scan.updateMany({
      where: { id, running: true },
      data: { state: 'cancelled', running: null, endedAt: new Date(ctx.now) },
    })
    if (count === 0)
      return (await tx.scan.count({ where: { id } })) === 0
        ? refuse('not-found', 'There is no such scan.')
        : refuse('conflict', 'That scan has ended already.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'scan.cancel',
      object: { kind: 'scan', id },
      outcome: 'done',
      reason: 'Stopped waiting; no device was marked.',
    })
    return accept(null)
  })
  if (done.ok) ctx.tell.changed('scan')
  return done
}
