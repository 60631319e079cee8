import { whyKept } from '../adapters/prisma/snapshot-uses.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Only one that nothing needs: in use, as a rollback target or in a rollout's history it stays. */
export async function deleteSnapshot(ctx: CommandContext, number: number): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'delete a snapshot')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    // Nobody starts to use it while it goes: a plan is frozen under the same lock.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('rollout:create', 0))`
    const found = await tx.snapshot.findUnique({ where: { id: number }, include: { release: true } })
    if (!found) return refuse('not-found', `There is no snapshot ${number}.`)
    const kept = await whyKept(tx, number)
    if (kept) return refuse('conflict', kept)
    await tx.snapshot.delete({ where: { id: number } })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'snapshot.delete',
      object: { kind: 'snapshot', id: String(number) },
      outcome: 'done',
      reason: `${found.release.name} ${found.release.version}. ${found.note}`.trim(),
    })
    return accept(null)
  })
  if (done.ok) ctx.tell.changed('fleet')
  return done
}
