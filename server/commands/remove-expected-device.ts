import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Expects a device no longer: it was announced, and never came. */
export async function removeExpectedDevice(ctx: CommandContext, id: DeviceId): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'take an expected device out of the registry')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const expected = await tx.expectedDevice.findUnique({ where: { id } })
    const { count } = await tx.expectedDevice.deleteMany({ where: { id } })
    if (!expected || count === 0)
      return refuse('not-found', 'No such device is expected: it may have enrolled meanwhile.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.unexpect',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason: `${expected.name} is no longer expected at ${expected.siteId}.`,
      before: { name: expected.name, siteId: expected.siteId, hardwareType: expected.hardwareType },
    })
    return accept(null)
  })
  if (done.ok) ctx.tell.changed('fleet')
  return done
}
