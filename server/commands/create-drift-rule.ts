import { type Ack, accept } from '../protocol/ack.ts'
import { type CreateDriftRule, expiryOf } from '../protocol/commands/drift-acts.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** What is done from now on about differences like these, who answers for it, and until when. */
export async function createDriftRule(ctx: CommandContext, rule: CreateDriftRule): Promise<Ack<{ id: string }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'decide what is done about drift')
  if (forbidden) return forbidden
  const { expiresInDays: _, ...stored } = rule
  const expires = expiryOf(rule, ctx.now)
  const id = ctx.newId()
  return ctx.db.$transaction(async (tx) => {
    await tx.driftRule.create({
      data: {
        ...stored,
        id,
        createdBy: ctx.person.id,
        createdAt: new Date(ctx.now),
        expiresAt: expires === null ? null : new Date(expires),
      },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'drift-rule.create',
      object: { kind: 'drift-rule', id },
      outcome: 'done',
      reason: `${rule.action} ${rule.kind} ${rule.keyPattern} on ${rule.selector || 'every device'}: ${rule.reason}`,
      after: rule,
    })
    ctx.tell.changed('drift')
    return accept({ id })
  })
}
