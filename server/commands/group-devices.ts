import { Prisma } from '../adapters/prisma/generated/client.ts'
import type { Ack } from '../protocol/ack.ts'
import type { DevicesChanged, GroupDevices } from '../protocol/commands/fleet-acts.ts'
import { changeDevices } from './change-devices.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Puts devices into a group, or takes them out of it. A group is there as long as a device belongs to it. */
export async function groupDevices(
  ctx: CommandContext,
  { target, group, belongs }: GroupDevices,
): Promise<Ack<DevicesChanged>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'group devices')
  if (forbidden) return forbidden
  const member = Prisma.sql`${group} = any(d."groups")`
  return changeDevices(ctx, {
    target,
    action: 'device.group',
    reason: belongs ? `Added to group ${group}.` : `Taken out of group ${group}.`,
    set: belongs
      ? Prisma.sql`"groups" = array_append(d."groups", ${group}::text)`
      : Prisma.sql`"groups" = array_remove(d."groups", ${group}::text)`,
    unless: belongs ? member : Prisma.sql`not ${member}`,
  })
}
