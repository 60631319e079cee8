import { disagreementOf } from '../adapters/prisma/discrepancies.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { disagreementSentence } from '../domain/device/disagreement.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { ResolveDiscrepancy } from '../protocol/discrepancy.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** R-142: a person takes the device at its word, or sets it aside as broken. Either way the disagreement is over. */
export async function resolveDiscrepancy(
  ctx: CommandContext,
  where: { readonly deviceId: DeviceId; readonly discrepancy: bigint },
  { resolution, reason }: ResolveDiscrepancy,
): Promise<Ack<null>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'resolve a discrepancy')
  if (forbidden) return forbidden
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<null>> => {
    const row = await tx.discrepancy.findFirst({ where: { id: where.discrepancy, deviceId: where.deviceId } })
    if (!row) return refuse('not-found', 'There is no such discrepancy of this device.')
    const { count } = await tx.discrepancy.updateMany({
      where: { id: row.id, resolvedAt: null },
      data: { resolvedAt: new Date(ctx.now), resolvedBy: ctx.person.name, resolution },
    })
    if (count === 0) return refuse('conflict', 'It was resolved while you were looking: look at the device again.')
    const sentence = disagreementSentence(disagreementOf(row))
    // Whoever took the connection from whom until now is no reason to sound the same alarm again.
    if (row.kind === 'identity') await tx.deviceTakeover.deleteMany({ where: { deviceId: where.deviceId } })
    if (resolution === 'device-broken') await setAside(tx, ctx, where.deviceId, reason || sentence)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.resolve-discrepancy',
      object: { kind: 'device', id: where.deviceId },
      deviceId: where.deviceId,
      outcome: 'done',
      reason: `${sentence} ${resolution === 'accept' ? 'The device’s word was accepted' : 'The device was set aside as broken'}${reason ? `: ${reason}` : '.'}`,
      before: { kind: row.kind, expected: row.expected, reported: row.reported },
      after: { resolution },
    })
    return accept(null)
  })
  if (done.ok) {
    ctx.tell.changed(`device:${where.deviceId}`)
    ctx.tell.changed('fleet')
    ctx.nudge()
  }
  return done
}

async function setAside(
  tx: Prisma.TransactionClient,
  ctx: CommandContext,
  id: DeviceId,
  reason: string,
): Promise<void> {
  await tx.device.updateMany({
    where: { id, quarantinedAt: null },
    data: { quarantinedAt: new Date(ctx.now), quarantineReason: reason },
  })
}
