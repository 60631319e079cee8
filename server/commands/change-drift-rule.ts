import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** `end`: it says nothing any more. `restart`: a rule that stopped after a failure asks devices again. */
export async function changeDriftRule(
  ctx: CommandContext,
  { id, change }: { id: string; change: 'end' | 'restart' },
): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'decide what is done about drift')
  if (forbidden) return forbidden
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.driftRule.updateMany({
      where: { id, endedAt: null, ...(change === 'restart' ? { stoppedAt: { not: null } } : {}) },
      data: change === 'end' ? { endedAt: new Date(ctx.now) } : { stoppedAt: null, stoppedBecause: null },
    })
    if (count === 0)
      return refuse('conflict', change === 'end' ? 'This rule has ended already.' : 'This rule is not stopped.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: `drift-rule.${change}`,
      object: { kind: 'drift-rule', id },
      outcome: 'done',
      reason: '',
    })
    ctx.tell.changed('drift')
    return accept(null)
  })
}
