import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { RevokeDevice } from '../protocol/commands/identity-acts.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { endSession } from './end-session.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Cuts a device off at once: nothing is said to it, given to it or planned for it until the owner releases it. */
export async function revokeDevice(ctx: CommandContext, id: DeviceId, { reason }: RevokeDevice): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'revoke a device')
  if (forbidden) return forbidden
  const ack = await ctx.db.$transaction(async (tx) => {
    const at = new Date(ctx.now)
    const device = await tx.device.findUnique({ where: { id } })
    if (!device) return refuse('not-found', `There is no device ${id}.`)
    const { count } = await tx.device.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: at, revokedReason: reason },
    })
    if (count === 0) return refuse('conflict', `${id} is revoked already (${device.revokedReason}).`)
    await tx.deviceKey.updateMany({
      where: { deviceId: id, state: 'active' },
      data: { state: 'revoked', until: at, untilWhy: reason },
    })
    await tx.deviceKey.deleteMany({ where: { deviceId: id, state: 'next' } })
    await tx.discrepancy.updateMany({
      where: { deviceId: id, kind: 'identity', resolvedAt: null },
      data: { resolvedAt: at, resolvedBy: ctx.person.name, resolution: 'the device was revoked' },
    })
    await endSession(tx, id)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.revoke',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason,
    })
    return accept(null)
  })
  if (!ack.ok) return ack
  ctx.tell.sessions([id])
  ctx.tell.changed(`device:${id}`)
  ctx.tell.changed('fleet')
  ctx.nudge()
  return ack
}
