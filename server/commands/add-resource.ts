import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { AddResource } from '../protocol/commands/resources.ts'
import type { DeviceId } from '../protocol/ids.ts'
import type { ResourceId } from '../protocol/registry.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

const MOST_RESOURCES = 200

/** A controller, camera or sensor that a device carries. */
export async function addResource(
  ctx: CommandContext,
  deviceId: DeviceId,
  resource: AddResource,
): Promise<Ack<{ id: ResourceId }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'add a resource')
  if (forbidden) return forbidden
  const { calibratedUntil, ...rest } = resource
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<{ id: ResourceId }>> => {
    const device = await tx.device.findUnique({
      where: { id: deviceId },
      select: { _count: { select: { resources: true } } },
    })
    if (!device) return refuse('not-found', 'There is no such device.')
    if (device._count.resources >= MOST_RESOURCES)
      return refuse('conflict', `A device has at most ${MOST_RESOURCES} resources: remove one first.`)
    const row = { ...rest, deviceId, calibratedUntil: calibratedUntil === null ? null : new Date(calibratedUntil) }
    const { count } = await tx.resource.createMany({ data: [row], skipDuplicates: true })
    if (count === 0) return refuse('conflict', `This device has a resource ${resource.id} already: choose another id.`)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.add-resource',
      object: { kind: 'device', id: deviceId },
      deviceId,
      outcome: 'done',
      reason: `Added the ${resource.kind} ${resource.name}.`,
      after: resource,
    })
    return accept({ id: resource.id })
  })
  if (done.ok) ctx.tell.changed(`device:${deviceId}`)
  return done
}
