import { changedFields } from '../domain/device/changed-fields.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { UpdateResource } from '../protocol/commands/resources.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { type ResourceId, StoredLabels } from '../protocol/registry.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Renames a resource, or says until when its calibration is good. Its id stays. */
export async function updateResource(
  ctx: CommandContext,
  where: { readonly deviceId: DeviceId; readonly id: ResourceId },
  change: UpdateResource,
): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'change a resource')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const resource = await tx.resource.findUnique({ where: { deviceId_id: where } })
    if (!resource) return refuse('not-found', 'This device has no such resource.')
    const until = (resource.calibratedUntil?.getTime() ?? null) as Instant | null
    const changed = changedFields(
      { name: resource.name, metadata: StoredLabels.parse(resource.metadata), calibratedUntil: until },
      change,
    )
    if (!changed) return accept(null)
    const { calibratedUntil, ...rest } = changed.after
    const data = {
      ...rest,
      ...(calibratedUntil === undefined
        ? {}
        : { calibratedUntil: calibratedUntil === null ? null : new Date(calibratedUntil) }),
    }
    await tx.resource.update({ where: { deviceId_id: where }, data })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.update-resource',
      object: { kind: 'device', id: where.deviceId },
      deviceId: where.deviceId,
      outcome: 'done',
      reason: `Changed ${Object.keys(changed.after).join(', ')} of the ${resource.kind} ${resource.name}.`,
      ...changed,
    })
    return accept(null)
  })
  if (done.ok) ctx.tell.changed(`device:${where.deviceId}`)
  return done
}
