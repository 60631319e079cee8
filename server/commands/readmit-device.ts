import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { ReadmitDevice } from '../protocol/commands/identity-acts.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'

/** Takes a revocation back: the device is let in again with the key it had. */
export async function readmitDevice(ctx: CommandContext, id: DeviceId, { reason }: ReadmitDevice): Promise<Ack<null>> {
  if (ctx.person.role !== 'owner')
    return refuse('forbidden', `Ask the owner to readmit a revoked device: your role is ${ctx.person.role}.`)
  const ack = await ctx.db.$transaction(async (tx) => {
    const device = await tx.device.findUnique({ where: { id } })
    if (!device) return refuse('not-found', `There is no device ${id}.`)
    const { count } = await tx.device.updateMany({
      where: { id, revokedAt: { not: null } },
      data: { revokedAt: null, revokedReason: null },
    })
    if (count === 0) return refuse('conflict', `${id} is not revoked.`)
    await tx.deviceKey.updateMany({
      where: { deviceId: id, publicKey: device.publicKey },
      data: { state: 'active', until: null, untilWhy: null },
    })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.readmit',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason: `${reason} (was revoked: ${device.revokedReason ?? 'nobody wrote why'})`,
    })
    return accept(null)
  })
  if (!ack.ok) return ack
  ctx.tell.changed(`device:${id}`)
  ctx.tell.changed('fleet')
  return ack
}
