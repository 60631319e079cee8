import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DeviceReason } from '../protocol/commands/device-acts.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Mended: the device may be a canary again. */
export async function closeKnownIssue(
  ctx: CommandContext,
  where: { readonly deviceId: DeviceId; readonly id: string },
  { reason }: DeviceReason,
): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'close a known issue')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const issue = await tx.knownIssue.findFirst({ where })
    if (!issue) return refuse('not-found', 'This device has no such issue.')
    const { count } = await tx.knownIssue.updateMany({
      where: { ...where, closedAt: null },
      data: { closedAt: new Date(ctx.now) },
    })
    if (count === 0) return refuse('conflict', 'It is closed already.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.close-issue',
      object: { kind: 'device', id: where.deviceId },
      deviceId: where.deviceId,
      outcome: 'done',
      reason: `Closed “${issue.title}”: ${reason}`,
      before: { id: issue.id, owner: issue.owner, expiresAt: issue.expiresAt.toISOString() },
    })
    return accept(null)
  })
  if (done.ok) {
    ctx.tell.changed(`device:${where.deviceId}`)
    ctx.tell.changed('fleet')
  }
  return done
}
