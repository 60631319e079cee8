import { Prisma } from '../adapters/prisma/generated/client.ts'
import { type Ack, accept } from '../protocol/ack.ts'
import type { DevicesChanged, DeviceTarget } from '../protocol/commands/fleet-acts.ts'
import type { CommandContext } from './command-context.ts'
import { targetDevices } from './target-devices.ts'

type Change = {
  readonly target: DeviceTarget
  /** a verb and its object: `device.label` */
  readonly action: string
  /** shown in the audit and on each device's timeline */
  readonly reason: string
  /** assignments over alias `d` */
  readonly set: Prisma.Sql
  /** over alias `d`: devices that are not so already */
  readonly unless: Prisma.Sql
}

/** Changes many devices with one audit row each, in one statement: all of them or none. */
export async function changeDevices(
  ctx: CommandContext,
  { target, action, reason, set, unless }: Change,
): Promise<Ack<DevicesChanged>> {
  const { person, now } = ctx
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<DevicesChanged>> => {
    const devices = await targetDevices(tx, target, now)
    if (!devices.ok) return devices
    const changed = await tx.$executeRaw(Prisma.sql`
      with changed as (
        update "Device" d set ${set} where d."id" = any(${[...devices.value]}) and (${unless}) is not true returning d."id"
      )
      insert into "AuditEntry" (at, "actorKind", "actorId", "actorName", action, "objectKind", "objectId", "deviceId", outcome, reason)
      select ${new Date(now)}, 'person', ${person.id}, ${person.name}, ${action}, 'device', c."id", c."id", 'done', ${reason}
      from changed c`)
    return accept({ changed })
  }, LARGE)
  if (done.ok && done.value.changed > 0) {
    ctx.tell.changed('fleet')
    if ('ids' in target) for (const id of target.ids) ctx.tell.changed(`device:${id}`)
    ctx.nudge()
  }
  return done
}

/** A hundred thousand devices in one act take some seconds. */
const LARGE = { timeout: 60_000, maxWait: 10_000 }
