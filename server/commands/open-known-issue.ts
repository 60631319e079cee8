import { plusSeconds } from '../domain/instant.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { OpenKnownIssue } from '../protocol/commands/resources.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { audit } from './audit.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

const DAY_SECONDS = 86_400

/** from now on the device is no canary, until the issue is closed or runs out. */
export async function openKnownIssue(
  ctx: CommandContext,
  deviceId: DeviceId,
  { title, owner, days }: OpenKnownIssue,
): Promise<Ack<{ id: string }>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'note a known issue')
  if (forbidden) return forbidden
  const id = ctx.newId()
  const expiresAt = new Date(plusSeconds(ctx.now, days * DAY_SECONDS))
  const done = await ctx.db.$transaction(async (tx): Promise<Ack<{ id: string }>> => {
    if (!(await tx.device.findUnique({ where: { id: deviceId }, select: { id: true } })))
      return refuse('not-found', 'There is no such device.')
    const row = { id, deviceId, title, owner, createdBy: ctx.person.name, createdAt: new Date(ctx.now), expiresAt }
    await tx.knownIssue.create({ data: row })
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id: ctx.person.id, name: ctx.person.name },
      action: 'device.open-issue',
      object: { kind: 'device', id: deviceId },
      deviceId,
      outcome: 'done',
      reason: `Known issue: ${title}. Owner: ${owner}, for ${days} days.`,
      after: { id, title, owner, expiresAt: expiresAt.toISOString() },
    })
    return accept({ id })
  })
  if (done.ok) {
    ctx.tell.changed(`device:${deviceId}`)
    ctx.tell.changed('fleet')
  }
  return done
}
