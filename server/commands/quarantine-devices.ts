import { Prisma } from '../adapters/prisma/generated/client.ts'
import type { Ack } from '../protocol/ack.ts'
import type { DevicesChanged, SetAsideDevices } from '../protocol/commands/fleet-acts.ts'
import { changeDevices } from './change-devices.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Sets devices aside: no plan takes them until somebody releases them. What they run goes on running. */
export async function quarantineDevices(
  ctx: CommandContext,
  { target, reason }: SetAsideDevices,
): Promise<Ack<DevicesChanged>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'quarantine devices')
  if (forbidden) return forbidden
  return changeDevices(ctx, {
    target,
    action: 'device.quarantine',
    reason: `Quarantined: ${reason}`,
    set: Prisma.sql`"quarantinedAt" = ${new Date(ctx.now)}, "quarantineReason" = ${reason}`,
    unless: Prisma.sql`d."quarantinedAt" is not null`,
  })
}
