import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DeviceId } from '../protocol/ids.ts'
import type { ResourceId } from '../protocol/registry.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

export async function removeResource(
  ctx: CommandContext,
  where: { readonly deviceId: DeviceId; readonly id: ResourceId },
): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'remove a resource')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const resource = await tx.resource.findUnique({ where: { deviceId_id: where } })
    const { count } = await tx.resource.deleteMany({ where })
    if (!resource || count === 0) return refuse('not-found', 'This device has no such resource.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.remove-resource',
      object: { kind: 'device', id: where.deviceId },
      deviceId: where.deviceId,
      outcome: 'done',
      reason: `Removed the ${resource.kind} ${resource.name}.`,
      before: {
        ...resource,
        metadata: resource.metadata ?? {},
        calibratedUntil: resource.calibratedUntil?.getTime() ?? null,
      },
    })
    return accept(null)
  })
  if (done.ok) ctx.tell.changed(`device:${where.deviceId}`)
  return done
}
