import { Prisma } from '../adapters/prisma/generated/client.ts'
import type { Ack } from '../protocol/ack.ts'
import type { DevicesChanged, LabelDevices } from '../protocol/commands/fleet-acts.ts'
import { changeDevices } from './change-devices.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** Gives devices a label, another value for it, or takes it away. */
export async function labelDevices(
  ctx: CommandContext,
  { target, label, value }: LabelDevices,
): Promise<Ack<DevicesChanged>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'label devices')
  if (forbidden) return forbidden
  return changeDevices(ctx, {
    target,
    action: 'device.label',
    reason: value === null ? `Label ${label} taken away.` : `Label ${label}=${value}.`,
    set:
      value === null
        ? Prisma.sql`"labels" = d."labels" - ${label}::text`
        : Prisma.sql`"labels" = d."labels" || jsonb_build_object(${label}::text, ${value}::text)`,
    unless:
      value === null
        ? Prisma.sql`not jsonb_exists(d."labels", ${label})`
        : Prisma.sql`d."labels" ->> ${label} = ${value}`,
  })
}
