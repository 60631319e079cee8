import { changedFields, changedLabels } from '../domain/device/changed-fields.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { UpdateDevice } from '../protocol/commands/update-device.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { StoredLabels } from '../protocol/registry.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Renames, moves, labels or groups a device. Its id, and with it its history, stays. */
export async function updateDevice(ctx: CommandContext, id: DeviceId, change: UpdateDevice): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'change what the registry says of a device')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    // Labels are merged: two people who label at once must both be heard.
    await tx.$executeRaw`select 1 from "Device" where "id" = ${id} for update`
    const device = await tx.device.findUnique({ where: { id } })
    if (!device) return refuse('not-found', 'There is no such device.')
    const { siteId } = change
    if (siteId !== undefined && !(await tx.site.findUnique({ where: { id: siteId } })))
      return refuse('not-found', `There is no site ${siteId}: create it first.`)
    const labels = StoredLabels.parse(device.labels)
    const { name, groups, redundancyGroup, singlePointOfFailure, monitoringFidelity } = device
    const changed = changedFields(
      { name, siteId: device.siteId, labels, groups, redundancyGroup, singlePointOfFailure, monitoringFidelity },
      { ...change, labels: change.labels && changedLabels(labels, change.labels) },
    )
    if (!changed) return accept(null)
    await tx.device.update({ where: { id }, data: changed.after })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.update',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason: `Changed ${Object.keys(changed.after).join(', ')}.`,
      ...changed,
    })
    return accept(null)
  })
  if (done.ok) {
    ctx.tell.changed(`device:${id}`)
    ctx.tell.changed('fleet')
  }
  return done
}
