import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { TagSnapshot } from '../protocol/commands/snapshots.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

export async function tagSnapshot(ctx: CommandContext, number: number, { tags }: TagSnapshot): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'tag a snapshot')
  if (forbidden) return forbidden
  const wanted = [...new Set(tags)].toSorted()
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const found = await tx.snapshot.findUnique({ where: { id: number }, select: { tags: true } })
    if (!found) return refuse('not-found', `There is no snapshot ${number}.`)
    await tx.snapshot.update({ where: { id: number }, data: { tags: wanted } })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'snapshot.tag',
      object: { kind: 'snapshot', id: String(number) },
      outcome: 'done',
      reason: wanted.length > 0 ? `Tagged ${wanted.join(', ')}.` : 'No tags any more.',
      before: found.tags,
      after: wanted,
    })
    return accept(null)
  })
  if (done.ok) ctx.tell.changed('fleet')
  return done
}
