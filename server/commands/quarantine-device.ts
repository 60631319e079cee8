import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { DeviceReason } from '../protocol/commands/device-acts.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Set aside: no rollout touches it until it is released. */
export const quarantineDevice = (ctx: CommandContext, id: DeviceId, body: DeviceReason) => change(ctx, id, body, true)

/** Mended: rollouts may touch it again. */
export const endQuarantine = (ctx: CommandContext, id: DeviceId, body: DeviceReason) => change(ctx, id, body, false)

async function change(ctx: CommandContext, id: DeviceId, { reason }: DeviceReason, aside: boolean): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, aside ? 'quarantine a device' : 'release a device')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const device = await tx.device.findUnique({ where: { id }, select: { quarantineReason: true } })
    if (!device) return refuse('not-found', 'There is no such device.')
    const { count } = await tx.device.updateMany({
      where: { id, quarantinedAt: aside ? null : { not: null } },
      data: { quarantinedAt: aside ? new Date(ctx.now) : null, quarantineReason: aside ? reason : null },
    })
    if (count === 0) return refuse('conflict', aside ? 'It is quarantined already.' : 'It is not quarantined.')
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: aside ? 'device.quarantine' : 'device.release',
      object: { kind: 'device', id },
      deviceId: id,
      outcome: 'done',
      reason: `${aside ? 'Quarantined' : 'Released from quarantine'}: ${reason}`,
      before: { quarantined: device.quarantineReason },
      after: { quarantined: aside ? reason : null },
    })
    return accept(null)
  })
  if (done.ok) {
    ctx.tell.changed(`device:${id}`)
    ctx.tell.changed('fleet')
    ctx.nudge()
  }
  return done
}
