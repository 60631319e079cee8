import { type Ack, accept, refuse } from '../protocol/ack.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Nobody enrols with it any more; the devices that did stay. */
export async function revokeEnrolmentToken(ctx: CommandContext, id: string): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'revoke an enrolment token')
  if (forbidden) return forbidden
  const ack = await ctx.db.$transaction(async (tx) => {
    const token = await tx.enrolmentToken.findUnique({ where: { id } })
    if (!token) return refuse('not-found', 'There is no such enrolment token.')
    const { count } = await tx.enrolmentToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date(ctx.now) },
    })
    if (count === 0) return refuse('conflict', `The token “${token.name}” is revoked already.`)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'enrolment-token.revoke',
      object: { kind: 'enrolment-token', id },
      outcome: 'done',
      reason: `“${token.name}”, ${token.usesLeft} of ${token.uses} uses left`,
    })
    return accept(null)
  })
  if (ack.ok) ctx.tell.changed('lobby')
  return ack
}
