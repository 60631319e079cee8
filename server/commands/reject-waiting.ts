import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { RejectWaiting, WaitingRejected } from '../protocol/commands/lobby-acts.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Sends devices away from the lobby. Their keys are remembered: whoever comes back with one hears this reason. */
export async function rejectWaiting(
  ctx: CommandContext,
  { fingerprints, reason }: RejectWaiting,
): Promise<Ack<WaitingRejected>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'reject a device')
  if (forbidden) return forbidden
  const ack = await ctx.db.$transaction(async (tx) => {
    const rejected = await tx.lobbyEntry.updateManyAndReturn({
      where: { fingerprint: { in: fingerprints }, rejectedAt: null },
      data: { rejectedAt: new Date(ctx.now), rejectedBy: ctx.person.name, reason },
    })
    if (rejected.length === 0) return refuse('not-found', 'None of these devices waits any more.')
    for (const { fingerprint, deviceId } of rejected)
      await audit(tx, {
        at: ctx.now,
        actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
        action: 'lobby.reject',
        object: { kind: 'lobby-entry', id: fingerprint },
        outcome: 'done',
        reason: `${deviceId}: ${reason}`,
      })
    return accept({ rejected: rejected.length })
  })
  if (ack.ok) ctx.tell.changed('lobby')
  return ack
}
