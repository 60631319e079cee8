import { mayDecide } from '../domain/rollout/acts.ts'
import { refuseDegraded } from '../domain/rollout/recovery-acts.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DecideApproval } from '../protocol/commands/rollout-acts.ts'
import type { ApprovalId, Instant } from '../protocol/ids.ts'
import { RolloutState } from '../protocol/rollout-state.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

export const approve = (ctx: CommandContext, id: ApprovalId, body: DecideApproval) =>
  decideApproval(ctx, id, 'approve', body)
export const reject = (ctx: CommandContext, id: ApprovalId, body: DecideApproval) =>
  decideApproval(ctx, id, 'reject', body)

/**
 * one human's word on frozen evidence. It raises the rollout's version, so that an exposure being committed at
 * the same moment is decided again with this word in it.
 */
async function decideApproval(
  ctx: CommandContext,
  id: ApprovalId,
  decision: 'approve' | 'reject',
  body: DecideApproval,
): Promise<Ack<null>> {
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<{ rolloutId: string }>> => {
    // The engine commits by the same row: whoever comes second sees what the first one did.
    await tx.$queryRaw`
      select 1 from "Rollout" where "id" = (select "rolloutId" from "Approval" where "id" = ${id}) for update`
    const approval = await tx.approval.findUnique({ where: { id }, include: { decisions: true } })
    if (!approval) return refuse('not-found', 'There is no such approval.')
    const may = mayDecide(
      ctx.person,
      {
        ...approval,
        expiresAt: approval.expiresAt.getTime() as Instant,
        decidedBy: approval.decisions.map((one) => one.userId),
      },
      ctx.now,
    )
    if (!may.allowed) return refuse(approval.outcome === 'open' ? 'forbidden' : 'conflict', may.because)
    if (approval.evidenceHash !== body.evidenceHash) {
      return refuse('stale', 'The evidence is not what you looked at: read it again, then decide.')
    }
    const { state } = await tx.rollout.findUniqueOrThrow({ where: { id: approval.rolloutId }, select: { state: true } })
    const degraded = decision === 'approve' ? refuseDegraded(RolloutState.parse(state)) : null
    if (degraded) return refuse('conflict', degraded)
    if (decision === 'reject' && body.comment === '')
      return refuse('malformed', 'Say why you reject it: the requester has to act on it.')
    await tx.approvalDecision.create({
      data: {
        approvalId: id,
        userId: ctx.person.id,
        userName: ctx.person.name,
        decision,
        comment: body.comment,
        at: new Date(ctx.now),
      },
    })
    const { count } = await tx.rollout.updateMany({
      where: { id: approval.rolloutId, phase: 'awaiting-approval' },
      data: { version: { increment: 1 }, nextWakeAt: new Date(ctx.now) },
    })
    if (count === 0) throw new Error(`approval ${id} is open, but its rollout waits for none`)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: `approval.${decision}`,
      object: { kind: 'approval', id },
      rolloutId: approval.rolloutId,
      outcome: 'done',
      reason: body.comment || (decision === 'approve' ? 'Approved without a comment.' : ''),
      after: { evidenceHash: body.evidenceHash, wave: approval.wave },
    })
    return accept({ rolloutId: approval.rolloutId })
  })
  if (!done.ok) return done
  for (const room of ['approvals', 'rollouts', 'fleet'] as const) ctx.tell.changed(room)
  ctx.nudge()
  return accept(null)
}
