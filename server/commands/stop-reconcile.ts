import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Nothing more is asked; a device that was asked already ends what it began. */
export async function stopReconcile(ctx: CommandContext, { id }: { id: string }): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'stop a reconcile')
  if (forbidden) return forbidden
  return ctx.db.$transaction(async (tx) => {
    const because = `stopped by ${ctx.person.name}`
    const { count } = await tx.reconcileRun.updateMany({
      where: { id, state: 'running' },
      data: { state: 'stopped', because, endedAt: new Date(ctx.now) },
    })
    if (count === 0) return refuse('conflict', 'This reconcile has ended already.')
    await tx.reconcileDevice.updateMany({
      where: { runId: id, state: { in: ['waiting', 'asked'] } },
      data: { state: 'skipped', because, endedAt: new Date(ctx.now) },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'drift.reconcile-stopped',
      object: { kind: 'reconcile', id },
      outcome: 'done',
      reason: because,
    })
    ctx.tell.changed('drift')
    return accept(null)
  })
}
