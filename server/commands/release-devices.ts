import { Prisma } from '../adapters/prisma/generated/client.ts'
import type { Ack } from '../protocol/ack.ts'
import type { DevicesChanged, SetAsideDevices } from '../protocol/commands/fleet-acts.ts'
import { changeDevices } from './change-devices.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Takes devices out of quarantine: plans may take them again. */
export async function releaseDevices(
  ctx: CommandContext,
  { target, reason }: SetAsideDevices,
): Promise<Ack<DevicesChanged>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'release devices from quarantine')
  if (forbidden) return forbidden
  return changeDevices(ctx, {
    target,
    action: 'device.end-quarantine',
    reason: `Released from quarantine: ${reason}`,
    set: Prisma.sql`"quarantinedAt" = null, "quarantineReason" = null`,
    unless: Prisma.sql`d."quarantinedAt" is null`,
  })
}
